import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HostPayments } from '../../host-payments.ts'
import type { Connection } from '../../postgres/connection.ts'
import { listCycles } from '../../postgres/cycles.ts'
import { takeLease } from '../../postgres/lease.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const lastCycle = async (connection: Connection) => {
  const [last] = await world.host.transactions.inTenant(TENANT_A, (trx) =>
    listCycles(trx, TENANT_A, connection, { after: null, limit: 1 }),
  )
  return last
}

/** A company with invoices over there, and each paid there. */
async function paidThere(count: number) {
  const connection = await world.connect()
  const documents = await world.finalize(connection, count)
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
  return {
    connection,
    documents,
    payments,
    owed: () => documents.map((each) => world.payments.owed(each.id)),
  }
}

/** Another worker whose books fail in some way. */
const withBooks = (changes: Partial<HostPayments>) => {
  const payments = { ...world.payments, ...changes }
  return world.another('unlucky', { books: { ...world.host.books, payments } })
}

describe('the way in', () => {
  it('puts aside the one payment that the books cannot take, and takes all others (L24)', async () => {
    const { connection, payments, owed } = await paidThere(5)
    const bad = payments[2]?.Id ?? ''
    const engine = withBooks({
      async record(trx, tenant, drafts) {
        if (drafts.some((each) => each.source.externalId === bad)) throw new Error('it breaks the books')
        return await world.payments.record(trx, tenant, drafts)
      },
    })
    expect(await world.cycle(connection, engine)).toMatchObject({ kind: 'ran' })
    expect(owed().filter((each) => each > 0)).toHaveLength(1)
    const tasks = [...world.tasks.values()].filter((each) => each.kind === 'accounting_sync_unreadable')
    expect(tasks.map((each) => each.params['id'])).toEqual([bad])
    expect(tasks[0]?.context['raw']).toMatchObject({ kind: 'payment', externalId: bad })
  })

  it('keeps its cursor when the database fails, and takes all of it the next time (I2)', async () => {
    const { connection, owed } = await paidThere(2)
    const before = (await lastCycle(connection))?.cursorAfter
    const shutDown = Object.assign(new Error('terminating connection'), { code: '57P01' })
    const engine = withBooks({
      async look() {
        throw shutDown
      },
    })
    expect(await world.cycle(connection, engine)).toMatchObject({ kind: 'broke_off' })
    world.advance(900)
    await world.cycle(connection)
    expect(await lastCycle(connection)).toMatchObject({ cursorBefore: before })
    expect(owed()).toEqual([0, 0])
    world.advance(900)
    await world.cycle(connection)
    expect((await lastCycle(connection))?.cursorBefore).not.toBe(before)
  })

  it('writes nothing once another took over (I3)', async () => {
    const { connection, owed } = await paidThere(1)
    const [writes, tasks] = [world.payments.writes, world.tasks.size]
    const slow = world.another('slow', {
      async fetch(...call) {
        const answer = await world.sandbox.fetch(...call)
        world.advance(400)
        const until = new Date(world.now().getTime() + 60_000)
        await world.host.transactions.inTenant(TENANT_A, (trx) =>
          takeLease(trx, TENANT_A, connection.connectionId, { holder: 'elsewhere', now: world.now(), until }),
        )
        return answer
      },
    })
    expect(await world.cycle(connection, slow)).toMatchObject({ kind: 'broke_off' })
    expect(owed()[0]).toBeGreaterThan(0)
    expect([world.payments.writes, world.tasks.size]).toEqual([writes, tasks])
  })

  it.each(['a payment', 'what waits'])(
    'leaves nothing of %s once another took over by a clock that is ahead',
    async (what) => {
      const { connection, documents } = await paidThere(1)
      const [first] = documents
      // A draft takes no payment, so that all there is to write is that it waits.
      if (what === 'what waits') world.payments.standing.set(first?.id ?? '', 'draft')
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
      const ofCompany = { target_realm: connection.realm }
      expect(
        await world.db
          .owner('tenant_external_entity_mappings')
          .where({ ...ofCompany, alga_entity_type: 'payment' }),
      ).toEqual([])
      expect(await world.db.owner('accounting_sync_observations').where(ofCompany)).toEqual([])
    },
  )

  // capability sending in: A change that is told ten minutes late is not missed
  it('misses nothing that is told ten minutes late, however often it asks (L26)', async () => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1)
    await world.cycle(connection)
    world.advance(900)
    const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
    const match = { realmId: connection.realm, what: 'create Payment' }
    world.sandbox.chaos.arm({ fault: 'changes-late', params: { milliseconds: 600_000 }, match, times: 1 })
    const [row] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
    await keeper.pays('1', Number(row?.['TotalAmt']), [[row?.Id ?? '', Number(row?.['TotalAmt'])]])
    for (const seconds of [60, 360, 178, 30, 300]) {
      world.advance(seconds)
      await world.cycle(connection)
    }
    expect(world.payments.owed(document?.id ?? '')).toBe(0)
  })

  it('moves its cursor though what goes out fails', async () => {
    const { connection, owed } = await paidThere(1)
    const before = (await lastCycle(connection))?.cursorAfter
    await world.finalize(connection, 1)
    world.sandbox.chaos.arm({
      fault: 'broken',
      match: { realmId: connection.realm, what: 'create Invoice' },
      times: 9,
    })
    await world.cycle(connection)
    world.sandbox.chaos.calm()
    expect(owed()).toEqual([0])
    expect((await lastCycle(connection))?.cursorAfter).not.toBe(before)
  })

  // capability sending in: A deletion behind an answer that was cut off is found
  it('finds by its ids what was deleted behind an answer that was cut off (L25)', async () => {
    const { connection, payments, owed } = await paidThere(1)
    await world.cycle(connection)
    expect(owed()).toEqual([0])
    const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
    world.advance(900)
    await keeper.delete('Payment', payments[0]?.Id ?? '')
    await keeper.createMany(
      'Payment',
      Array.from({ length: 1001 }, () => ({ CustomerRef: { value: '1' }, TotalAmt: 1 })),
    )
    await world.cycle(connection)
    expect(owed()[0]).toBeGreaterThan(0)
    expect((await lastCycle(connection))?.stats).toMatchObject({
      inbound: { truncated: ['payment'], reversed: 1 },
    })
  }, 60_000)
})
