import { expect } from 'vitest'
import { pair, settled, zeroPaymentOf, type CreditCase } from './credit-cases.ts'
import type { Account, Note, Paper } from './credit-account.ts'

/** Documents that are cancelled, on either side, with credit on them or of their own. */
export const VOIDS: CreditCase[] = [
  {
    name: '41 an invoice with credit on it is voided here: the credit is free again on both sides',
    async run(account) {
      const { invoice, note } = await lent(account)
      expect(await account.void(invoice)).toMatchObject({ status: 200 })
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note), await account.leftHere(note)]).toEqual([
        0, 4_000, 4_000,
      ])
      await isVoidThere(account, invoice)
    },
  },
  {
    name: '42 that credit pays another invoice afterwards',
    async run(account) {
      const { invoice, note } = await lent(account)
      const other = await account.bill(5_000)
      expect(await account.void(invoice)).toMatchObject({ status: 200 })
      await account.apply(note, other, 4_000)
      await account.poll(3)
      expect(account.openThere(note)).toBe(0)
      expect(account.openThere(await account.arrived(other))).toBe(1_000)
    },
  },
  {
    name: '43 an invoice that only waits to go out is voided with the credit on it: none of it ever goes out',
    async run(account) {
      const note = await account.creditAlone(4_000)
      await account.poll()
      const invoice = await account.bill(10_000)
      await account.apply(note, invoice, 4_000)
      expect(await account.void(invoice)).toMatchObject({ status: 200 })
      await account.poll(2)
      expect(there(account, 'Invoice', invoice)).toEqual([])
      expect(account.openThere(await account.arrived(note))).toBe(4_000)
    },
  },
  {
    name: '44 an invoice that is paid there is not voided here, though nobody has heard of it yet',
    async run(account) {
      const { invoice } = await pair(account)
      await account.world.keeper.pays(account.customerId, 100, [[invoice.there, 100]])
      expect((await account.void(invoice)).status).toBe(409)
      await account.poll(2)
      expect(account.openThere(invoice)).toBe(0)
    },
  },
  {
    name: '45 paid there just after somebody looked and voided: nothing is voided there, and a task names it',
    asks: [
      { minor: 10_000, reason: 'paid_there' },
      { minor: 10_000, reason: 'cancelled' },
    ],
    async run(account) {
      const invoice = await alone(account, 10_000)
      expect(await account.void(invoice)).toMatchObject({ status: 200 })
      await account.world.keeper.pays(account.customerId, 100, [[invoice.there, 100]])
      await account.poll(2)
      const row = await account.world.keeper.read('Invoice', invoice.there)
      expect(row['TotalAmt']).toBe(100)
    },
  },
  {
    name: '46 voided there with our credit on it, and cancelled here too',
    async run(account) {
      const { invoice, note } = await lent(account)
      await account.world.keeper.void('Invoice', invoice.there)
      await account.poll(2)
      await pressDrift(account, invoice, 'cancel_here')
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(4_000)
    },
  },
  {
    name: '47 voided there, and written there again under its number',
    async run(account) {
      const invoice = await alone(account, 10_000)
      await account.world.keeper.void('Invoice', invoice.there)
      await account.poll()
      await pressDrift(account, invoice, 're_issue')
      await account.poll(2)
      expect(account.openThere(invoice)).toBe(10_000)
      expect(there(account, 'Invoice', invoice)).toHaveLength(1)
    },
  },
  {
    name: '48 a credit note of which nothing is spent is voided here: its memo is deleted there',
    async run(account) {
      const { note } = await pair(account)
      expect(await account.void(note)).toMatchObject({ status: 200 })
      await account.poll(2)
      expect(there(account, 'CreditMemo', note)).toEqual([])
    },
  },
  {
    name: '49 a credit note that is spent is not voided, until it is taken off',
    async run(account) {
      const { invoice, note, allocationId } = await settled(account)
      expect(await account.void(note)).toMatchObject({ status: 409, code: 'credit-spent' })
      await account.takeOff(allocationId)
      await account.poll()
      expect(await account.void(note)).toMatchObject({ status: 200 })
      await account.poll(2)
      expect(there(account, 'CreditMemo', note)).toEqual([])
      expect(account.openThere(invoice)).toBe(10_000)
    },
  },
  {
    name: '50 taken off and voided in one minute',
    async run(account) {
      const { note, allocationId } = await settled(account)
      await account.takeOff(allocationId)
      expect(await account.void(note)).toMatchObject({ status: 200 })
      await account.poll(3)
      expect(there(account, 'CreditMemo', note)).toEqual([])
    },
  },
  {
    name: '51 applied and voided in one minute',
    async run(account) {
      const { invoice, note } = await pair(account)
      const other = await alone(account, 8_000)
      await account.apply(note, other, 4_000)
      expect(await account.void(other)).toMatchObject({ status: 200 })
      await account.poll(2)
      expect([account.openThere(other), account.openThere(note)]).toEqual([0, 4_000])
      expect(account.openThere(invoice)).toBe(10_000)
    },
  },
  {
    name: '52 a credit note whose memo is spent there is not voided here, though nobody has heard of it yet',
    async run(account) {
      const { invoice, note } = await pair(account)
      await account.world.keeper.pays(account.customerId, 0, [
        [invoice.there, 40],
        [note.there, 40, 'CreditMemo'],
      ])
      expect((await account.void(note)).status).toBe(409)
      await account.poll(2)
      expect(await account.leftHere(note)).toBe(0)
    },
  },
  {
    name: '53 our memo was deleted there, and is withdrawn here too',
    async run(account) {
      const { note } = await pair(account)
      await account.world.keeper.delete('CreditMemo', note.there)
      await account.poll()
      await pressDrift(account, note, 'cancel_here')
      await account.poll(2)
    },
  },
  {
    name: '54 voided on both sides in the same minute is no difference',
    async run(account) {
      const invoice = await alone(account, 10_000)
      expect(await account.void(invoice)).toMatchObject({ status: 200 })
      await account.world.keeper.void('Invoice', invoice.there)
      await account.poll(2)
      await isVoidThere(account, invoice)
    },
  },
  {
    name: '55 credit that is dated into a closed period waits, with a task, and goes once the books are opened',
    async run(account) {
      const { invoice, note } = await pair(account)
      account.set('AccountingInfoPrefs', { BookCloseDate: '2027-12-31' })
      await refreshed(account)
      await account.apply(note, invoice, 4_000)
      await account.poll()
      await isWaitingFor(account, 4_000)
      account.set('AccountingInfoPrefs', { BookCloseDate: undefined })
      await lookAgain(account)
      await account.poll(3)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([6_000, 0])
    },
  },
  {
    name: '56 a document of a closed period is cancelled here; there it waits, with a task, for the books to be opened',
    async run(account) {
      const invoice = await alone(account, 10_000, '2026-02-10')
      account.set('AccountingInfoPrefs', { BookCloseDate: '2026-02-28' })
      await refreshed(account)
      expect(await account.void(invoice)).toMatchObject({ status: 200 })
      await account.poll()
      await isWaitingFor(account, 10_000)
      account.set('AccountingInfoPrefs', { BookCloseDate: undefined })
      await lookAgain(account)
      await account.poll(2)
      await isVoidThere(account, invoice)
    },
  },
  {
    name: '57 credit in another currency than its customer’s there: refused there, and nothing of it is applied',
    asks: [{ minor: 4_000, reason: 'invalid_currency' }],
    async run(account) {
      const invoice = await account.bill(9_000)
      await account.poll()
      const { owner } = account.world
      const note = await account.creditAlone(4_000)
      await owner.raw('alter table invoices disable trigger all')
      await owner('invoices').where({ invoice_id: note.invoiceId }).update({ currency: 'EUR' })
      await owner('credits').where({ source_invoice_id: note.invoiceId }).update({ currency: 'EUR' })
      await owner.raw('alter table invoices enable trigger all')
      const refused = await account.world.bill
        .ask('POST', `/invoices/${invoice.invoiceId}/credits`)
        .send({ creditId: note.creditId, amountMinor: 4_000 })
      expect(refused.status).toBe(409)
      await account.poll(2)
    },
  },
  {
    name: '58 an invoice that he settles in part with our credit there is voided here: that credit is taken off first',
    async run(account) {
      const invoice = await alone(account, 7_000)
      const note = await account.creditAlone(3_000)
      await account.poll()
      const memo = await account.arrived(note)
      await account.world.keeper.pays(account.customerId, 0, [
        [invoice.there, 30],
        [memo.there, 30, 'CreditMemo'],
      ])
      await account.poll()
      expect(await account.void(invoice)).toMatchObject({ status: 200 })
      await account.poll(3)
      expect([account.openThere(invoice), account.openThere(memo)]).toEqual([0, 3_000])
    },
  },
  {
    name: '59 an invoice of which a part is credited is not voided while its credit note stands',
    async run(account) {
      const { invoice } = await pair(account)
      expect(await account.void(invoice)).toMatchObject({ status: 409, code: 'credit-notes-stand' })
    },
  },
]

