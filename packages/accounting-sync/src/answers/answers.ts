import type { Engine } from '../engine/engine.ts'
import type { Answer } from './answer.ts'
import { documentAnswers } from './documents.ts'
import { operationAnswers } from './operations.ts'

/** What answers each route. */
export const answersOf = (engine: Engine): Answer[] => [
  ...documentAnswers(engine),
  ...operationAnswers(engine),
]
