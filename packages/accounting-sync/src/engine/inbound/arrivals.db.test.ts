import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostPayments } from '../../host-payments.ts'
import { forgetArrivals } from '../../postgres/arrivals.ts'
import { countArrivals, listArrivals } from '../../postgres/arrivals-seen.ts'
import type { Connection } from '../../postgres/connection.ts'
import { takeLease } from '../../postgres/lease.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { statementsOf } from '../../testing/statements.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A, TENANT_B } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

/** A company with invoices over there, and each paid there. */
async function paidThere(count: number) {
  const connection = await world.connect()
  await world.finalize(connection, count)
  await world.cycle(connection)
  // Its own documents come back, and what is known of the company is read anew, before anything is paid.
  world.advance(3600)
  await world.cycle(connection)
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  const rows = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
  const payments = await keeper.createMany(
    'Payment',
    rows.map((row) => ({
      CustomerRef: { value: '1' },
      TotalAmt: row['TotalAmt'],
      Line: [{ Amount: row['TotalAmt'], LinkedTxn: [{ TxnId: row.Id, TxnType: 'Invoice' }] }],
    })),
  )
  world.advance(900)
  return { connection, keeper, payments }
}

const arrivals = async ({ realm }: Connection, tenant = TENANT_A) => {
  const page = { after: null, limit: 2000 }
  const all = await world.host.transactions.inTenant(tenant, (trx) => listArrivals(trx, tenant, {}, page))
  return all.filter((each) => each.realm === realm)
}

const withBooks = (changes: Partial<HostPayments>) => {
  const payments = { ...world.payments, ...changes }
  return world.another('unlucky', { books: { ...world.host.books, payments } })
}

describe('what came in', () => {
  it('is told in the statement that writes its link, one or many', async () => {
    const counted = async (count: number) => {
      const { connection } = await paidThere(count)
      const { statements } = await statementsOf(world.db.app, () => world.cycle(connection))
      expect(await arrivals(connection)).toHaveLength(count)
      return statements.filter(({ sql }) => sql.includes('accounting_sync_arrivals')).length
    }
    expect([await counted(1), await counted(25)]).toEqual([1, 1])
  })

  it('is told of one that was put aside, and of no other that it came with', async () => {
    const { connection, payments } = await paidThere(3)
    const bad = payments[1]?.Id ?? ''
    const engine = withBooks({
      async record(trx, tenant, drafts) {
        if (drafts.some((each) => each.source.externalId === bad)) throw new Error('it breaks the books')
        return await world.payments.record(trx, tenant, drafts)
      },
    })
    await world.cycle(connection, engine)
    const told = (await arrivals(connection)).map(({ externalId, status }) => [externalId, status])
    const aside = (id: string | undefined) => [id, id === bad ? 'quarantined' : 'applied']
    expect(told.toSorted()).toEqual(payments.map(({ Id }) => aside(Id)).toSorted())
  })

  it('leaves no line when another took over meanwhile', async () => {
    const { connection } = await paidThere(2)
    const ahead = new Date(world.now().getTime() + 86_400_000)
    const take = { holder: 'elsewhere', now: ahead, until: new Date(ahead.getTime() + 60_000) }
    const robbed = world.another('robbed', {
      async fetch(...call) {
        const answer = await world.sandbox.fetch(...call)
        await world.host.transactions.inTenant(TENANT_A, (trx) =>
          takeLease(trx, TENANT_A, connection.connectionId, take),
        )
        return answer
      },
    })
    expect(await world.cycle(connection, robbed)).toMatchObject({ kind: 'broke_off' })
    expect(await arrivals(connection)).toEqual([])
  })

  it('is told once of what the books refuse again and again', async () => {
    const { connection } = await paidThere(1)
    const engine = withBooks({
      record: async (_trx, _tenant, drafts) => drafts.map(() => ({ kind: 'refused', detail: 'closed' })),
    })
    for (let round = 0; round < 3; round += 1) {
      await world.cycle(connection, engine)
      world.advance(900)
    }
    expect((await arrivals(connection)).map(({ status, reason }) => [status, reason])).toEqual([
      ['held', 'refused'],
    ])
    await world.cycle(connection)
    expect((await arrivals(connection)).map(({ status }) => status)).toEqual(['applied', 'settled'])
  })

  it('is nobody else’s, and is forgotten with its documents', async () => {
    const { connection } = await paidThere(2)
    await world.cycle(connection)
    expect(await arrivals(connection, TENANT_B)).toEqual([])
    const [one] = await arrivals(connection)
    expect(one?.documents).toHaveLength(1)
    const forget = (before: Date) =>
      world.host.transactions.inTenant(TENANT_A, (trx) => forgetArrivals(trx, TENANT_A, before))
    await forget(new Date(one?.at ?? ''))
    expect(await arrivals(connection)).toHaveLength(2)
    await forget(new Date(Date.parse(one?.at ?? '') + 1))
    const counts = await world.host.transactions.inTenant(TENANT_A, (trx) => countArrivals(trx, TENANT_A, {}))
    expect(Object.values(counts).every((each) => each === 0)).toBe(true)
    expect(await world.db.owner('accounting_sync_arrival_documents').where({ tenant: TENANT_A })).toEqual([])
  })
})
