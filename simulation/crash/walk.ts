import type { Base } from '../base/base.ts'
import { everybody, type Cast } from '../cast.ts'
import type { Point } from '../machine/strikes.ts'
import { runMany } from '../many.ts'
import type { Plan } from '../plan.ts'
import { runSeed } from '../run-seed.ts'
import type { SeedReport } from '../summary.ts'
import type { Violation } from '../world.ts'
import { isMereReading, moments, type Passed } from './moments.ts'
import type { CrashScript } from './scripts.ts'

/**
 * The points of a script: each call to the service and each transaction that wrote something, before and after,
 * from where the story begins to where it comes to rest.
 */
async function pointsOf(base: Base, { name, plan, begins }: CrashScript): Promise<Passed[]> {
  const passed: Passed[] = []
  const story = { isOn: false, acts: 0, begins }
  const { violations, acts } = await runSeed({
    base,
    plan,
    cast: watched(story),
    onPoint: (point) => passed.push({ ...point, acts: story.acts, isOfStory: story.isOn }),
  })
  const [first] = violations
  if (first !== undefined)
    throw new Error(`${name} goes wrong though nothing strikes: ${first.invariant} ${first.what}`)
  if (acts < (plan.script ?? []).length)
    throw new Error(`${name}: not everything that it asks for could be done`)
  return passed
}

/** Each of them, as the long walk takes it. */
const everyOne = (passed: readonly Passed[]) =>
  passed.filter((point) => point.isOfStory && !isMereReading(point))

function watched(story: { isOn: boolean; acts: number; begins: number }): Cast {
  const acts = everybody.acts.map((act) => ({
    ...act,
    run(...asked: Parameters<typeof act.run>) {
      story.acts += 1
      story.isOn = story.acts > story.begins && act.name !== 'rest'
      return act.run(...asked)
    },
  }))
  return { ...everybody, acts }
}

export interface Crashed {
  script: string
  point: Point
  violations: readonly Violation[]
}

/** The same again, but that the process dies there; another comes up in its place, and all of it is judged. */
const killedAt = ({ plan }: CrashScript, point: Point): Plan => ({ ...plan, dieAt: [point.number] })

export interface WalkOptions {
  processes: number
  /** Of points at which a death finds the same, one alone. */
  oncePerMoment?: boolean
  /** Of each point in its turn, whichever came to its end first. */
  told?(crashed: Crashed): void
}

/** Every point of every script, once. */
export async function walk(
  base: Base,
  scripts: readonly CrashScript[],
  { processes, oncePerMoment = false, told = () => {} }: WalkOptions,
): Promise<Crashed[]> {
  const asked: { script: CrashScript; point: Point; plan: Plan }[] = []
  for (const script of scripts) {
    const passed = await pointsOf(base, script)
    for (const point of oncePerMoment ? moments(passed) : everyOne(passed))
      asked.push({ script, point, plan: killedAt(script, point) })
  }
  const left = [...asked]
  const reports = new Map<string, SeedReport>()
  const crashed: Crashed[] = []
  await runMany({
    base,
    processes,
    next: () => left.shift()?.plan ?? null,
    told(report) {
      reports.set(JSON.stringify(report.plan), report)
      for (const { script, point, plan } of asked.slice(crashed.length)) {
        const own = reports.get(JSON.stringify(plan))
        if (own === undefined) break
        crashed.push({ script: script.name, point, violations: judged(own) })
        told(crashed.at(-1) as Crashed)
      }
    },
  })
  return crashed
}

const NOBODY_DIED: Violation = { invariant: 'machine', tenant: null, what: 'nobody died' }

const judged = ({ deaths, violations }: SeedReport): readonly Violation[] =>
  deaths === 0 ? [NOBODY_DIED] : violations
