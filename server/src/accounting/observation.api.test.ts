import { getObservation } from '@tieout/accounting-sync/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)

describe('a payment that cannot be applied', () => {
  it('is shown with each document that it names, how that stands here, and what is not recorded', async () => {
    const made = await one()
    const theirs = await world.keeper.create('Invoice', {
      CustomerRef: { value: '1' },
      Line: [
        { Amount: 20, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } },
      ],
    })
    const paid = await world.keeper.pays(
      '1',
      120,
      [
        [made.there, 100],
        [theirs.Id, 20],
      ],
      { PaymentRefNum: 'CHQ 9' },
    )
    await world.poll()
    const path = `/accounting/connections/${world.connection.connectionId}/observations/payment/${paid.Id}`
    const { body } = await world.bill.ask('GET', path).expect(200)
    const { observation } = getObservation.output.parse(body)
    expect(observation).toMatchObject({
      state: 'standing',
      deepLink: expect.stringContaining('/payments/'),
      payment: {
        number: 'CHQ 9',
        totalMinor: 12_000,
        currency: 'USD',
        customer: { clientId: made.clientId },
        shares: [
          {
            externalId: made.there,
            amountMinor: 10_000,
            missingMinor: 0,
            document: { id: made.invoiceId, number: made.number, standing: 'posted', balanceMinor: 0 },
          },
          { externalId: theirs.Id, amountMinor: 2_000, missingMinor: 2_000, document: null },
        ],
      },
      problems: [{ reason: 'unknown_document', amountMinor: 2_000, document: null }],
      decision: null,
    })
    const [task] = (await world.openTasks()).filter(
      (each) => each.kind === 'accounting_sync_unmapped_payment',
    )
    const seen = await world.bill.ask('GET', `/inbox/tasks/${task?.taskId}`).expect(200)
    const leave = seen.body.actions.find((each: { name: string }) => each.name === 'leave')
    expect(leave.effect.params).toMatchObject({ money: '$20.00' })
    await world.bill
      .ask('POST', `/inbox/tasks/${task?.taskId}/actions/leave`)
      .send({ input: { reason: 'theirs alone' } })
      .expect(200)
    const after = await world.bill.ask('GET', path).expect(200)
    expect(after.body.observation.decision).toMatchObject({ kind: 'left', byName: 'Bill Moreau' })
    await world.keeper.delete('Payment', paid.Id)
    await world.poll()
    expect((await world.bill.ask('GET', path).expect(200)).body).toEqual({ observation: null })
  })
})
