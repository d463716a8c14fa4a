import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  testClock,
  testIds,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import { GRACE_SECONDS, SEAL_AUDIT, sealAuditHandler, sealBatch } from './sealer.ts'
import { recordEvents, tamper } from './testing/tampering.ts'
import { verifyAudit } from './verify.ts'

describe('the audit sealer', () => {
  let db: TestDatabase
  const clock = testClock()
  const ids = testIds()
  const { log } = testLog()
  const job = {
    id: 'j',
    kind: SEAL_AUDIT,
    payload: { tenant: null },
    attempt: 1,
    signal: new AbortController().signal,
  }
  const parts = () => ({ database: db.database, clock, log })
  const seal = () => sealAuditHandler(parts())(job)
  const seals = (tenant: string) =>
    db
      .system('audit_seals')
      .where({ tenant })
      .orderBy('seq')
      .select('seq', 'event_id', 'previous_hash', 'hash')

  beforeAll(async () => {
    db = await createTestDatabase({ max: 5 })
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    await tamper(db.owner, (trx) =>
      trx.raw('truncate audit_events, audit_unsealed, audit_seals, audit_seal_runs'),
    )
    clock.set('2026-03-02T09:00:00.000Z')
  })

  it('leaves a row alone until its grace is over, then chains it', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 2)
    clock.advance(GRACE_SECONDS - 2)
    await seal()
    expect(await seals(TENANT_A)).toEqual([])
    clock.advance(10)
    await seal()
    const [first, second] = await seals(TENANT_A)
    expect(first).toMatchObject({ seq: 1, previous_hash: '0'.repeat(64) })
    expect(second).toMatchObject({ seq: 2, previous_hash: first.hash })
  })

  it('chains every tenant by itself', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 3)
    await recordEvents(db.database, { clock, ids }, TENANT_B, 2)
    clock.advance(GRACE_SECONDS + 1)
    await seal()
    expect((await seals(TENANT_A)).map((row) => row.seq)).toEqual([1, 2, 3])
    expect((await seals(TENANT_B)).map((row) => row.seq)).toEqual([1, 2])
  })

  it('seals more than one batch in one go and stays verifiable', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 25)
    clock.advance(GRACE_SECONDS + 1)
    expect(await sealBatch(parts(), TENANT_A, 10)).toBe(10)
    expect(await sealBatch(parts(), TENANT_A, 10)).toBe(10)
    expect(await sealBatch(parts(), TENANT_A, 10)).toBe(5)
    expect(await sealBatch(parts(), TENANT_A, 10)).toBe(0)
    expect(await verifyAudit(db.system, TENANT_A)).toMatchObject({
      sealedCount: 25,
      waitingCount: 0,
      problemCount: 0,
    })
  })

  it('may cut a batch between two rows of the same instant', async () => {
    const frozen = { now: clock.now, advance: () => {} }
    await recordEvents(db.database, { clock: frozen, ids }, TENANT_A, 5)
    clock.advance(GRACE_SECONDS + 1)
    await sealBatch(parts(), TENANT_A, 3)
    await sealBatch(parts(), TENANT_A, 3)
    expect(await verifyAudit(db.system, TENANT_A)).toMatchObject({ sealedCount: 5, problemCount: 0 })
  })

  it('builds one chain when several sealers run at once', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 60)
    clock.advance(GRACE_SECONDS + 1)
    // Each turn is a race on three connections; who loses it leaves the tenant to the winner.
    for (let turn = 0; turn < 12; turn += 1) {
      await Promise.all([1, 2, 3].map(() => sealBatch(parts(), TENANT_A, 5)))
    }
    const numbers = (await seals(TENANT_A)).map((row) => row.seq)
    expect(numbers).toEqual(Array.from({ length: 60 }, (_, n) => n + 1))
    expect(await verifyAudit(db.system, TENANT_A)).toMatchObject({ sealedCount: 60, problemCount: 0 })
  })

  it('has done nothing when it is killed in the middle, and goes on afterwards', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 5)
    clock.advance(GRACE_SECONDS + 1)
    const killed = {
      ...db.database,
      withSystem: <T>(work: (trx: never) => Promise<T>) =>
        db.database.withSystem(async (trx) => {
          await work(trx as never)
          await trx.raw('select pg_terminate_backend(pg_backend_pid())')
          throw new Error('unreachable')
        }),
    }
    await expect(sealBatch({ ...parts(), database: killed as never }, TENANT_A)).rejects.toThrow(/terminat/)
    expect(await seals(TENANT_A)).toEqual([])
    await seal()
    expect(await verifyAudit(db.system, TENANT_A)).toMatchObject({
      sealedCount: 5,
      waitingCount: 0,
      problemCount: 0,
    })
  })

  it('never loses a row that comes late: it joins the end, and the report tells', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 3)
    clock.advance(600)
    await seal()
    await db.database.withTenant(TENANT_A, (trx) =>
      trx('audit_events').insert({
        tenant: TENANT_A,
        event_id: ids.uuid(),
        recorded_at: '2026-03-02T09:00:01.500Z',
        actor_kind: 'system',
        actor_id: 'import',
        actor_name: 'import',
        action: 'client.updated',
        entity_type: 'client',
        entity_id: 'entity-2',
        request_id: 'request-1',
      }),
    )
    await seal()
    expect((await seals(TENANT_A)).map((row) => row.seq)).toEqual([1, 2, 3, 4])
    const result = await verifyAudit(db.system, TENANT_A)
    expect(result.problems).toMatchObject([{ kind: 'inserted-later', seq: 4 }])
  })

  it.each([600, 3600])(
    'dates nothing into closed time though a clock is %i s behind the sealer',
    async (behind) => {
      await recordEvents(db.database, { clock, ids }, TENANT_A, 3)
      clock.advance(300 + behind)
      await seal()
      const slow = testClock(new Date(clock.now().getTime() - behind * 1000).toISOString())
      await recordEvents(db.database, { clock: slow, ids }, TENANT_A, 2)
      clock.advance(600)
      await seal()
      const result = await verifyAudit(db.system, TENANT_A)
      expect(result).toMatchObject({ sealedCount: 5, problemCount: 0, notes: [] })
    },
  )

  it('takes a clock that was set back for what it is', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 3)
    clock.advance(600)
    await seal()
    clock.set('2026-03-01T00:00:00.000Z')
    await recordEvents(db.database, { clock, ids }, TENANT_A, 2)
    clock.advance(600)
    await seal()
    await recordEvents(db.database, { clock, ids }, TENANT_A, 2)
    clock.advance(600)
    await seal()
    const result = await verifyAudit(db.system, TENANT_A)
    expect(result).toMatchObject({ sealedCount: 7, problemCount: 0 })
    expect(result.notes).toEqual([expect.stringMatching(/clock stepped back before seal 4/)])
  })

  it('seals the other tenants when one chain is broken, and fails aloud', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 1)
    clock.advance(600)
    await seal()
    await tamper(db.owner, (trx) => trx('audit_seal_runs').delete())
    await recordEvents(db.database, { clock, ids }, TENANT_A, 1)
    await recordEvents(db.database, { clock, ids }, TENANT_B, 1)
    clock.advance(600)
    await expect(seal()).rejects.toThrow(TENANT_A)
    expect(await seals(TENANT_B)).toHaveLength(1)
  })

  it('seals every column that an event has', async () => {
    const columns = await db
      .owner('information_schema.columns')
      .where({ table_name: 'audit_events' })
      .pluck('column_name')
    const { EVENT_COLUMNS } = await import('./chain.ts')
    const sealed = [...EVENT_COLUMNS.matchAll(/\be\.(\w+)/g)].map(([, column]) => column)
    expect(new Set(sealed)).toEqual(new Set(columns))
  })

  it('keeps the serving role from writing seals', async () => {
    await expect(
      db.database.withTenant(TENANT_A, (trx) => trx('audit_seals').insert({ tenant: TENANT_A })),
    ).rejects.toThrow(/permission denied/)
  })
})
