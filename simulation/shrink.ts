import type { Plan } from './plan.ts'
import type { SeedReport } from './summary.ts'

export interface ShrinkOptions {
  plan: Plan
  /** Of the violation that has to stay, such as `I8`. */
  invariant: string
  run(plan: Plan): Promise<SeedReport>
  /** Runs at most. */
  most: number
  told?(plan: Plan): void
}

/**
 * Makes a plan smaller for as long as the same rule stays broken: fewer acts, fewer faults, fewer processes, less
 * time. What is left is mostly what it takes.
 */
export async function shrink({ plan, invariant, run, most, told }: ShrinkOptions): Promise<Plan> {
  let smallest = plan
  let runs = 0
  const stillFails = async (candidate: Plan): Promise<boolean> => {
    if (runs >= most) return false
    runs += 1
    const { violations } = await run(candidate)
    return violations.some((each) => each.invariant === invariant)
  }
  const take = async (candidate: Plan): Promise<boolean> => {
    if (!(await stillFails(candidate))) return false
    smallest = candidate
    told?.(candidate)
    return true
  }
  for (const each of simpler(plan)) await take({ ...smallest, ...each })
  for (const fault of Object.keys(smallest.service)) {
    const { [fault as keyof Plan['service']]: _left, ...service } = smallest.service
    await take({ ...smallest, service })
  }
  let acts = smallest.onlyActs ?? Array.from({ length: smallest.acts }, (_, at) => at)
  for (const part of halves(acts.length)) {
    for (let from = 0; from < acts.length;) {
      const fewer = acts.toSpliced(from, part)
      if (await take({ ...smallest, onlyActs: fewer })) acts = fewer
      else from += part
    }
  }
  return smallest
}

/** Half of them, a quarter, … down to one. */
const halves = (count: number): number[] =>
  count <= 1
    ? [1]
    : [Math.ceil(count / 2), ...halves(Math.ceil(count / 2))].filter(
        (each, at, all) => all.indexOf(each) === at,
      )

/** One group of faults after another, then processes, tenants and time. */
const simpler = (plan: Plan): Partial<Plan>[] => [
  ...(Object.keys(plan.service).length > 0 ? [{ service: {} }] : []),
  ...(['overtaken', 'death', 'freeze', 'database', 'jobTwice', 'jobLate', 'skewMinutes', 'jumps'] as const)
    .filter((name) => plan[name] > 0)
    .map((name) => ({ [name]: 0 })),
  ...(plan.script === undefined || plan.script.length === 0 ? [] : [{ script: [] }]),
  ...(plan.forgetAfterRequests === null ? [] : [{ forgetAfterRequests: null }]),
  ...(plan.startsAfterHours > 0 ? [{ startsAfterHours: 0 }] : []),
  ...(plan.workers > 1 ? [{ workers: 1 }] : []),
  ...(plan.tenants > 1 ? [{ tenants: 1 }] : []),
]
