import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { systemIds } from '../ids.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  testClock,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import { runnerContractSuite } from './contract-suite.ts'
import { stateBecomes } from './contract-suite/waiting.ts'
import { createPgBossRunner } from './pg-boss-runner.ts'

/** Often enough that a test need not wait; the shortest pg-boss allows. */
const OFTEN = { pollSeconds: 0.5, sweepSeconds: 0.1, heartbeatSeconds: 10, superviseSeconds: 1 }

function openConnections(db: TestDatabase): Promise<number> {
  return db
    .owner('pg_stat_activity')
    .where({ application_name: 'tieout-jobs', datname: db.owner.raw('current_database()') })
    .count({ count: '*' })
    .then(([row]) => Number(row?.count))
}

runnerContractSuite('pg-boss', async () => {
  const db = await createTestDatabase({ max: 10 })
  const clock = testClock()
  const { log } = testLog()
  return {
    database: db.database,
    clock,
    createRunner: () =>
      createPgBossRunner({
        appUrl: db.urls.app,
        database: db.database,
        clock,
        ids: systemIds,
        log,
        ...OFTEN,
      }),
    leftOpen: () => openConnections(db),
    close: () => db.close(),
  }
})

describe('the runner on pg-boss', () => {
  let db: TestDatabase
  const runnerOf = (log = testLog().log, onlySends = false) =>
    createPgBossRunner({
      onlySends,
      appUrl: db.urls.app,
      database: db.database,
      clock: testClock(),
      ids: systemIds,
      log,
      ...OFTEN,
    })

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
  })
  afterAll(() => db.close())

  it('says what it is', () => {
    expect(runnerOf().getRunnerType()).toBe('pg-boss')
  })

  it('runs again elsewhere what a killed process was running', async () => {
    const worker = spawn(
      process.execPath,
      [fileURLToPath(new URL('./testing/doomed-worker.ts', import.meta.url)), TENANT_A],
      {
        env: { ...process.env, APP_URL: db.urls.app, SYSTEM_URL: db.urls.system },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    const [said] = await once(worker.stdout, 'data')
    const id = String(said).trim()
    worker.kill('SIGKILL')
    await once(worker, 'exit')

    const runner = runnerOf()
    const attempts: number[] = []
    runner.registerHandler('test.doomed', async ({ attempt }) => void attempts.push(attempt), {
      backoffSeconds: 1,
    })
    await runner.start()
    expect(await runner.getJobStatus(id, TENANT_A)).toMatchObject({ state: 'running', attempts: 1 })
    // pg-boss misses a heartbeat after ten seconds at the earliest, and looks for that in rounds.
    const state = async () => (await runner.getJobStatus(id, TENANT_A))?.state
    await expect.poll(state, { timeout: 50_000, interval: 200 }).toBe('done')
    expect(attempts).toEqual([2])
    await runner.stop()
  }, 60_000)

  it('can leave the work to others: what it is given is done where somebody works', async () => {
    const [server, clockwork, worker] = [runnerOf(testLog().log, true), runnerOf(), runnerOf()]
    const doneBy: string[] = []
    server.registerHandler('test.elsewhere', async () => void doneBy.push('server'))
    server.registerHandler('test.later', async () => {})
    clockwork.registerHandler('test.later', async () => {})
    worker.registerHandler('test.elsewhere', async () => void doneBy.push('worker'))
    await Promise.all([server.start(), clockwork.start()])
    const id = await server.scheduleJob('test.elsewhere', { tenant: TENANT_A })
    // By the time this one is due, whoever works has looked for work several times.
    const soon = new Date(testClock().now().getTime() + 2000)
    const later = await server.scheduleJobAt('test.later', soon, { tenant: TENANT_A })
    await stateBecomes(server, later, TENANT_A, 'done')
    expect((await server.getJobStatus(id ?? '', TENANT_A))?.state).toBe('waiting')
    expect(await server.isHealthy()).toBe(true)
    await worker.start()
    await stateBecomes(server, id, TENANT_A, 'done')
    await Promise.all([server.stop(), clockwork.stop(), worker.stop()])
    expect(doneBy).toEqual(['worker'])
  })

  it('works as a role that may create nothing, and writes no complaint about it', async () => {
    const { log, lines } = testLog()
    const runner = runnerOf(log)
    runner.registerHandler('test.modest', async () => {})
    await runner.start()
    const id = await runner.scheduleJob('test.modest', { tenant: TENANT_A })
    await stateBecomes(runner, id, TENANT_A, 'done')
    // Long enough for a pass of its supervision.
    await expect
      .poll(
        () =>
          db.owner('pgboss.queue').where({ name: 'test.modest' }).whereNotNull('monitor_on').pluck('name'),
        {
          timeout: 10_000,
        },
      )
      .toEqual(['test.modest'])
    await runner.stop()
    expect(lines).toEqual([])
    const {
      rows: [rights],
    } = await db.app.raw(
      `select has_schema_privilege('pgboss', 'create') as creates,
              has_database_privilege(current_database(), 'create') as founds,
              (select rolsuper from pg_roles where rolname = current_user) as rules`,
    )
    expect(rights).toEqual({ creates: false, founds: false, rules: false })
  })

  it('keeps finished jobs for fourteen days', async () => {
    const runner = runnerOf()
    runner.registerHandler('test.kept', async () => {})
    await runner.start()
    const id = await runner.scheduleJob('test.kept', { tenant: TENANT_A })
    await stateBecomes(runner, id, TENANT_A, 'done')
    await runner.stop()
    const job = await db.owner('pgboss.job').where({ id }).first('deletion_seconds')
    expect(job).toEqual({ deletion_seconds: 14 * 24 * 3600 })
  })

  it('does not start where the owner has not installed the queue', async () => {
    const elsewhere = new URL(inject('ownerUrl'))
    elsewhere.pathname = '/postgres'
    const parts = { database: db.database, clock: testClock(), ids: systemIds, log: testLog().log }
    const runner = createPgBossRunner({ ...parts, appUrl: elsewhere.toString() })
    await expect(runner.start()).rejects.toThrow(/not installed/)
    expect(await runner.isHealthy()).toBe(false)
  })
})
