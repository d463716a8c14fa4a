import type { Engine } from '../engine/engine.ts'
import type { Answer } from './answer.ts'
import { exclusionAnswers } from './exclusions.ts'
import { mappingAnswers } from './mappings.ts'

/** What answers each route. */
export const answersOf = (engine: Engine): Answer[] => [
  ...mappingAnswers(engine),
  ...exclusionAnswers(engine),
]
