import type { PlantedBug } from './bug.ts'
import { CREDIT_BUGS } from './credits.ts'
import { INWARD_BUGS } from './inward.ts'
import { KEEPING_BUGS } from './keeping.ts'
import { OUTWARD_BUGS } from './outward.ts'

/** One for each rule that matters most. */
export const PLANTED_BUGS: readonly PlantedBug[] = [
  ...OUTWARD_BUGS,
  ...INWARD_BUGS,
  ...KEEPING_BUGS,
  ...CREDIT_BUGS,
]
