import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { link } from '../../postgres/linking.ts'
import { missingIn } from '../../producers/producers.ts'
import { createSyncWorld, lineOf, linkOf, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { judge } from '../batches/judge.ts'
import { map } from '../mapping/map.ts'
import { refresh } from '../company.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => world.tasks.clear())
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)
const states = async (connection: Connection) =>
  (await world.operations(connection))
    .toSorted((a, b) => ((a.number ?? '') < (b.number ?? '') ? -1 : 1))
    .map((each) => [each.status, each.waitReason, each.errorCode])
const taxed = (taxRateId: string, ratePpm: number, taxMinor: number) => ({
  ...lineOf(10_000),
  description: `Taxed by ${taxRateId}`,
  taxMinor,
  taxes: [{ taxRateId, name: taxRateId, ratePpm, taxMinor }],
})
const STATE = taxed('state', 80_000, 800)
const COUNTY = taxed('county', 80_000, 800)
const CITY = taxed('city', 20_000, 200)
const linked = (connection: Connection, ...keys: [string, string][]) =>
  inA(async (trx) => {
    for (const [key, code] of keys) {
      await link(trx, TENANT_A, connection, linkOf('tax', key, 'tax_code', code), world.now())
    }
  })

describe('where a company reckons tax by one group of rates for a document', () => {
  // capability sending out: Where a company taxes by groups of rates, a tax without a group waits for one
  it('a taxed document waits for its group, and goes by it, equal to the cent', async () => {
    const connection = await world.connect()
    await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))
    await world.cycle(connection)
    const [untaxed, document] = [
      ...(await world.finalize(connection, 1)),
      ...(await world.finalize(connection, 1, { lines: [STATE], taxMinor: 800, totalMinor: 10_800 })),
    ]
    await world.cycle(connection)
    expect(await states(connection)).toEqual([
      ['done', null, null],
      ['pending', 'unmapped', null],
    ])
    expect([...world.tasks.values()].map(({ kind, context }) => [kind, context['entityId']])).toEqual([
      ['accounting_sync_unmapped_tax', 'state'],
    ])
    const mapped = await inA((trx) =>
      map(world.host, trx, connection, { entityType: 'tax', entityId: 'state', externalId: '2' }),
    )
    expect(mapped).toEqual({ kind: 'mapped', released: 1 })
    expect(world.tasks.size).toBe(0)
    await world.cycle(connection)
    expect((await states(connection)).map(([status]) => status)).toEqual(['done', 'done'])
    const { rows } = world.sandbox.company(connection.realm).tables.Invoice
    const there = [...rows.values()].map((row) => [row['DocNumber'], row['TotalAmt']])
    expect(there).toEqual([
      [untaxed?.number, (untaxed?.totalMinor ?? 0) / 100],
      [document?.number, 108],
    ])
  })

  // capability sending out: Two taxes that cannot stand on one document over there are refused before it is sent
  it('two taxes on one document are refused with a task, nothing is sent, and one group for both mends it', async () => {
    const connection = await world.connect()
    await linked(connection, ['state', '2'], ['county', '3'])
    const two = { lines: [STATE, COUNTY], taxMinor: 1600, totalMinor: 21_600 }
    await world.finalize(connection, 1, two)
    await world.cycle(connection)
    expect(await states(connection)).toEqual([['failed', null, 'taxes_apart']])
    expect(world.there(connection).size).toBe(0)
    expect([...world.tasks.values()].map(({ context }) => context)).toMatchObject([
      { code: 'taxes_apart', action: 'map', detail: 'Taxed by county' },
    ])
    await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))
    await world.cycle(connection)
    await inA((trx) =>
      map(world.host, trx, connection, { entityType: 'tax', entityId: 'county', externalId: '2' }),
    )
    await world.cycle(connection)
    expect(await states(connection)).toEqual([['done', null, null]])
    expect(world.tasks.size).toBe(0)
  })

  it('taxes of different rates are refused at once: no mapping is asked for that would mend nothing', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1, { lines: [STATE, CITY], taxMinor: 1000, totalMinor: 21_000 })
    await world.cycle(connection)
    expect(await states(connection)).toEqual([['failed', null, 'taxes_apart']])
    expect([...world.tasks.values()].map(({ kind }) => kind)).toEqual(['accounting_sync_export_error'])
  })

  it('both are said before: at finalizing, and where a batch is put together', async () => {
    const connection = await world.connect()
    await linked(connection, ['state', '2'])
    const [one, apart, unmapped] = [
      ...(await world.finalize(connection, 1, { lines: [STATE] })),
      ...(await world.finalize(connection, 1, { lines: [STATE, CITY] })),
      ...(await world.finalize(connection, 1, { lines: [COUNTY] })),
    ]
    if (!one || !apart || !unmapped) throw new Error('a document is missing')
    const found = await inA((trx) => missingIn(trx, connection, [one, apart, unmapped]))
    expect(found).toEqual([
      {
        documentId: apart.id,
        missing: [expect.objectContaining({ what: 'tax_code', key: 'city' })],
        apart: { lineId: CITY.id },
      },
      {
        documentId: unmapped.id,
        missing: [{ what: 'tax_code', key: 'county', lineId: COUNTY.id }],
        apart: null,
      },
    ])
    const asked = [one, apart, unmapped].map((each, at) => ({
      ...each,
      id: crypto.randomUUID(),
      number: `B-${at}`,
    }))
    const { documents } = await inA((trx) => judge(world.host, trx, connection, asked))
    expect(documents.map(({ state }) => state)).toEqual(['ready', 'taxes_apart', 'missing'])
  })
})
