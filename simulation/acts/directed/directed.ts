import type { Act } from '../../world.ts'
import { directedCredits } from './credits.ts'
import { directedHere } from './here.ts'
import { directedThere } from './there.ts'

/** What only scripts ask for. */
export const DIRECTED: readonly Act[] = [...directedHere, ...directedThere, ...directedCredits]
