import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { runMany } from './many.ts'
import { drawnPlan } from './plan.ts'
import { createSum } from './summary.ts'
import { openBase } from './testing/base-of-tests.ts'

const SEEDS = 100

/** The same ones each time, so that a change is judged by itself; `npm run sim -- --from N` runs others. */
const FIRST = 1

let base: Base
let close: () => Promise<void>
beforeAll(async () => {
  ;({ base, close } = await openBase())
})
afterAll(() => close())

describe('the simulation', () => {
  it(`finds nothing wrong in ${SEEDS} seeds`, async () => {
    const sum = createSum()
    let given = 0
    await runMany({
      base,
      processes: 2,
      next: () => (given < SEEDS ? drawnPlan(FIRST + given++) : null),
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
