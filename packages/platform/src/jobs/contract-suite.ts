import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import type { Database } from '../db/tenancy.ts'
import { insertTenant, TENANT_A, TENANT_B } from '../testing/tenants.ts'
import type { TestClock } from '../testing/ports.ts'
import { describeFailing } from './contract-suite/failing.ts'
import { describeRunning } from './contract-suite/running.ts'
import { describeSchedules } from './contract-suite/schedules.ts'
import { describeSingletons } from './contract-suite/singletons.ts'
import { describeStates } from './contract-suite/states.ts'
import { describeStopping } from './contract-suite/stopping.ts'
import type { IJobRunner } from './runner.ts'

/** What a runner under test brings along. */
export interface RunnerWorld {
  database: Database
  clock: TestClock
  /** A new runner on this database, not started; it looks for work and due schedules often. */
  createRunner(): IJobRunner
  /** Connections, workers, timers that a stopped runner left behind. */
  leftOpen(): Promise<number>
  close(): Promise<void>
}

/** What the tests of the suite are written with. */
export interface Suite {
  world(): RunnerWorld
  /** A new runner; the test starts it, the suite stops it. */
  runner(): IJobRunner
  /** A kind no other test uses. */
  kind(): string
}

/** What every job runner must do, whatever it is built on. */
export function runnerContractSuite(name: string, openWorld: () => Promise<RunnerWorld>): void {
  describe(`${name}, as a job runner`, () => {
    let world: RunnerWorld
    let runners: IJobRunner[] = []
    let kinds = 0

    beforeAll(async () => {
      world = await openWorld()
      await insertTenant(world.database, TENANT_A, 'Alder')
      await insertTenant(world.database, TENANT_B, 'Birch')
    })
    afterEach(async () => {
      await Promise.all(runners.map((runner) => runner.stop(0)))
      expect(await Promise.all(runners.map((runner) => runner.isHealthy()))).not.toContain(true)
      runners = []
      await expect.poll(() => world.leftOpen(), { timeout: 5000 }).toBe(0)
    })
    afterAll(() => world.close())

    const suite: Suite = {
      world: () => world,
      runner() {
        const runner = world.createRunner()
        runners.push(runner)
        return runner
      },
      kind() {
        kinds += 1
        return `test.kind-${kinds}`
      },
    }
    describeRunning(suite)
    describeFailing(suite)
    describeSingletons(suite)
    describeStates(suite)
    describeSchedules(suite)
    describeStopping(suite)
  })
}
