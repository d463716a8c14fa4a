import { expect } from 'vitest'
import { agrees, appliedThere, noteOf } from './credit-desk.ts'
import { linesFor } from './money-world.ts'
import { badDebt, billed, both, captured, change, paidThere, pays, type PaymentCase } from './payment-desk.ts'

/** Where the two sides cannot simply be equal, or it takes more than money to make them so. */
export const ODD: PaymentCase[] = [
  {
    name: '21 on an invoice cancelled here',
    asks: { minor: 6_000, reason: 'cancelled', equal: true },
    async run(world) {
      const [here] = await world.invoices([6_000], { isLocal: true, issueDate: '2025-11-01' })
      const voided = await world.bill
        .ask('POST', `/invoices/${here?.invoiceId}/void`)
        .send({ reason: 'by mistake' })
      expect(voided.status, voided.text).toBe(200)
      return [await paidThere(world, here, 60)]
    },
  },
  {
    name: '22 on a draft here',
    asks: { minor: 6_000, reason: 'draft', equal: true },
    async run(world) {
      const [here] = await world.invoices([6_000], { isDraft: true })
      return [await paidThere(world, here, 60)]
    },
  },
  {
    name: '23 on one already paid here by card',
    asks: { minor: 10_000, reason: 'twin', equal: true },
    async run(world) {
      const all = await world.invoices([10_000])
      await world.byCard(all[0] ?? both(), 10_000)
      await pays(world, [[all[0], 100]])
      return all
    },
  },
  {
    name: '23 on one already paid here by card, another amount',
    asks: { minor: 4_000, reason: 'already_paid', equal: true },
    async run(world) {
      const [here] = await world.invoices([6_000], { isLocal: true, issueDate: '2025-11-01' })
      await world.byCard(here ?? both(), 6_000)
      await world.poll()
      return [await paidThere(world, here, 40)]
    },
  },
  {
    name: '25 in another currency',
    asks: { minor: 5_000, reason: 'other_currency' },
    async run(world) {
      const [here] = await world.invoices([5_000], { isLocal: true, issueDate: '2025-11-01' })
      await world.owner.raw('alter table invoices disable trigger all')
      await world.owner('invoices').where({ invoice_id: here?.invoiceId }).update({ currency: 'EUR' })
      await world.owner.raw('alter table invoices enable trigger all')
      return [await paidThere(world, here, 50)]
    },
  },
  {
    name: '26 fed by a credit memo of ours',
    async run(world) {
      const all = await world.invoices([10_000])
      const note = await noteOf(world, 4_000)
      await appliedThere(world, note.there, [[all[0] ?? both(), 40]])
      await world.poll()
      await agrees(world, [note], all)
      return all
    },
  },
  {
    name: '27 by a credit memo made there',
    asks: { minor: 4_000, reason: 'credit' },
    async run(world) {
      const all = await world.invoices([10_000])
      const memo = await world.keeper.create('CreditMemo', billed(40))
      await world.keeper.pays('1', 0, [
        [all[0]?.there ?? '', 40],
        [memo.Id, 40, 'CreditMemo'],
      ])
      return all
    },
  },
  {
    name: '28 by cash and a memo together: the memo pays the oldest first',
    asks: { minor: 3_000, reason: 'credit' },
    async run(world) {
      const all = await world.invoices([10_000, 10_000])
      const memo = await world.keeper.create('CreditMemo', billed(30))
      const on = all.map((each) => [each.there, 100] as const)
      await world.keeper.pays('1', 170, [...on, [memo.Id, 30, 'CreditMemo']])
      return all
    },
  },
  {
    name: '28 by cash and a memo of ours together, on several invoices',
    async run(world) {
      const all = await world.invoices([10_000, 10_000, 10_000])
      const note = await noteOf(world, 13_000)
      const on = all.map((each) => [each.there, 100] as const)
      await world.keeper.pays('1', 170, [...on, [note.there, 130, 'CreditMemo']])
      await world.poll()
      await agrees(world, [note], all)
      return all
    },
  },
  {
    name: '29 by a journal entry (bad debt)',
    async run(world) {
      const all = await world.invoices([10_000])
      const entry = await badDebt(world, 25)
      await world.keeper.pays('1', 0, [
        [all[0]?.there ?? '', 25],
        [entry, 25, 'JournalEntry'],
      ])
      return all
    },
  },
  {
    name: '30 customer merged between payment and poll',
    async run(world) {
      const [one] = await world.invoices([10_000], { client: 1 })
      await world.keeper.pays('3', 60, [[one?.there ?? '', 60]])
      const winner = await world.keeper.create('Customer', { DisplayName: 'Winner of a merger' })
      world.keeper.merge(winner.Id, '3')
      return one === undefined ? [] : [one]
    },
    asks: { minor: 0, reason: 'gone', equal: true },
  },
  {
    name: '32 ours pushed by card, then deleted there',
    asks: { minor: 10_000, reason: 'captured' },
    run: (world) => captured(world, (paid) => world.keeper.delete('Payment', paid)),
  },
  {
    name: '32 ours pushed by card, then voided there',
    asks: { minor: 10_000, reason: 'captured' },
    run: (world) => captured(world, async (paid) => void (await world.keeper.void('Payment', paid))),
  },
  {
    name: '32 ours pushed by card, then lowered there',
    asks: { minor: 3_000, reason: 'captured' },
    run: (world) =>
      captured(world, async (paid, on) => {
        await change(world, paid, { TotalAmt: 70, Line: linesFor([[on, 70]]) })
      }),
  },
  {
    name: '32 ours pushed by card, then moved there to another invoice',
    // The one is owed there and paid here, the other paid there and owed here.
    asks: { minor: 20_000, reason: 'captured' },
    async run(world) {
      const [other = both()] = await world.invoices([10_000])
      const paid = await captured(world, async (id) => {
        await change(world, id, { TotalAmt: 100, Line: linesFor([[other.there, 100]]) })
      })
      return [...paid, other]
    },
  },
  {
    name: '33 the same payment delivered five times out of order',
    async run(world) {
      const all = await world.invoices([10_000, 10_000])
      for (const fault of ['changes-duplicated', 'changes-reordered'] as const)
        world.sandbox.chaos.arm({ fault, times: 20 })
      await pays(world, [
        [all[0], 70],
        [all[1], 30],
      ])
      for (let again = 0; again < 5; again += 1) await world.poll()
      world.sandbox.chaos.calm()
      return all
    },
  },
  {
    name: '34 paid there and voided here in the same minute',
    // The payment has nothing here that it could pay, and the void would take it off there.
    asks: { minor: 10_000, reason: 'cancelled', also: ['paid_there'], equal: true },
    async run(world) {
      const all = await world.invoices([10_000])
      const documentId = all[0]?.invoiceId
      const looked = await world.bill
        .ask('POST', `/accounting/documents/${documentId}/look-before-void`)
        .send({})
      expect(looked.body).toMatchObject({ refused: null })
      await pays(world, [[all[0], 100]])
      const voided = await world.bill
        .ask('POST', `/invoices/${documentId}/void`)
        .send({ reason: 'by mistake' })
      expect(voided.status).toBe(200)
      return all
    },
  },
]
