import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../ids.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  testClock,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import { findSchedule, putSchedule, type Schedule } from './schedules.ts'
import { sweepDue, type SweepParts } from './sweep.ts'

describe('the sweep', () => {
  let db: TestDatabase
  let clock: ReturnType<typeof testClock>
  let swept: Schedule[]

  beforeEach(async () => {
    db = await createTestDatabase()
    clock = testClock()
    swept = []
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
  })
  afterEach(() => db.close())

  const parts = (change: Partial<SweepParts> = {}): SweepParts => ({
    database: db.database,
    clock,
    log: testLog().log,
    kinds: ['test.kind'],
    enqueue: async (_, due) => void swept.push(...due),
    ...change,
  })
  const put = (tenant: string, singletonKey = 'only', everySeconds = 900) =>
    db.database.withTenant(tenant, (trx) =>
      putSchedule(
        trx,
        { clock, ids: systemIds },
        { kind: 'test.kind', recurrence: { everySeconds }, payload: { tenant }, singletonKey },
      ),
    )
  const find = (tenant: string, id: string) =>
    db.database.withTenant(tenant, (trx) => findSchedule(trx, tenant, id))

  it('takes each due schedule once when several processes sweep at the same moment', async () => {
    const keys = Array.from({ length: 1200 }, (_, at) => `key-${at}`)
    await db.database.withTenant(TENANT_A, async (trx) => {
      for (const singletonKey of keys) {
        await putSchedule(
          trx,
          { clock, ids: systemIds },
          {
            kind: 'test.kind',
            recurrence: { everySeconds: 900 },
            payload: { tenant: TENANT_A },
            singletonKey,
          },
        )
      }
    })
    clock.advance(900)
    await Promise.all([sweepDue(parts()), sweepDue(parts()), sweepDue(parts())])
    expect(swept.map((each) => each.singletonKey).toSorted()).toEqual(keys.toSorted())
    expect(await sweepDue(parts())).toBe(0)
  })

  it('moves what it took past now, once, however much was missed', async () => {
    const id = await put(TENANT_A)
    clock.advance(10 * 3600)
    expect(await sweepDue(parts())).toBe(1)
    const schedule = await find(TENANT_A, id)
    const now = clock.now().getTime()
    expect(schedule?.lastRunAt).toBe(clock.now().toISOString())
    const wait = Date.parse(schedule?.nextDueAt ?? '') - now
    expect(wait).toBeGreaterThan(0)
    expect(wait).toBeLessThanOrEqual(900_000)
    expect(await sweepDue(parts())).toBe(0)
  })

  it('takes nothing that is not due', async () => {
    const id = await put(TENANT_A)
    clock.set((await find(TENANT_A, id))?.nextDueAt ?? '')
    clock.advance(-0.001)
    expect(await sweepDue(parts())).toBe(0)
    clock.advance(0.001)
    expect(await sweepDue(parts())).toBe(1)
  })

  it('leaves a schedule due when it could not be enqueued', async () => {
    await put(TENANT_A)
    clock.advance(900)
    const enqueue = () => Promise.reject(new Error('the queue is full'))
    await expect(sweepDue(parts({ enqueue }))).rejects.toThrow('the queue is full')
    expect(await sweepDue(parts())).toBe(1)
  })

  it('leaves kinds alone that this process does not know', async () => {
    await put(TENANT_A)
    clock.advance(900)
    expect(await sweepDue(parts({ kinds: ['test.other'] }))).toBe(0)
    expect(await sweepDue(parts())).toBe(1)
  })

  it('moves the schedule of its own tenant when two tenants have one of the same id', async () => {
    const id = await put(TENANT_A)
    const other = await put(TENANT_B, 'only', 86_400)
    await db.database.withTenant(TENANT_B, (trx) =>
      trx('job_schedules')
        .where({ tenant: TENANT_B, schedule_id: other })
        .update({ schedule_id: id, next_due_at: new Date('2030-01-01') }),
    )
    clock.advance(900)
    expect(await sweepDue(parts())).toBe(1)
    expect(swept[0]?.tenant).toBe(TENANT_A)
    expect((await find(TENANT_B, id))?.nextDueAt).toBe('2030-01-01T00:00:00.000Z')
    expect((await find(TENANT_B, id))?.lastRunAt).toBeNull()
  })

  it('shows a tenant no schedule of another, nor any that crosses tenants', async () => {
    const id = await put(TENANT_A)
    expect(await find(TENANT_B, id)).toBeNull()
    await expect(
      db.database.withTenant(TENANT_A, (trx) => trx('system_job_schedules').select()),
    ).rejects.toThrow(/permission denied/)
  })
})
