import { ACTS } from './acts/acts.ts'
import { DIRECTED } from './acts/directed/directed.ts'
import { AFTER_HEALING, everyStep } from './truth/checks.ts'
import { consentStands } from './truth/consent-stands.ts'
import { toldAtOnce } from './truth/told-at-once.ts'
import type { Act, Check } from './world.ts'

/** Who acts, and who judges. */
export interface Cast {
  acts: readonly Act[]
  /** Hold at every step; some remember what they saw, so each run has its own. */
  always(): readonly Check[]
  /** Hold once faults have healed and a few cycles ran. */
  settled: readonly Check[]
}

export const everybody: Cast = { acts: [...DIRECTED, ...ACTS], always: () => [everyStep(), toldAtOnce, consentStands], settled: AFTER_HEALING }
