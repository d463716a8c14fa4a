import { expect } from 'vitest'
import { linesFor } from './money-world.ts'
import { pair, settled, type CreditCase } from './credit-cases.ts'
import type { CreditDesk, Paper } from './credit-desk.ts'

/** Documents that are cancelled, on either side, with credit on them or of their own. */
export const VOIDS: CreditCase[] = [
  {
    name: '41 an invoice with credit on it is voided here: the credit is free again on both sides',
    async run(desk) {
      const { invoice, note } = await settled(desk)
      expect(await desk.void(invoice)).toMatchObject({ status: 200 })
      await desk.poll(2)
      expect([desk.openThere(invoice), desk.openThere(note), await desk.leftHere(note)]).toEqual([
        0, 4_000, 4_000,
      ])
      await isVoidThere(desk, invoice)
    },
  },
  {
    name: '42 that credit pays another invoice afterwards',
    async run(desk) {
      const { invoice, note } = await settled(desk)
      const other = await desk.bill(5_000)
      expect(await desk.void(invoice)).toMatchObject({ status: 200 })
      await desk.apply(note, other, 4_000)
      await desk.poll(3)
      expect(desk.openThere(note)).toBe(0)
      expect(desk.openThere(await desk.arrived(other))).toBe(1_000)
    },
  },
  {
    name: '43 an invoice that only waits to go out is voided with the credit on it: none of it ever goes out',
    async run(desk) {
      const note = await desk.creditAlone(4_000)
      await desk.poll()
      const invoice = await desk.bill(10_000)
      await desk.apply(note, invoice, 4_000)
      expect(await desk.void(invoice)).toMatchObject({ status: 200 })
      await desk.poll(2)
      expect(there(desk, 'Invoice', invoice)).toEqual([])
      expect(desk.openThere(await desk.arrived(note))).toBe(4_000)
    },
  },
  {
    name: '44 an invoice that is paid there is not voided here, though nobody has heard of it yet',
    async run(desk) {
      const { invoice } = await pair(desk)
      await desk.world.keeper.pays(desk.customerId, 100, [[invoice.there, 100]])
      expect((await desk.void(invoice)).status).toBe(409)
      await desk.poll(2)
      expect(desk.openThere(invoice)).toBe(0)
    },
  },
  {
    name: '45 paid there just after somebody looked and voided: nothing is voided there, and a task names it',
    asks: [{ minor: 10_000, reason: 'paid_there' }],
    async run(desk) {
      const invoice = await alone(desk, 10_000)
      expect(await desk.void(invoice)).toMatchObject({ status: 200 })
      await desk.world.keeper.pays(desk.customerId, 100, [[invoice.there, 100]])
      await desk.poll(2)
      const row = await desk.world.keeper.read('Invoice', invoice.there)
      expect(row['TotalAmt']).toBe(100)
    },
  },
  {
    name: '46 voided there with our credit on it, and cancelled here too',
    async run(desk) {
      const { invoice, note } = await settled(desk)
      await desk.world.keeper.void('Invoice', invoice.there)
      await desk.poll()
      await desk.world.poll()
      await pressDrift(desk, invoice, 'cancel_here')
      await desk.poll(2)
      expect(await desk.leftHere(note)).toBe(4_000)
    },
  },
  {
    name: '47 voided there, and written there again under its number',
    async run(desk) {
      const invoice = await alone(desk, 10_000)
      await desk.world.keeper.void('Invoice', invoice.there)
      await desk.poll()
      await pressDrift(desk, invoice, 're_export')
      await desk.poll(2)
      expect(desk.openThere(invoice)).toBe(10_000)
      expect(there(desk, 'Invoice', invoice)).toHaveLength(1)
    },
  },
  {
    name: '48 a credit note of which nothing is spent is voided here: its memo is deleted there',
    async run(desk) {
      const { note } = await pair(desk)
      expect(await desk.void(note)).toMatchObject({ status: 200 })
      await desk.poll(2)
      expect(there(desk, 'CreditMemo', note)).toEqual([])
    },
  },
  {
    name: '49 a credit note that is spent is not voided, until it is taken off',
    async run(desk) {
      const { invoice, note, allocationId } = await settled(desk)
      expect(await desk.void(note)).toMatchObject({ status: 409, code: 'credit-spent' })
      await desk.takeOff(allocationId)
      await desk.poll()
      expect(await desk.void(note)).toMatchObject({ status: 200 })
      await desk.poll(2)
      expect(there(desk, 'CreditMemo', note)).toEqual([])
      expect(desk.openThere(invoice)).toBe(10_000)
    },
  },
  {
    name: '50 taken off and voided in one minute',
    async run(desk) {
      const { note, allocationId } = await settled(desk)
      await desk.takeOff(allocationId)
      expect(await desk.void(note)).toMatchObject({ status: 200 })
      await desk.poll(3)
      expect(there(desk, 'CreditMemo', note)).toEqual([])
    },
  },
  {
    name: '51 applied and voided in one minute',
    async run(desk) {
      const { invoice, note } = await pair(desk)
      const other = await alone(desk, 8_000)
      await desk.apply(note, other, 4_000)
      expect(await desk.void(other)).toMatchObject({ status: 200 })
      await desk.poll(2)
      expect([desk.openThere(other), desk.openThere(note)]).toEqual([0, 4_000])
      expect(desk.openThere(invoice)).toBe(10_000)
    },
  },
  {
    name: '52 a credit note whose memo is spent there is not voided here, though nobody has heard of it yet',
    async run(desk) {
      const { invoice, note } = await pair(desk)
      await desk.world.keeper.pays(desk.customerId, 0, [
        [invoice.there, 40],
        [note.there, 40, 'CreditMemo'],
      ])
      expect((await desk.void(note)).status).toBe(409)
      await desk.poll(2)
      expect(await desk.leftHere(note)).toBe(0)
    },
  },
  {
    name: '53 our memo was deleted there, and is withdrawn here too',
    async run(desk) {
      const { note } = await pair(desk)
      await desk.world.keeper.delete('CreditMemo', note.there)
      await desk.poll()
      await pressDrift(desk, note, 'cancel_here')
      await desk.poll(2)
    },
  },
  {
    name: '54 voided on both sides in the same minute is no difference',
    async run(desk) {
      const invoice = await alone(desk, 10_000)
      expect(await desk.void(invoice)).toMatchObject({ status: 200 })
      await desk.world.keeper.void('Invoice', invoice.there)
      await desk.poll(2)
      await isVoidThere(desk, invoice)
    },
  },
  {
    name: '55 credit that is dated into a closed period waits, with a task, and goes once the books are opened',
    async run(desk) {
      const { invoice, note } = await pair(desk)
      desk.set('AccountingInfoPrefs', { BookCloseDate: '2027-12-31' })
      await refreshed(desk)
      await desk.apply(note, invoice, 4_000)
      await desk.poll()
      const waiting = (await desk.world.openTasks()).filter((each) => each.kind.endsWith('closed_period'))
      expect(waiting).toHaveLength(1)
      desk.set('AccountingInfoPrefs', { BookCloseDate: undefined })
      await desk.world.bill
        .ask('POST', `/inbox/tasks/${waiting[0]?.taskId}/actions/look_again`)
        .send({ input: {} })
        .expect(200)
      await desk.poll(3)
      expect([desk.openThere(invoice), desk.openThere(note)]).toEqual([6_000, 0])
    },
  },
  {
    name: '56 a document of a closed period is not voided; it is credited instead',
    async run(desk) {
      const invoice = await alone(desk, 10_000, '2026-02-10')
      desk.set('AccountingInfoPrefs', { BookCloseDate: '2026-02-28' })
      await refreshed(desk)
      expect((await desk.void(invoice)).status).toBe(409)
      const note = await desk.credit(invoice, { by: 'whole' })
      await desk.apply(note, invoice, 10_000)
      await desk.poll(2)
      desk.set('AccountingInfoPrefs', { BookCloseDate: undefined })
      await refreshed(desk)
      expect(desk.openThere(invoice)).toBe(0)
    },
  },
  {
    name: '57 credit in another currency than its customer’s there: refused there, and nothing of it is applied',
    asks: [{ minor: 4_000, reason: 'invalid_currency' }],
    async run(desk) {
      const invoice = await desk.bill(9_000)
      await desk.poll()
      const { owner } = desk.world
      const note = await desk.creditAlone(4_000)
      await owner.raw('alter table invoices disable trigger all')
      await owner('invoices').where({ invoice_id: note.invoiceId }).update({ currency: 'EUR' })
      await owner('credits').where({ source_invoice_id: note.invoiceId }).update({ currency: 'EUR' })
      await owner.raw('alter table invoices enable trigger all')
      const refused = await desk.world.bill
        .ask('POST', `/invoices/${invoice.invoiceId}/credits`)
        .send({ creditId: note.creditId, amountMinor: 4_000 })
      expect(refused.status).toBe(409)
      await desk.poll(2)
    },
  },
  {
    name: '58 an invoice that he pays partly with our credit there, and we void: first that credit is taken off there',
    async run(desk) {
      const { invoice, note } = await pair(desk)
      await desk.world.keeper.pays(desk.customerId, 0, [
        [invoice.there, 40],
        [note.there, 40, 'CreditMemo'],
      ])
      await desk.poll()
      expect(await desk.void(invoice)).toMatchObject({ status: 409, code: 'credit-notes-stand' })
      const other = await desk.bill(7_000)
      await desk.poll()
      const free = await desk.creditAlone(3_000)
      await desk.poll()
      const arrived = await desk.arrived(other)
      const paid = await desk.world.keeper.pays(desk.customerId, 0, [
        [arrived.there, 30],
        [(await desk.arrived(free)).there, 30, 'CreditMemo'],
      ])
      await desk.poll()
      expect(await desk.void(arrived)).toMatchObject({ status: 200 })
      await desk.poll(3)
      expect(desk.openThere(arrived)).toBe(0)
      expect(desk.openThere(await desk.arrived(free))).toBe(3_000)
      expect(linesFor([]).length + paid.Id.length).toBeGreaterThan(0)
    },
  },
]

async function alone(desk: CreditDesk, minor: number, issueDate?: string): Promise<Paper> {
  const invoice = await desk.bill(minor, issueDate === undefined ? {} : { issueDate })
  await desk.poll()
  return await desk.arrived(invoice)
}

const there = ({ world }: CreditDesk, kind: 'Invoice' | 'CreditMemo', { number }: Paper) =>
  [...world.sandbox.company('9130').tables[kind].rows.values()].filter((row) => row['DocNumber'] === number)

async function isVoidThere({ world }: CreditDesk, { there: id }: Paper): Promise<void> {
  const row = await world.keeper.read('Invoice', id)
  expect(row).toMatchObject({ TotalAmt: 0, PrivateNote: expect.stringMatching(/^Voided/) })
}

async function pressDrift({ world }: CreditDesk, paper: Paper, action: string): Promise<void> {
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

const refreshed = ({ world }: CreditDesk) =>
  world.sync.refreshCatalogue(world.connection, AbortSignal.timeout(20_000))
