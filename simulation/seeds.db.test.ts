import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { runMany } from './many.ts'
import { drawnPlan } from './plan.ts'
import { createSum } from './summary.ts'
import { openBase } from './testing/base-of-tests.ts'

const SEEDS = 100

/** Others with each change of the source, and the same for the same source: what was red is not green by chance. */
const FIRST = firstSeed()

function firstSeed(): number {
  const told = spawnSync('git', ['rev-parse', 'HEAD^{tree}'], { cwd: import.meta.dirname, encoding: 'utf8' })
  // Where there is no history, there is nothing to hold on to.
  return told.status === 0 ? Number.parseInt(told.stdout.slice(0, 7), 16) : randomInt(2 ** 28)
}

let base: Base
let close: () => Promise<void>
beforeAll(async () => {
  ;({ base, close } = await openBase())
})
afterAll(() => close())

describe('the simulation', () => {
  it(`finds nothing wrong in ${SEEDS} seeds from ${FIRST} on`, async () => {
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
