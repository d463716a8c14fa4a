import { createApplication, type Application } from '../../access/application.ts'
import { systemIds } from '../../ids.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  testClock,
  testLog,
  type TestDatabase,
} from '../../testing/index.ts'
import { gate, stateBecomes, type Gate } from '../contract-suite/waiting.ts'
import type { WatchedRunner } from '../board.ts'
import { createPgBossRunner } from '../pg-boss-runner.ts'
import { PermanentJobError, type JobPayload, type RunningJob } from '../runner.ts'
import { jobUseCases } from '../use-cases.ts'

export interface JobsScreen {
  db: TestDatabase
  runner: WatchedRunner
  application: Application
  /** Holds up the one worker of the kind `test.slow`. */
  busy: Gate
  /** A job of the kind `test.fails`, which fails for good; when retried it succeeds. */
  failedJob(tenant: string, says?: string): Promise<string>
  /** A row as the queue might hold it; by default one called off before anybody could run it. */
  insertJob(change: Record<string, unknown>): Promise<string>
  close(): Promise<void>
}

/** Two tenants, a real runner with two kinds of jobs, and the use cases over it. */
export async function openJobsScreen(): Promise<JobsScreen> {
  const db = await createTestDatabase({ max: 10 })
  await insertTenant(db.database, TENANT_A, 'Alder')
  await insertTenant(db.database, TENANT_B, 'Birch')
  const busy = gate()
  const ports = { database: db.database, clock: testClock(), ids: systemIds, log: testLog().log }
  const runner = createPgBossRunner({ ...ports, appUrl: db.urls.app, pollSeconds: 0.5, sweepSeconds: 60 })
  const fails = async ({ payload, attempt }: RunningJob<JobPayload & { says?: string }>) => {
    if (attempt === 1) throw new PermanentJobError(payload.says ?? 'the books are closed')
  }
  runner.registerHandler('test.fails', fails)
  runner.registerHandler('test.slow', () => busy.opened, { concurrency: 1 })
  await runner.start()
  return {
    db,
    runner,
    application: createApplication(ports, jobUseCases({ runner, board: runner.board })),
    busy,
    async failedJob(tenant, says) {
      const id = (await runner.scheduleJob('test.fails', { tenant, says })) ?? ''
      await stateBecomes(runner, id, tenant, 'failed')
      return id
    },
    async insertJob(change) {
      const row = { id: systemIds.uuid(), name: 'test.fails', state: 'cancelled', ...change }
      await db.owner('pgboss.job').insert(row)
      return row.id
    },
    async close() {
      busy.open()
      await runner.stop()
      await db.close()
    },
  }
}

/** What a job of this tenant carries in its row. */
export const dataOf = (tenant: string | null) => JSON.stringify({ tenant })
