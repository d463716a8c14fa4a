import { afterAll, beforeAll, expect, it } from 'vitest'
import { agrees, appliedThere, noteOf } from './testing/credit-desk.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'

/** Credit while others are at it, over the real books. */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)

it('two who apply and one who voids at the same instant: no ring, and no credit twice (L51)', async () => {
  for (let round = 0; round < 6; round += 1) {
    const notes = [
      await noteOf(world, 3_000, { isLocal: true }),
      await noteOf(world, 2_000, { isLocal: true }),
    ]
    const [invoice] = await world.invoices([10_000], { isLocal: true, issueDate: '2025-11-01' })
    if (invoice === undefined) throw new Error('there is one')
    const apply = (creditId: string | undefined) =>
      world.bill.ask('POST', `/invoices/${invoice.invoiceId}/credits`).send({ creditId })
    const answers = await Promise.all([
      apply(notes[1]?.creditId),
      world.bill.ask('POST', `/invoices/${invoice.invoiceId}/void`).send({ reason: 'by mistake' }),
      apply(notes[0]?.creditId),
    ])
    for (const each of answers) expect(each.status, each.text).toBeLessThan(500)
    expect(answers[1]?.status).toBe(200)
    for (const { creditId } of notes) {
      const pool = await world.owner('credits').where({ credit_id: creditId }).first()
      expect(Number(pool.remaining_minor)).toBe(Number(pool.amount_minor))
    }
    const row = await world.owner('invoices').where({ invoice_id: invoice.invoiceId }).first()
    expect(Number(row.credit_applied_minor)).toBe(0)
  }
})

it('people here and the way in that mirrors the same credit never wait in a ring', async () => {
  for (let round = 0; round < 4; round += 1) {
    const note = await noteOf(world, 6_000)
    const [first, second] = [await one(), await one()]
    await appliedThere(world, note.there, [
      [first, 20],
      [second, 10],
    ])
    const [answer] = await Promise.all([
      world.bill
        .ask('POST', `/invoices/${second.invoiceId}/credits`)
        .send({ creditId: note.creditId, amountMinor: 1_500 }),
      world.poll(),
    ])
    expect(answer.status, answer.text).toBeLessThan(500)
    await world.poll(2)
    await agrees(world, [note], [first, second])
  }
})
