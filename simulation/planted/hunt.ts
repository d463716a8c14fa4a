import type { Base } from '../base/base.ts'
import { runBeside } from '../many.ts'
import type { Plan } from '../plan.ts'
import type { SeedReport } from '../summary.ts'
import type { Violation } from '../world.ts'
import { planFor, type PlantedBug } from './bug.ts'
import { copyOfSource, type Copy } from './copy.ts'

export interface Caught {
  bug: PlantedBug
  /** How many seeds it took; null when none showed it. */
  seeds: number | null
  /** What gave it away. */
  by: Violation | null
}

/** Whoever is not caught within so many seeds is not caught. */
export const MOST_SEEDS = 40

/** Runs these plans on the source with the bug in it, until one goes wrong. */
export async function hunt(base: Base, copy: Copy, bug: PlantedBug, plans: readonly Plan[]): Promise<Caught> {
  copy.plant(bug)
  try {
    return await caughtBy(base, copy, bug, plans)
  } finally {
    copy.heal()
  }
}

async function caughtBy(base: Base, copy: Copy, bug: PlantedBug, plans: readonly Plan[]): Promise<Caught> {
  const left = [...plans]
  let tries = 0
  let by: Violation | null = null
  await runBeside(
    {
      base,
      next: () => (by === null ? (left.shift() ?? null) : null),
      told({ violations }) {
        tries += 1
        by ??= violations[0] ?? null
      },
    },
    copy.simulation,
  )
  return { bug, seeds: by === null ? null : tries, by }
}

/** The same plans on the source as it is: what goes wrong there as well proves nothing about a bug. */
export async function onSoundSource(base: Base, plans: readonly Plan[]): Promise<SeedReport[]> {
  const left = [...plans]
  const reports: SeedReport[] = []
  await runBeside({ base, next: () => left.shift() ?? null, told: (report) => void reports.push(report) })
  return reports
}

/** Every bug from its first seed on, two at a time. */
export async function huntAll(
  base: Base,
  bugs: readonly PlantedBug[],
  { processes, told }: { processes: number; told(caught: Caught): void },
): Promise<{ planted: number; caught: number; median_seeds: number | null }> {
  const left = [...bugs]
  const all: Caught[] = []
  const work = async () => {
    const copy = copyOfSource()
    try {
      for (let bug = left.shift(); bug !== undefined; bug = left.shift()) {
        const given = bug
        const plans = Array.from({ length: MOST_SEEDS }, (_, at) => planFor(given, at + 1))
        const caught = await hunt(base, copy, bug, plans)
        all.push(caught)
        told(caught)
      }
    } finally {
      copy.remove()
    }
  }
  await Promise.all(Array.from({ length: processes }, work))
  const took = all.flatMap((each) => each.seeds ?? []).toSorted((a, b) => a - b)
  return { planted: bugs.length, caught: took.length, median_seeds: took[Math.floor((took.length - 1) / 2)] ?? null }
}
