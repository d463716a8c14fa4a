import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { queue } from '../../producers/producers.ts'
import { bookkeeperOf, linesFor } from '../../testing/bookkeeper.ts'
import { statementsOf } from '../../testing/statements.ts'
import { createSyncWorld, invoice, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

let numbers = 70_000

/** So many invoices that one credit memo pays over there, each by a payment of its own, and what telling them costs. */
async function told(count: number): Promise<number> {
  const connection = await world.connect()
  numbers += count + 1
  const note = invoice(numbers, { kind: 'credit_memo', number: `CM-${numbers}` })
  const invoices = Array.from({ length: count }, (_, at) => invoice(numbers - 1 - at))
  for (const each of [note, ...invoices]) world.documents.set(each.id, each)
  await world.host.transactions.inTenant(TENANT_A, (trx) =>
    queue(world.host, trx, connection, [note, ...invoices]),
  )
  await world.settleDown(connection)
  const { CreditMemo, Invoice } = world.sandbox.company(connection.realm).tables
  const memo = [...CreditMemo.rows.keys()][0] ?? ''
  await bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test').createMany(
    'Payment',
    [...Invoice.rows.keys()].map((each) => ({
      CustomerRef: { value: '1' },
      TotalAmt: 0,
      Line: linesFor([
        [each, 1],
        [memo, 1, 'CreditMemo'],
      ]),
    })),
  )
  world.advance(900)
  const { statements } = await statementsOf(world.db.app, () => world.cycle(connection))
  expect(invoices.map((each) => world.credits.appliedTo(each.id))).toEqual(invoices.map(() => 100))
  // Told again, nothing of it is written.
  world.advance(900)
  const { writes } = world.credits
  await world.cycle(connection)
  expect(world.credits.writes).toBe(writes)
  return statements.length
}

describe('credit applied over there', () => {
  it('costs as many statements when it is applied a hundred times as when it is applied three times', async () => {
    expect(await told(100)).toBe(await told(3))
  })
})
