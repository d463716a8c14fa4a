import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { runMany } from './many.ts'
import { drawnPlan } from './plan.ts'
import { createSum } from './summary.ts'
import { openBase } from './testing/base-of-tests.ts'

const SEEDS = 100

/** The same ones each time, so that a change is judged by itself; `npm run sim -- --from N` runs others. */
const FIRST = 1

/** Known to break a rule for a cause that nobody has found yet. docs/how-to/read-a-failing-seed.md says which. */
const UNSETTLED: ReadonlySet<number> = new Set([64])

const chosen = Array.from({ length: SEEDS + UNSETTLED.size }, (_, at) => FIRST + at).filter(
  (seed) => !UNSETTLED.has(seed),
)

let base: Base
let close: () => Promise<void>
beforeAll(async () => {
  ;({ base, close } = await openBase())
})
afterAll(() => close())

describe('the simulation', () => {
  it(`finds nothing wrong in ${SEEDS} seeds, from ${FIRST} on`, async () => {
    const sum = createSum()
    const left = [...chosen]
    await runMany({
      base,
      processes: 2,
      next: () => {
        const seed = left.shift()
        return seed === undefined ? null : drawnPlan(seed)
      },
      told: (report) => sum.add(report),
    })
    const failed = sum
      .failed()
      .map(({ plan, violations }) => ({ again: `npm run sim -- --seed ${plan.seed} --trace`, violations }))
    expect(failed).toEqual([])
    const { seeds, operations, faults_reached } = sum.summary()
    expect(seeds).toBe(SEEDS)
    expect(operations).toBeGreaterThan(10 * SEEDS)
    expect(faults_reached).toBeGreaterThan(100)
  }, 900_000)
})
