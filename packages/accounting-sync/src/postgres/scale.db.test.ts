import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planOf, rowsRead } from '../testing/statements.ts'
import { at, createStoreWorld, idOf, TENANT_A, type StoreWorld } from '../testing/store-world.ts'
import { badgesOf, countChips } from './badges.ts'
import { exportedAmong } from './by-people.ts'
import type { Connection } from './connection.ts'
import { claimDue, hasten } from './due.ts'
import { loadLinks } from './links.ts'
import { nextDueAt } from './next-due.ts'
import { countOperations, listOperations } from './viewer.ts'

describe('among a hundred thousand documents', () => {
  let world: StoreWorld
  let company: Connection
  const MANY = 100_000
  const id = (space: string, n: string) =>
    `(lpad(to_hex(ascii('${space}')), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(${n}), 12, '0'))`

  beforeAll(async () => {
    world = await createStoreWorld()
    company = await world.connect()
    const { owner } = world.db
    await owner.raw(
      `insert into accounting_sync_operations (tenant, op_id, adapter_type, target_realm, operation, rank,
         alga_entity_type, alga_entity_id, issue_date, document_number, client_id, amount_minor, currency, payload,
         status, attempts, generation, created_at, updated_at, processed_at)
       select ?, ${id('o', 'n')}::uuid, ?, ?, 'export_invoice', 1, 'invoice', ${id('d', 'n')}::uuid, date '2026-01-01',
         'INV-' || n, ${id('k', 'n % 500')}::uuid, n, 'USD', '{}', 'done', 0, 1,
         timestamptz '2026-01-01' + n * interval '1 second', timestamptz '2026-01-01' + n * interval '1 second',
         timestamptz '2026-01-01' + n * interval '1 second'
       from generate_series(1, ?) n`,
      [TENANT_A, company.adapterType, company.realm, MANY],
    )
    await owner.raw(
      `insert into tenant_external_entity_mappings (tenant, mapping_id, adapter_type, target_realm, alga_entity_type,
         alga_entity_id, external_kind, external_id, external_part, exclusive, external_number, status, metadata,
         generation, created_at, updated_at)
       select ?, ${id('m', 'n')}::uuid, ?, ?, 'invoice', ${id('d', 'n')}, 'invoice', n::text, '', true, 'INV-' || n,
         'verified', '{}', 1, timestamptz '2026-01-01', timestamptz '2026-01-01'
       from generate_series(1, ?) n`,
      [TENANT_A, company.adapterType, company.realm, MANY],
    )
    await owner.raw('analyze accounting_sync_operations, tenant_external_entity_mappings')
  })
  afterAll(() => world.close())

  it('fifty badges are looked up through indexes alone, behind the wall between tenants', async () => {
    const fifty = Array.from({ length: 50 }, (_, n) => idOf('d', 1 + n * 1999))
    const plan = await world.inA((trx) => planOf(trx, () => badgesOf(trx, TENANT_A, company, fifty)))
    expect(plan).not.toContain('Seq Scan')
    expect(rowsRead(plan)).toBeLessThan(500)
    const found = await world.inA((trx) => badgesOf(trx, TENANT_A, company, fifty))
    expect(found.every((each) => each.state === 'synced' && each.verified)).toBe(true)
  })

  it('links, and whether something is over there, are looked up through indexes alone', async () => {
    const fifty = Array.from({ length: 50 }, (_, n) => idOf('d', 1 + n * 1999))
    const wanted = fifty.map((entityId) => ({ entityType: 'invoice', entityId }))
    const links = await world.inA((trx) => planOf(trx, () => loadLinks(trx, TENANT_A, company, wanted)))
    const exported = await world.inA((trx) =>
      planOf(trx, () => exportedAmong(trx, TENANT_A, 'invoice', fifty)),
    )
    for (const plan of [links, exported]) {
      expect(plan).not.toContain('Seq Scan')
      expect(rowsRead(plan), plan).toBeLessThan(500)
    }
  })

  it('every list of the viewer reads little more than its page', async () => {
    const page = { after: null, limit: 50 }
    const filters = [
      {},
      { status: 'failed' as const },
      { status: 'done' as const },
      { clientId: idOf('k', 7) },
      { number: 'INV-4711' },
      { entityId: idOf('d', 5) },
      { from: new Date('2026-01-01T10:00:00.000Z'), to: new Date('2026-01-01T11:00:00.000Z') },
    ]
    for (const filter of filters) {
      const plan = await world.inA((trx) => planOf(trx, () => listOperations(trx, TENANT_A, filter, page)))
      expect(plan, JSON.stringify(filter)).not.toContain('Seq Scan')
      expect(rowsRead(plan), `${JSON.stringify(filter)}\n${plan}`).toBeLessThan(2000)
    }
    const counts = await world.inA((trx) => countOperations(trx, TENANT_A, {}))
    expect(counts).toEqual({ pending: 0, in_progress: 0, done: 10_001, failed: 0, skipped: 0 })
  })

  it('the next round and the next moment are found through their indexes while fifty thousand are queued', async () => {
    const busy = await world.connect()
    await world.db.owner.raw(
      `insert into accounting_sync_operations (tenant, op_id, adapter_type, target_realm, operation, rank,
         alga_entity_type, alga_entity_id, issue_date, document_number, client_id, amount_minor, currency, payload,
         status, attempts, generation, created_at, updated_at, next_attempt_at)
       select ?, ${id('q', 'n')}::uuid, ?, ?, 'export_invoice', 1, 'invoice', ${id('w', 'n')}::uuid, date '2026-02-01',
         'INV-' || n, ${id('k', 'n % 500')}::uuid, n, 'USD', '{}', 'pending', 0, 1,
         timestamptz '2026-02-01', timestamptz '2026-02-01', timestamptz '2026-02-01' + n * interval '1 second'
       from generate_series(1, 50000) n`,
      [TENANT_A, busy.adapterType, busy.realm],
    )
    await world.db.owner.raw('analyze accounting_sync_operations')
    const now = at('10:00')
    const wanted = [49_999, 50_000].map((n) => idOf('w', n))
    expect(await world.inA((trx) => hasten(trx, TENANT_A, busy, { entityIds: wanted, at: now }))).toBe(2)
    const round = () => world.inA((trx) => claimDue(trx, TENANT_A, busy, { now, limit: 120 }))
    const first = (await round()).slice(0, 3)
    expect(first.map((each) => each.number)).toEqual(['INV-49999', 'INV-50000', 'INV-1'])
    const plan = await world.inA((trx) =>
      planOf(trx, () => claimDue(trx, TENANT_A, busy, { now, limit: 120 })),
    )
    expect(plan).toContain('accounting_sync_operations_due')
    expect(plan).not.toContain('Sort')
    expect(rowsRead(plan), plan).toBeLessThan(200)
    expect(await world.inA((trx) => nextDueAt(trx, TENANT_A, busy))).toEqual(
      new Date('2026-02-01T00:00:01.000Z'),
    )
    const moment = await world.inA((trx) => planOf(trx, () => nextDueAt(trx, TENANT_A, busy)))
    expect(moment).not.toContain('Seq Scan')
    expect(rowsRead(moment), moment).toBeLessThan(10)
  })

  it('an idle look for what is due, and the counts of the chips, read nothing of the past', async () => {
    const idle = await world.inA((trx) =>
      planOf(trx, () => claimDue(trx, TENANT_A, company, { now: at('10:00'), limit: 300 })),
    )
    const chips = await world.inA((trx) => planOf(trx, () => countChips(trx, TENANT_A, company)))
    for (const plan of [idle, chips]) {
      expect(plan).not.toContain('Seq Scan')
      expect(rowsRead(plan)).toBeLessThan(10)
    }
  })
})