async function alone(account: Account, minor: number, issueDate?: string): Promise<Paper> {
  const invoice = await account.bill(minor, issueDate === undefined ? {} : { issueDate })
  await account.poll()
  return await account.arrived(invoice)
}

/** Credit of no invoice, over there and on this one. */
async function lent(account: Account): Promise<{ invoice: Paper; note: Note }> {
  const invoice = await account.bill(10_000)
  const note = await account.creditAlone(4_000)
  await account.poll()
  await account.apply(note, invoice, 4_000)
  await account.poll()
  const arrived = await account.arrived(invoice)
  zeroPaymentOf(account, arrived)
  return { invoice: arrived, note: await account.arrived(note) }
}

const there = ({ world }: Account, kind: 'Invoice' | 'CreditMemo', { number }: Paper) =>
  [...world.sandbox.company('9130').tables[kind].rows.values()].filter((row) => row['DocNumber'] === number)

async function isVoidThere({ world }: Account, { there: id }: Paper): Promise<void> {
  const row = await world.keeper.read('Invoice', id)
  expect(row).toMatchObject({ TotalAmt: 0, PrivateNote: expect.stringMatching(/^Voided/) })
}

async function pressDrift({ world }: Account, paper: Paper, action: string): Promise<void> {
  const task = (await world.openTasks()).find(
    (each) => each.kind === 'accounting_sync_drift' && each.context['entityId'] === paper.invoiceId,
  )
  expect(task, `a task about ${paper.number}`).toBeDefined()
  const input = action === 'cancel_here' ? { reason: 'by mistake' } : {}
  const answer = await world.bill
    .ask('POST', `/inbox/tasks/${task?.taskId}/actions/${action}`)
    .send({ input })
  expect(answer.status, answer.text).toBe(200)
}

const closedPeriods = async ({ world }: Account) =>
  (await world.openTasks()).filter((each) => each.kind.endsWith('closed_period'))

async function isWaitingFor(account: Account, minor: number): Promise<void> {
  expect((await closedPeriods(account)).map((each) => each.minor)).toEqual([minor])
}

/** Somebody says so in the task. */
async function lookAgain(account: Account): Promise<void> {
  const [task] = await closedPeriods(account)
  const path = `/inbox/tasks/${task?.taskId}/actions/look_again`
  await account.world.bill.ask('POST', path).send({ input: {} }).expect(200)
}

const refreshed = ({ world }: Account) =>
  world.sync.refreshCatalogue(world.connection, AbortSignal.timeout(20_000))
