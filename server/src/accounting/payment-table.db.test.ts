import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMPANY } from './testing/accounting-host.ts'
import { createMoneyWorld, linesFor, type Both, type MoneyWorld } from './testing/money-world.ts'

/**
 * The whole life of payments, case by case, over the real books and a company in process. After each case
 * what is owed is the same on both sides, or open tasks name exactly how far the two are apart.
 */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

interface Case {
  name: string
  /** Answers the documents that it is about. */
  run(): Promise<Both[]>
  /** What a person is asked for, where the two sides cannot be equal or somebody has to decide. */
  asks?: { minor: number; reason: string; equal?: boolean }
}

const pays = (on: readonly (readonly [Both | undefined, number])[], more: object = {}, total?: number) => {
  const known = on.flatMap(([both, amount]) => (both === undefined ? [] : [[both.there, amount] as const]))
  const sum = known.reduce((all, [, amount]) => all + amount, 0)
  return world.keeper.pays('1', total ?? sum, known, more)
}

const change = (id: string, body: object) => world.keeper.change('Payment', id, body)

/** What the way back in is about, one after the other. */
const CASES: Case[] = [
  {
    name: '1 paid in full',
    async run() {
      const all = await world.invoices([12_345])
      await pays([[all[0], 123.45]])
      return all
    },
  },
  {
    name: '2 in part',
    async run() {
      const all = await world.invoices([10_000])
      await pays([[all[0], 40.4]])
      return all
    },
  },
  {
    name: '3 in two parts',
    async run() {
      const all = await world.invoices([10_000])
      await pays([[all[0], 40]])
      await world.poll()
      await pays([[all[0], 60]])
      return all
    },
  },
  {
    name: '4 one cheque over three invoices',
    async run() {
      const all = await world.invoices([10_000, 20_000, 30_000])
      await pays(
        [
          [all[0], 100],
          [all[1], 200],
          [all[2], 50],
        ],
        { PaymentRefNum: 'CHQ 4' },
      )
      return all
    },
  },
  {
    name: '5 over a mapped and an unknown invoice',
    asks: { minor: 7_000, reason: 'unknown_document', equal: true },
    async run() {
      const all = await world.invoices([10_000])
      const unknown = await world.keeper.create('Invoice', billed(70))
      await pays([
        [all[0], 100],
        [{ ...both(), there: unknown.Id }, 70],
      ])
      return all
    },
  },
  {
    name: '6 over an invoice before the go-live date',
    asks: { minor: 9_000, reason: 'unknown_document' },
    async run() {
      const [old] = await world.invoices([9_000], { issueDate: '2025-12-15', isLocal: true })
      const there = await world.keeper.create('Invoice', billed(90, { DocNumber: old?.number }))
      const known = { ...(old ?? both()), there: there.Id }
      await pays([[known, 90]])
      return [known]
    },
  },
  {
    name: '7 over-paid',
    async run() {
      const all = await world.invoices([10_000])
      await pays([[all[0], 100]], {}, 150)
      return all
    },
  },
  {
    name: '8 wholly unapplied',
    async run() {
      const all = await world.invoices([10_000])
      await pays([], {}, 80)
      return all
    },
  },
  {
    name: '9 unapplied, applied later',
    async run() {
      const all = await world.invoices([10_000])
      const paid = await pays([], {}, 80)
      await world.poll()
      await change(paid.Id, { Line: linesFor([[all[0]?.there ?? '', 80]]) })
      return all
    },
  },
  {
    name: '10 amount raised',
    run: () => changed(100, (there) => ({ TotalAmt: 90, Line: linesFor([[there, 90]]) })),
  },
  {
    name: '11 amount lowered',
    run: () => changed(100, (there) => ({ TotalAmt: 20, Line: linesFor([[there, 20]]) })),
  },
  {
    name: '12 moved to another invoice',
    async run() {
      const all = await world.invoices([10_000, 10_000])
      const paid = await pays([[all[0], 70]])
      await world.poll()
      await change(paid.Id, { Line: linesFor([[all[1]?.there ?? '', 70]]) })
      return all
    },
  },
  {
    name: '13 one allocation removed',
    async run() {
      const all = await world.invoices([10_000, 10_000])
      const paid = await pays([
        [all[0], 70],
        [all[1], 30],
      ])
      await world.poll()
      await change(paid.Id, { Line: linesFor([[all[0]?.there ?? '', 70]]) })
      return all
    },
  },
  { name: '14 all removed', run: () => changed(100, () => ({ Line: [] })) },
  {
    name: '15 voided',
    run: () => after(async (paid) => void (await world.keeper.void('Payment', paid))),
  },
  { name: '16 deleted', run: () => after((paid) => world.keeper.delete('Payment', paid)) },
  {
    name: '17 deleted and keyed again',
    async run() {
      const all = await after((paid) => world.keeper.delete('Payment', paid))
      await world.poll()
      await pays([[all[0], 50]])
      return all
    },
  },
  { name: '18 date changed into another month', run: () => changed(100, () => ({ TxnDate: '2026-02-10' })) },
  {
    name: '19 put into a bank deposit (token only)',
    run: () =>
      after(async (paid) => {
        const accounts = [...world.sandbox.company(COMPANY.realmId).tables.Account.rows.values()]
        const bank = accounts.find((each) => each['AccountType'] === 'Bank')?.Id
        const LinkedTxn = [{ TxnId: paid, TxnType: 'Payment', TxnLineId: '0' }]
        await world.keeper.create('Deposit', {
          DepositToAccountRef: { value: bank },
          Line: [{ Amount: 50, LinkedTxn }],
        })
      }),
  },
  { name: '20 memo edited (token only)', run: () => changed(100, () => ({ PrivateNote: 'from Fen' })) },
  {
    name: '21 on an invoice cancelled here',
    asks: { minor: 6_000, reason: 'cancelled', equal: true },
    async run() {
      const [here] = await world.invoices([6_000], { isLocal: true, issueDate: '2025-11-01' })
      const voided = await world.bill
        .ask('POST', `/invoices/${here?.invoiceId}/void`)
        .send({ reason: 'by mistake' })
      expect(voided.status, voided.text).toBe(200)
      return [await paidThere(here, 60)]
    },
  },
  {
    name: '22 on a draft here',
    asks: { minor: 6_000, reason: 'draft', equal: true },
    async run() {
      const [here] = await world.invoices([6_000], { isDraft: true })
      return [await paidThere(here, 60)]
    },
  },
  {
    name: '23 on one already paid here by card',
    asks: { minor: 10_000, reason: 'already_paid', equal: true },
    async run() {
      const all = await world.invoices([10_000])
      await world.byCard(all[0] ?? both(), 10_000)
      await pays([[all[0], 100]])
      return all
    },
  },
  {
    name: '25 in another currency',
    asks: { minor: 5_000, reason: 'other_currency' },
    async run() {
      const [here] = await world.invoices([5_000], { isLocal: true, issueDate: '2025-11-01' })
      await world.owner.raw('alter table invoices disable trigger all')
      await world.owner('invoices').where({ invoice_id: here?.invoiceId }).update({ currency: 'EUR' })
      await world.owner.raw('alter table invoices enable trigger all')
      return [await paidThere(here, 50)]
    },
  },
  {
    name: '27 by a credit memo made there',
    asks: { minor: 4_000, reason: 'credit' },
    async run() {
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
    async run() {
      const all = await world.invoices([10_000, 10_000])
      const memo = await world.keeper.create('CreditMemo', billed(30))
      const on = all.map((each) => [each.there, 100] as const)
      await world.keeper.pays('1', 170, [...on, [memo.Id, 30, 'CreditMemo']])
      return all
    },
  },
  {
    name: '29 by a journal entry (bad debt)',
    async run() {
      const all = await world.invoices([10_000])
      const entry = await badDebt(25)
      await world.keeper.pays('1', 0, [
        [all[0]?.there ?? '', 25],
        [entry, 25, 'JournalEntry'],
      ])
      return all
    },
  },
  {
    name: '30 customer merged between payment and poll',
    async run() {
      const [one] = await world.invoices([10_000], { client: 1 })
      await world.keeper.pays('3', 60, [[one?.there ?? '', 60]])
      const winner = await world.keeper.create('Customer', { DisplayName: 'Winner of a merger' })
      world.keeper.merge(winner.Id, '3')
      return one === undefined ? [] : [one]
    },
    asks: { minor: 0, reason: 'gone', equal: true },
  },
  {
    name: '33 the same payment delivered five times out of order',
    async run() {
      const all = await world.invoices([10_000, 10_000])
      for (const fault of ['changes-duplicated', 'changes-reordered'] as const)
        world.sandbox.chaos.arm({ fault, times: 20 })
      await pays([
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
    async run() {
      const all = await world.invoices([10_000])
      await pays([[all[0], 100]])
      const voided = await world.bill
        .ask('POST', `/invoices/${all[0]?.invoiceId}/void`)
        .send({ reason: 'by mistake' })
      // What is over there stays as it is here.
      expect(voided.status).toBe(409)
      return all
    },
  },
]

const both = (): Both => ({ invoiceId: '', number: '', totalMinor: 0, clientId: '', there: '' })

const billed = (amount: number, more: object = {}) => ({
  CustomerRef: { value: '1' },
  Line: [
    {
      Amount: amount,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    },
  ],
  ...more,
})

/** Paid with fifty, seen here, then changed over there. */
async function changed(total: number, to: (there: string) => object): Promise<Both[]> {
  const all = await world.invoices([total * 100])
  const paid = await pays([[all[0], 50]], { PaymentRefNum: 'CHQ 7' })
  await world.poll()
  expect(await world.owed(all[0] ?? both())).toEqual({
    here: total * 100 - 5_000,
    there: total * 100 - 5_000,
  })
  await change(paid.Id, to(all[0]?.there ?? ''))
  return all
}

async function after(then: (paymentId: string) => Promise<void>): Promise<Both[]> {
  const all = await world.invoices([10_000])
  const paid = await pays([[all[0], 50]])
  await world.poll()
  expect((await world.owed(all[0] ?? both())).here).toBe(5_000)
  await then(paid.Id)
  return all
}

/** Keyed over there by hand, linked by hand, and paid there. */
async function paidThere(here: Both | undefined, amount: number): Promise<Both> {
  const there = await world.keeper.create('Invoice', billed(amount))
  const linked = { ...(here ?? both()), there: there.Id }
  await world.linkByHand('invoice', linked.invoiceId, 'invoice', there.Id)
  await pays([[linked, amount]])
  return linked
}

async function badDebt(amount: number): Promise<string> {
  const accounts = [...world.sandbox.company(COMPANY.realmId).tables.Account.rows.values()]
  const of = (type: string) => accounts.find((each) => each['AccountType'] === type)?.Id
  const line = (PostingType: string, type: string, more: object = {}) => ({
    Amount: amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: { value: of(type) }, ...more },
  })
  const Entity = { Type: 'Customer', EntityRef: { value: '1' } }
  const Line = [line('Debit', 'Expense'), line('Credit', 'Accounts Receivable', { Entity })]
  return (await world.keeper.create('JournalEntry', { Line })).Id
}

describe('the payment table', () => {
  it.each(CASES)('$name', async ({ run, asks }) => {
    const before = new Set((await world.openTasks()).map((each) => each.taskId))
    const documents = await run()
    await world.poll()
    const tasks = (await world.openTasks()).filter((each) => !before.has(each.taskId))
    let apart = 0
    for (const each of documents) {
      const { here, there } = await world.owed(each)
      apart += Math.abs(here - there)
    }
    expect(apart).toBe(asks === undefined || asks.equal ? 0 : asks.minor)
    expect(tasks.map((each) => reasonOf(each.context))).toEqual(asks === undefined ? [] : [asks.reason])
    expect(tasks.map((each) => each.minor ?? 0)).toEqual(asks === undefined ? [] : [asks.minor])
    await staysSo()
  })

  it.todo('26 fed by a credit memo of ours')
  it.todo('32 ours pushed by card, then deleted there')
})

const reasonOf = (context: Record<string, unknown>) =>
  (context['problems'] as { reason: string }[] | undefined)?.[0]?.reason ?? context['state'] ?? null

/** Told all of it again, nothing changes: no row of the books, the ledger or the inbox. */
async function staysSo(): Promise<void> {
  const state = async () => ({
    payments: await world.owner('payments').orderBy('payment_id'),
    allocations: await world.owner('invoice_payments').orderBy('allocation_id'),
    trail: await world.owner('transactions').count(),
    links: await world.owner('tenant_external_entity_mappings').orderBy('mapping_id'),
    tasks: await world.owner('inbox_tasks').orderBy('task_id'),
    observations: await world.owner('accounting_sync_observations').orderBy('external_id'),
  })
  const before = await state()
  await world.poll()
  expect(await state()).toEqual(before)
}
