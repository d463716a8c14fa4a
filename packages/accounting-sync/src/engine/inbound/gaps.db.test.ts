import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { HostReceipt } from '../../host-payments.ts'
import type { Connection } from '../../postgres/connection.ts'
import { listCycles } from '../../postgres/cycles.ts'
import { writeLinks } from '../../postgres/links.ts'
import { bookkeeperOf, type Bookkeeper } from '../../testing/bookkeeper.ts'
import { createSyncWorld, lineOf, SERVICE, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { dice } from '../../testing/unruly.ts'
import type { Engine } from '../engine.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
beforeEach(() => world.sandbox.chaos.calm())
afterAll(() => world.close())

/** `CHANGES=5000,25000` for the long ones. */
const COUNTS = (process.env['CHANGES'] ?? '999,1000,1001').split(',').map(Number)
const DAY = 86_400
/** Of an invoice that tens of thousands of cents do not pay. */
const GREAT = 100_000_000

interface Office {
  connection: Connection
  keeper: Bookkeeper
  invoiceId: string
  engine: Engine
  /** What is recorded here, by its id over there. */
  recorded: Set<string>
}

/** A company with one great invoice, and books that only note what comes: thousands of it. */
async function office(): Promise<Office> {
  const connection = await world.connect()
  const great = { lines: [lineOf(GREAT, SERVICE)], netMinor: GREAT, totalMinor: GREAT }
  const [document] = await world.finalize(connection, 1, great)
  await world.cycle(connection)
  const [row] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
  const recorded: Office['recorded'] = new Set()
  const receipts = new Map<string, HostReceipt>()
  const payments = {
    ...world.payments,
    async look(...[, , { documentIds, receiptIds }]: Parameters<typeof world.payments.look>) {
      const { id, number, clientId, issueDate, currency } = document!
      const open = {
        documentId: id,
        number,
        clientId,
        issueDate,
        currency,
        standing: 'open' as const,
        isPrepayment: false,
      }
      const documents = documentIds.length === 0 ? [] : [{ ...open, balanceDueMinor: GREAT }]
      return { receipts: receiptIds.flatMap((id) => receipts.get(id) ?? []), documents, alike: [] }
    },
    async record(...[, , drafts]: Parameters<typeof world.payments.record>) {
      return drafts.map(({ source, ...draft }) => {
        if (recorded.has(source.externalId)) throw new Error('it is recorded twice')
        const receiptId = crypto.randomUUID()
        const allocations = draft.allocations.map((each) => ({ allocationId: receiptId, ...each }))
        receipts.set(receiptId, { ...draft, receiptId, allocations, isReversed: false, origin: 'there' })
        recorded.add(source.externalId)
        return { kind: 'recorded' as const, receiptId }
      })
    },
    async reverse(...[, , reversals]: Parameters<typeof world.payments.reverse>) {
      for (const { receiptId, source } of reversals) {
        receipts.delete(receiptId)
        recorded.delete(source.externalId)
      }
    },
  }
  const engine = world.another('counting', { books: { ...world.host.books, payments } })
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  world.advance(900)
  return { connection, keeper, engine, recorded, invoiceId: row?.Id ?? '' }
}

/** A cent each, on the same document. */
const pay = async ({ keeper, invoiceId }: Office, count: number): Promise<string[]> => {
  const one = {
    CustomerRef: { value: '1' },
    TotalAmt: 0.01,
    Line: [{ Amount: 0.01, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }],
  }
  const made = await keeper.createMany(
    'Payment',
    Array.from({ length: count }, () => one),
  )
  return made.map((each) => each.Id).toSorted()
}

const statsOf = async (connection: Connection) => {
  const [last] = await world.host.transactions.inTenant(TENANT_A, (trx) =>
    listCycles(trx, TENANT_A, connection, { after: null, limit: 1 }),
  )
  return last?.stats['inbound']
}

/** Each of these is here once, and nothing else is. */
const expectAll = ({ recorded }: Office, ids: readonly string[], when?: string) =>
  expect([...recorded].toSorted(), when).toEqual([...ids].toSorted())

describe('more than fits into an answer', () => {
  it.each(COUNTS)(
    'loses none of %i payments, and none of what was deleted behind them',
    async (count) => {
      const there = await office()
      const { connection, engine, keeper } = there
      const early = await pay(there, 2)
      await world.cycle(connection, engine)
      expectAll(there, early)
      world.advance(1800)
      await keeper.delete('Payment', early[0] ?? '')
      const ids = await pay(there, count)
      await world.cycle(connection, engine)
      expectAll(there, [...early.slice(1), ...ids])
      expect(await statsOf(connection)).toMatchObject({ recorded: count, reversed: 1 })
      world.advance(900)
      await world.cycle(connection, engine)
      expectAll(there, [...early.slice(1), ...ids], 'once more')
    },
    600_000,
  )
})

describe('what polls no longer reach', () => {
  it.each([31, 45])('is read all the same after %i days, and the gap is written down', async (days) => {
    const there = await office()
    const { connection, engine, keeper } = there
    const early = await pay(there, 2)
    await world.cycle(connection, engine)
    world.advance(900)
    const ids = await pay(there, 40)
    await keeper.delete('Payment', early[0] ?? '')
    world.advance(days * DAY)
    const recent = await pay(there, 3)
    await world.cycle(connection, engine)
    expectAll(there, [...early.slice(1), ...ids, ...recent])
    expect(await statsOf(connection)).toMatchObject({
      gapClosed: { from: expect.any(String), to: expect.any(String) },
    })
    world.advance(900)
    await world.cycle(connection, engine)
    expect(await statsOf(connection)).not.toMatchObject({ gapClosed: expect.anything() })
    expectAll(there, [...early.slice(1), ...ids, ...recent], 'once more')
  })
})

describe('a customer that was merged into another while nobody asked', () => {
  it('is told to a person, and so is what is out of use; whoever stands there is not', async () => {
    const { connection, keeper } = await office()
    const customers: string[] = []
    for (const DisplayName of ['Stays', 'Merged away', 'Out of use']) {
      const { Id: externalId } = await keeper.create('Customer', { DisplayName })
      customers.push(externalId)
    }
    const links = customers.map((externalId) => ({
      mappingId: crypto.randomUUID(),
      entityType: 'client',
      entityId: crypto.randomUUID(),
      externalKind: 'customer',
      externalId,
      exclusive: true,
      status: 'linked' as const,
    }))
    await world.host.transactions.inTenant(TENANT_A, (trx) =>
      writeLinks(trx, TENANT_A, connection, links, world.now()),
    )
    const [stays = '', merged = '', outOfUse = ''] = customers
    keeper.merge(stays, merged)
    await keeper.change('Customer', outOfUse, { Active: false })
    world.advance(45 * DAY)
    await world.cycle(connection)
    const asked = [...world.tasks.values()].filter((each) => each.context['realm'] === connection.realm)
    expect(asked.map(({ context }) => [context['externalId'], context['state']]).toSorted()).toEqual([
      [merged, 'gone'],
      [outOfUse, 'inactive'],
    ])
  })
})

describe('answers that are told late, twice and in disorder', () => {
  it.each([1, 2, 3, 4])('lose nothing and record nothing twice (seed %i)', async (seed) => {
    const there = await office()
    const { connection, engine } = there
    const chance = dice(seed)
    world.sandbox.chaos.reseed(seed)
    world.sandbox.chaos.arm({
      fault: 'changes-late',
      params: { milliseconds: 600_000 },
      match: { realmId: connection.realm, what: 'create Payment' },
      times: 20,
    })
    world.sandbox.chaos.rates({ 'changes-duplicated': 0.5, 'changes-reordered': 0.5 })
    const ids: string[] = []
    for (let round = 0; round < 8; round += 1) {
      ids.push(...(await pay(there, 1 + Math.floor(chance() * 6))))
      world.advance(30 + chance() * 900)
      await world.cycle(connection, engine)
    }
    for (let round = 0; round < 3; round += 1) {
      world.advance(600)
      await world.cycle(connection, engine)
    }
    expectAll(there, ids)
  })
})
