import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { runMany } from './many.ts'
import { drawnPlan } from './plan.ts'
import { createSum } from './summary.ts'
import { openBase } from './testing/base-of-tests.ts'

const SEEDS = 100

/** Others each time: a number of seconds, far from the seeds that anybody names. */
const FIRST = Math.floor(performance.timeOrigin / 1000)

let base: Base
let close: () => Promise<void>
beforeAll(async () => {
  ;({ base, close } = await openBase())
})
afterAll(() => close())

describe('the simulation', () => {
  it(`finds nothing wrong in ${SEEDS} seeds that nobody has run before`, async () => {
    process.stdout.write(`npm run sim -- --seeds ${SEEDS} --from ${FIRST}\n`)
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
