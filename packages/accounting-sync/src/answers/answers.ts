import type { Engine } from '../engine/engine.ts'
import type { Answer } from './answer.ts'

/** What answers each route. */
export const answersOf = (_engine: Engine): Answer[] => []
