import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'
import * as takenHere from './testing/taken-here.ts'
import type { Keyed } from './testing/taken-here.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)

const taskKinds = async () => (await world.openTasks()).map((each) => each.kind)

const takenBack = ({ paymentId }: Keyed) =>
  world.bill.ask('POST', `/payments/${paymentId}/reversal`).send({ reason: 'it bounced' }).expect(200)

describe('a payment of ours that somebody touched there before we did', () => {
  it('is taken back for good though it was deleted there meanwhile', async () => {
    const made = await one()
    const paid = await takenHere.keyed(world, [[made, 10_000]])
    await world.poll()
    await takenBack(paid)
    await world.keeper.delete('Payment', takenHere.thereOf(world, paid)[0]?.Id ?? '')
    await world.poll(2)
    // It is told before anything is sent, so that there is nothing left to send.
    const [, second] = await takenHere.operationsOf(world, paid)
    expect(second).toMatchObject({ status: 'skipped', skip_reason: 'already_there' })
    expect(await world.openTasks()).toEqual([])
    expect(await world.owed(made)).toEqual({ here: 10_000, there: 10_000 })
  })

  it('is not applied here either when it cannot be applied there, and nothing there changes with it', async () => {
    const made = await one()
    const paid = await takenHere.keyed(world, [], 10_000)
    await world.poll()
    // Nobody has told us yet that it is paid there.
    await world.keeper.pays('1', 100, [[made.there, 100]])
    const allocations = [{ invoiceId: made.invoiceId, amountMinor: 10_000 }]
    await world.bill.ask('POST', `/payments/${paid.paymentId}/allocations`).send({ allocations }).expect(200)
    await world.poll(2)
    expect(await world.owed(made)).toEqual({ here: 0, there: 0 })
    expect(await world.owner('payments').where({ payment_id: paid.paymentId })).toMatchObject([
      { amount_minor: 10_000, unapplied_minor: 10_000 },
    ])
  })

  it('asks nobody any more about how it differed, once it is void there', async () => {
    const made = await one()
    // Nobody has told us yet that it is paid there, and nobody answers when the payment is looked at.
    await world.keeper.pays('1', 60, [[made.there, 60]])
    const match = { what: 'query' }
    const looks = world.sandbox.chaos.arm({ fault: 'broken', match, rate: 1 })
    const paid = await takenHere.keyed(world, [[made, 10_000]])
    await world.poll()
    expect(await taskKinds()).toContain('accounting_sync_drift')
    world.sandbox.chaos.disarm(looks)
    await world.keeper.void('Payment', takenHere.thereOf(world, paid)[0]?.Id ?? '')
    await world.poll(2)
    expect(await taskKinds()).not.toContain('accounting_sync_drift')
  })
})
