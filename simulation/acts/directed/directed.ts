import type { Act } from '../../world.ts'
import { directedCompanies } from './companies.ts'
import { directedCredits } from './credits.ts'
import { directedHere } from './here.ts'
import { directedPreparing } from './preparing.ts'
import { directedThere } from './there.ts'

/** What only scripts ask for. */
export const DIRECTED: readonly Act[] = [
  ...directedHere,
  ...directedPreparing,
  ...directedCompanies,
  ...directedCredits,
  ...directedThere,
]
