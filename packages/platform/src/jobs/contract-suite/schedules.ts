import { describe, expect, it } from 'vitest'
import { TENANT_A, TENANT_B } from '../../testing/tenants.ts'
import type { Suite } from '../contract-suite.ts'
import type { IJobRunner, JobPayload, Recurrence, RunningJob } from '../runner.ts'
import { becomes } from './waiting.ts'

const tenant = TENANT_A
const EVERY_MINUTE: Recurrence = { everySeconds: 60 }

export function describeSchedules(suite: Suite): void {
  describe('recurring jobs', () => {
    recurs(suite)
    isReplaced(suite)
    stops(suite)
    isSharedByRunners(suite)
    refusesNonsense(suite)
  })
}

/** A started runner that notes the payload of every run. */
async function noting(suite: Suite, kind = suite.kind()) {
  const runner = suite.runner()
  const runs: JobPayload[] = []
  runner.registerHandler(kind, async ({ payload }: RunningJob<JobPayload>) => void runs.push(payload))
  await runner.start()
  return { runner, kind, runs }
}

const every = (
  runner: IJobRunner,
  kind: string,
  payload: JobPayload,
  recurrence: Recurrence = EVERY_MINUTE,
) => runner.scheduleRecurringJob(kind, recurrence, payload, { singletonKey: 'only' })

function recurs(suite: Suite): void {
  it.each([
    ['an interval', EVERY_MINUTE, TENANT_A],
    ['a cron', { cron: '* * * * *', timeZone: 'Europe/Paris' }, TENANT_A],
    ['an interval across tenants', EVERY_MINUTE, null],
  ])('runs again and again by %s', async (_, recurrence, owner) => {
    const { clock } = suite.world()
    const { runner, kind, runs } = await noting(suite)
    await every(runner, kind, { tenant: owner, note: 'tick' }, recurrence)
    for (const count of [1, 2, 3]) {
      clock.advance(60)
      await becomes(() => runs.length, count)
    }
    expect(runs[2]).toEqual({ tenant: owner, note: 'tick' })
  })

  it('does not catch up on what it missed', async () => {
    const { clock } = suite.world()
    const { runner, kind, runs } = await noting(suite)
    await every(runner, kind, { tenant })
    clock.advance(3600)
    await becomes(() => runs.length, 1)
    clock.advance(60)
    await becomes(() => runs.length, 2)
  })
}

function isReplaced(suite: Suite): void {
  it('is replaced when it is registered again', async () => {
    const { clock } = suite.world()
    const { runner, kind, runs } = await noting(suite)
    const id = await every(runner, kind, { tenant, version: 1 })
    expect(await every(runner, kind, { tenant, version: 2 }, { everySeconds: 120 })).toBe(id)
    clock.advance(120)
    await becomes(() => runs, [{ tenant, version: 2 }])
  })

  it('keeps its due time when it is registered again unchanged', async () => {
    const { clock } = suite.world()
    const kind = suite.kind()
    const before = suite.runner()
    before.registerHandler(kind, async () => {})
    await every(before, kind, { tenant })
    clock.advance(61)
    // It came due while nobody swept; a restart must not push it out of reach.
    await every(before, kind, { tenant })
    const { runs } = await noting(suite, kind)
    await becomes(() => runs.length, 1)
  })
}

function stops(suite: Suite): void {
  it('stops when it is cancelled, by its own tenant alone', async () => {
    const { clock } = suite.world()
    const { runner, kind, runs } = await noting(suite)
    const id = await every(runner, kind, { tenant, which: 'cancelled' })
    await every(runner, kind, { tenant: TENANT_B, which: 'kept' })
    expect(await runner.cancelJob(id, TENANT_B)).toBe(false)
    expect(await runner.cancelJob(id, null)).toBe(false)
    expect(await runner.cancelJob(id, tenant)).toBe(true)
    expect(await runner.cancelJob(id, tenant)).toBe(false)
    for (const count of [1, 2]) {
      clock.advance(60)
      await becomes(() => runs.length, count)
    }
    expect(runs.map(({ which }) => which)).toEqual(['kept', 'kept'])
  })

  it('is not there when its transaction is rolled back', async () => {
    const { clock, database } = suite.world()
    const { runner, kind, runs } = await noting(suite)
    const rolledBack = database.withTenant(tenant, async (trx) => {
      await runner.scheduleRecurringJob(kind, EVERY_MINUTE, { tenant }, { singletonKey: 'only', trx })
      throw new Error('thought better of it')
    })
    await expect(rolledBack).rejects.toThrow('thought better of it')
    await every(runner, kind, { tenant: TENANT_B })
    clock.advance(60)
    await becomes(() => runs, [{ tenant: TENANT_B }])
  })
}

function isSharedByRunners(suite: Suite): void {
  it('runs once each time, though several runners look after it', async () => {
    const { clock } = suite.world()
    const kind = suite.kind()
    const all = await Promise.all([noting(suite, kind), noting(suite, kind), noting(suite, kind)])
    const runs = () => all.flatMap((each) => each.runs)
    await every(all[0].runner, kind, { tenant })
    for (const count of [1, 2, 3, 4]) {
      clock.advance(60)
      await becomes(() => runs().length, count)
    }
  })
}

function refusesNonsense(suite: Suite): void {
  it.each<[string, Recurrence]>([
    ['more often than every minute', { everySeconds: 59 }],
    ['a cron of four fields', { cron: '* * * *', timeZone: 'UTC' }],
    ['a cron that never comes', { cron: '0 0 31 2 *', timeZone: 'UTC' }],
    ['a time zone that is none', { cron: '0 0 * * *', timeZone: 'Middle/Earth' }],
  ])('refuses %s', async (_, recurrence) => {
    const { runner, kind } = await noting(suite)
    await expect(every(runner, kind, { tenant }, recurrence)).rejects.toThrow()
  })
}
