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
import { sealBatch } from './sealer.ts'
import { recordEvents, tamper } from './testing/tampering.ts'
import { openGuards, verifyAudit } from './verify.ts'

describe('the verification of the audit', () => {
  let db: TestDatabase
  const clock = testClock()
  const ids = testIds()
  const seal = () => sealBatch({ database: db.database, clock, log: testLog().log }, TENANT_A)
  const found = async (options = {}) => (await verifyAudit(db.owner, TENANT_A, options)).problems
  /** The id of the event under a seal. */
  const eventAt = async (seq: number): Promise<string> =>
    (await db.system('audit_seals').where({ tenant: TENANT_A, seq }).first('event_id')).event_id

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
  })
  afterAll(() => db.close())

  // Ten events in two runs: seals 1 to 6 and 7 to 10.
  beforeEach(async () => {
    await tamper(db.owner, (trx) =>
      trx.raw('truncate audit_events, audit_unsealed, audit_seals, audit_seal_runs'),
    )
    clock.set('2026-03-02T09:00:00.000Z')
    await recordEvents(db.database, { clock, ids }, TENANT_A, 6)
    clock.advance(600)
    await seal()
    await recordEvents(db.database, { clock, ids }, TENANT_A, 4)
    clock.advance(600)
    await seal()
  })

  it('finds nothing wrong with an untouched chain, whatever the size of its pages', async () => {
    for (const pageSize of [1, 2, 5, 10, 1000]) {
      expect(await verifyAudit(db.owner, TENANT_A, { pageSize })).toMatchObject({
        sealedCount: 10,
        waitingCount: 0,
        problemCount: 0,
        notes: [],
      })
    }
    expect(await openGuards(db.owner)).toEqual([])
  })

  it('says how many wait without calling it a problem', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 2)
    expect(await verifyAudit(db.owner, TENANT_A)).toMatchObject({ waitingCount: 2, problemCount: 0 })
  })

  it.each([
    ['actor_name', 'Somebody else'],
    ['after', '{"amount": 1.0e3}'],
    ['before', null],
    ['reason', 'because of something else'],
    ['recorded_at', '2026-03-02T09:00:02.000001Z'],
    ['request_id', 'request-2'],
  ])('finds an edited %s', async (column, value) => {
    const eventId = await eventAt(3)
    await tamper(db.owner, (trx) =>
      trx('audit_events')
        .where({ event_id: eventId })
        .update({ [column]: value }),
    )
    expect(await found()).toMatchObject([{ kind: 'edited', seq: 3, eventId }])
  })

  it('finds an edit that changes only how a number is written', async () => {
    const eventId = await eventAt(4)
    await tamper(db.owner, (trx) =>
      trx('audit_events').where({ event_id: eventId }).update({ after: '{"amount": 5.0}' }),
    )
    expect(await found()).toMatchObject([{ kind: 'edited', seq: 4, eventId }])
  })

  it('finds a removed event', async () => {
    const eventId = await eventAt(5)
    await tamper(db.owner, (trx) => trx('audit_events').where({ event_id: eventId }).delete())
    expect(await found()).toMatchObject([{ kind: 'removed', seq: 5, eventId }])
  })

  it('finds an event removed together with its seal', async () => {
    const eventId = await eventAt(5)
    await tamper(db.owner, async (trx) => {
      await trx('audit_events').where({ event_id: eventId }).delete()
      await trx('audit_seals').where({ event_id: eventId }).delete()
    })
    expect(await found()).toMatchObject([{ kind: 'seal-missing', seq: 5 }])
  })

  it('finds an event removed together with its seal where the later seals were renumbered', async () => {
    const eventId = await eventAt(2)
    await tamper(db.owner, async (trx) => {
      await trx('audit_events').where({ event_id: eventId }).delete()
      await trx('audit_seals').where({ event_id: eventId }).delete()
      for (let seq = 3; seq <= 10; seq += 1)
        await trx('audit_seals')
          .where({ seq })
          .update({ seq: seq - 1 })
    })
    const kinds = new Set((await found()).map((problem) => problem.kind))
    expect(kinds).toContain('link-broken')
    expect(kinds).toContain('edited')
    expect(kinds).toContain('cut-off')
  })

  it('finds an event moved to another tenant', async () => {
    const eventId = await eventAt(5)
    await tamper(db.owner, (trx) =>
      trx('audit_events').where({ event_id: eventId }).update({ tenant: TENANT_B }),
    )
    expect(await found()).toMatchObject([{ kind: 'removed', seq: 5, eventId }])
    expect((await verifyAudit(db.owner, TENANT_B)).problems).toMatchObject([{ kind: 'unsealed', eventId }])
  })

  const forged = (recordedAt: string) => ({
    tenant: TENANT_A,
    event_id: ids.uuid(),
    recorded_at: recordedAt,
    actor_kind: 'system',
    actor_id: 'import',
    actor_name: 'import',
    action: 'client.updated',
    entity_type: 'client',
    entity_id: 'entity-2',
    request_id: 'request-1',
  })

  it('finds an event inserted past the guards and left unsealed', async () => {
    const row = forged('2026-03-02T09:00:02.500Z')
    await tamper(db.owner, (trx) => trx('audit_events').insert(row))
    expect(await found()).toMatchObject([{ kind: 'unsealed', eventId: row.event_id }])
  })

  it('finds a back-dated event while it waits and after the sealer has taken it for a real one', async () => {
    const row = forged('2026-03-02T09:00:02.500Z')
    await db.database.withTenant(TENANT_A, (trx) => trx('audit_events').insert(row))
    expect(await found()).toMatchObject([{ kind: 'inserted-later', seq: null, eventId: row.event_id }])
    await seal()
    expect(await found()).toMatchObject([{ kind: 'inserted-later', seq: 11, eventId: row.event_id }])
  })

  it('finds two events that changed places in time', async () => {
    const [third, fourth] = [await eventAt(3), await eventAt(4)]
    await tamper(db.owner, (trx) =>
      trx.raw(
        `update audit_events e set recorded_at = o.recorded_at from audit_events o
          where (e.event_id, o.event_id) in ((?, ?), (?, ?))`,
        [third, fourth, fourth, third],
      ),
    )
    expect(await found()).toMatchObject([
      { kind: 'edited', seq: 3, eventId: third },
      { kind: 'edited', seq: 4, eventId: fourth },
      { kind: 'reordered', seq: 4, eventId: fourth },
    ])
  })

  it('finds two seals that changed places', async () => {
    await tamper(db.owner, async (trx) => {
      await trx('audit_seals').where({ seq: 3 }).update({ seq: 99 })
      await trx('audit_seals').where({ seq: 4 }).update({ seq: 3 })
      await trx('audit_seals').where({ seq: 99 }).update({ seq: 4 })
    })
    const kinds = new Set((await found()).map((problem) => problem.kind))
    expect(kinds).toEqual(new Set(['link-broken', 'edited', 'reordered']))
  })

  it.each([
    ['hash', 'f'.repeat(64), ['edited', 'link-broken']],
    ['previous_hash', 'f'.repeat(64), ['link-broken', 'edited']],
    ['sealed_at', '2026-03-02T09:30:00Z', ['edited']],
  ])('finds an edited %s of a seal', async (column, value, kinds) => {
    await tamper(db.owner, (trx) =>
      trx('audit_seals')
        .where({ seq: 3 })
        .update({ [column]: value }),
    )
    expect((await found()).map((problem) => problem.kind)).toEqual(kinds)
  })

  it.each([
    ['through', '2026-03-02T08:00:00Z'],
    ['sealed_count', 5],
    ['head_hash', 'f'.repeat(64)],
    ['sealed_at', '2026-03-02T08:00:00Z'],
  ])('finds an edited %s of a run', async (column, value) => {
    await tamper(db.owner, (trx) =>
      trx('audit_seal_runs')
        .where({ head_seq: 6 })
        .update({ [column]: value }),
    )
    expect(await found()).toMatchObject([{ kind: 'run-broken', seq: 6 }])
  })

  it('finds removed seals at the end, while their events are there and when they went along', async () => {
    const tail = await db.system('audit_seals').where('seq', '>', 8).pluck('event_id')
    await tamper(db.owner, (trx) => trx('audit_seals').where('seq', '>', 8).delete())
    expect((await found()).map((problem) => problem.kind)).toEqual(['cut-off', 'unsealed', 'unsealed'])
    await tamper(db.owner, (trx) => trx('audit_events').whereIn('event_id', tail).delete())
    expect((await found()).map((problem) => problem.kind)).toEqual(['cut-off'])
  })

  it('finds a removed run', async () => {
    await tamper(db.owner, (trx) => trx('audit_seal_runs').where({ head_seq: 10 }).delete())
    expect(await found()).toMatchObject([{ kind: 'run-broken', seq: 10 }])
    await tamper(db.owner, (trx) => trx('audit_seal_runs').where({ head_seq: 6 }).delete())
    expect(await found()).toMatchObject([{ kind: 'run-broken', seq: 10 }])
  })

  it('finds a whole tail removed without trace only by a head that was kept elsewhere', async () => {
    const { headHash } = await verifyAudit(db.owner, TENANT_A)
    const tail = await db.system('audit_seals').where('seq', '>', 6).pluck('event_id')
    await tamper(db.owner, async (trx) => {
      await trx('audit_events').whereIn('event_id', tail).delete()
      await trx('audit_seals').where('seq', '>', 6).delete()
      await trx('audit_seal_runs').where('head_seq', '>', 6).delete()
    })
    expect(await found()).toEqual([])
    expect(await found({ expectHead: headHash })).toMatchObject([{ kind: 'head-unknown' }])
  })

  it('accepts an earlier head of a chain that went on', async () => {
    const { headHash } = await verifyAudit(db.owner, TENANT_A)
    await recordEvents(db.database, { clock, ids }, TENANT_A, 3)
    clock.advance(600)
    await seal()
    expect(await found({ expectHead: headHash })).toEqual([])
  })

  it('finds an event that vanished while it waited to be sealed', async () => {
    await recordEvents(db.database, { clock, ids }, TENANT_A, 1)
    await tamper(db.owner, (trx) =>
      trx.raw('delete from audit_events e using audit_unsealed u where u.event_id = e.event_id'),
    )
    expect(await found()).toMatchObject([{ kind: 'removed', seq: null }])
  })

  it('says when a guard is switched off', async () => {
    await db.owner.raw('alter table audit_seals disable trigger audit_seals_append_only')
    expect(await openGuards(db.owner)).toEqual([
      'The guard audit_seals_append_only on audit_seals is missing or switched off.',
    ])
    await db.owner.raw('alter table audit_seals enable trigger audit_seals_append_only')
  })

  it.each(['audit_events', 'audit_seals', 'audit_seal_runs'])(
    'refuses to change %s even for the owner',
    async (table) => {
      await expect(db.owner(table).delete()).rejects.toThrow(/append-only/)
      await expect(db.owner(table).update({ tenant: TENANT_B })).rejects.toThrow(/append-only/)
      await expect(db.owner.raw('truncate ??', [table])).rejects.toThrow(/append-only/)
    },
  )
})
