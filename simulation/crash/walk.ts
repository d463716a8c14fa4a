import type { Base } from '../base/base.ts'
import { everybody, type Cast } from '../cast.ts'
import type { Point } from '../machine/strikes.ts'
import { runSeed } from '../run-seed.ts'
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
export async function crashAt(base: Base, { name, plan }: CrashScript, point: Point): Promise<Crashed> {
  const { violations, deaths } = await runSeed({
    base,
    plan: { ...plan, dieAt: [point.number] },
    cast: everybody,
  })
  const none: Violation = { invariant: 'machine', tenant: null, what: 'nobody died' }
  return { script: name, point, violations: deaths === 0 ? [none] : violations }
}

/** Every point of every script, once; or every so many of them. */
export async function walk(
  base: Base,
  scripts: readonly CrashScript[],
  told: (crashed: Crashed) => void,
  every = 1,
): Promise<{ points: number; violations: number }> {
  const sum = { points: 0, violations: 0 }
  for (const script of scripts) {
    const points = await pointsOf(base, script)
    for (const point of points.filter((_, at) => at % every === 0)) {
      const crashed = await crashAt(base, script, point)
      sum.points += 1
      sum.violations += crashed.violations.length
      told(crashed)
    }
  }
  return sum
}
