import type { Base } from '../base/base.ts'
import { everybody, type Cast } from '../cast.ts'
import type { Point } from '../machine/strikes.ts'
import { runMany } from '../many.ts'
import type { Plan } from '../plan.ts'
import { runSeed } from '../run-seed.ts'
import type { SeedReport } from '../summary.ts'
import type { Violation } from '../world.ts'
import type { CrashScript } from './scripts.ts'

/**
 * The points of a script: each call to the service and each transaction that wrote something, before and after,
 * from where the story begins to where it comes to rest. Killed before or after a transaction that only read, a process has done just as
 * much as at the point before it, so those are left out.
 */
export async function pointsOf(base: Base, { name, plan, begins }: CrashScript): Promise<Point[]> {
  const points: Point[] = []
  const story = { isOn: false, acts: 0, begins }
  const { violations, acts } = await runSeed({
    base,
    plan,
    cast: watched(story),
    onPoint(point) {
      if (story.isOn && !isMereReading(point)) points.push(point)
    },
  })
  const [first] = violations
  if (first !== undefined)
    throw new Error(`${name} goes wrong though nothing strikes: ${first.invariant} ${first.what}`)
  if (acts < (plan.script ?? []).length)
    throw new Error(`${name}: not everything that it asks for could be done`)
  return points
}

const isMereReading = ({ place, what }: Point): boolean => place.endsWith('commit') && what === ''

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
  /** Only each point at such a distance from the one before; odd, so that before and after come in turn. */
  every?: number
  /** Of each point in its turn, whichever came to its end first. */
  told?(crashed: Crashed): void
}

/** Every point of every script, once, unless a sample is asked for. */
export async function walk(
  base: Base,
  scripts: readonly CrashScript[],
  { processes, every = 1, told = () => {} }: WalkOptions,
): Promise<Crashed[]> {
  const asked: { script: CrashScript; point: Point; plan: Plan }[] = []
  for (const script of scripts) {
    for (const [at, point] of (await pointsOf(base, script)).entries())
      if (at % every === 0) asked.push({ script, point, plan: killedAt(script, point) })
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
