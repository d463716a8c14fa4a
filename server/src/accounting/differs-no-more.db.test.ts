import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'
import * as takenHere from './testing/taken-here.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf } = moneyDesk(() => world)

describe('the task of a difference', () => {
  it('goes with it when a payment is written over as it is now, before anybody told how it stands', async () => {
    const made = await one()
    const paid = await takenHere.keyed(world, [[made, 10_000]])
    // Nobody has told us yet that it is paid there in part, and it takes long until we are told of what we write.
    await world.keeper.pays('1', 60, [[made.there, 60]])
    world.sandbox.chaos.arm({
      fault: 'changes-late',
      match: { what: 'create Payment' },
      params: { milliseconds: 3_600_000 },
    })
    // Nor does anybody answer when it is looked at.
    world.sandbox.chaos.arm({ fault: 'throttled', match: { what: 'query' }, rate: 1 })
    await world.poll()
    expect(await taskOf('accounting_sync_drift')).toMatchObject({ context: { entityId: paid.paymentId } })
    await world.bill
      .ask('POST', `/payment-allocations/${paid.allocations[0]?.allocationId}/reversal`)
      .send({ reason: 'the wrong invoice' })
      .expect(200)
    await world.poll(2)
    expect(takenHere.thereOf(world, paid)).toMatchObject([{ TotalAmt: 100, UnappliedAmt: 100 }])
    expect(await world.openTasks()).toEqual([])
  })
})
