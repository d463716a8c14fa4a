import { CALM, anyPlan, type Plan, type Scripted } from '../plan.ts'

/** A defect that the simulation has to find: one exact text of the source, and what stands there instead. */
export interface PlantedBug {
  name: string
  /** What it breaks, in a sentence. */
  rule: string
  /** From the root of the repository. */
  file: string
  /** Has to occur there exactly once. */
  find: string
  replace: string
  /** How its seeds differ from those that are drawn; left out: not at all. */
  plan?: Partial<Plan>
  /** A seed that is known to show it. */
  known: number
}

/** As the bug wants its seeds. */
export const planFor = ({ plan }: Pick<PlantedBug, 'plan'>, seed: number): Plan =>
  plan === undefined ? anyPlan(seed) : { ...anyPlan(seed), ...plan, seed }

/** A calm story with what is said on top of it: one company, and nothing by chance. */
export function story(
  acts: readonly (readonly [minute: number, act: string])[],
  more: Partial<Plan> = {},
): Partial<Plan> {
  const script = acts.map(([minute, act]): Scripted => ({ minute, act }))
  const minutes = Math.max(...script.map((each) => each.minute)) + 2
  return {
    ...CALM,
    tenants: 1,
    workers: 2,
    createCustomers: [],
    acts: 0,
    startsAfterHours: 0,
    minutes,
    script,
    ...more,
  }
}
