import { createMailer, createMailTemplates } from '@tieout/platform'
import { TENANT_A, testClock, testIds } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyCredit, unapplyCredit } from '../contract/credits.ts'
import {
  creditInvoice,
  deleteDraft,
  finalizeInvoices,
  reopenInvoice,
  updateDraft,
  voidInvoice,
} from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import { getInvoicePdf, getPortalInvoicePdf, sendInvoice } from '../contract/papers.ts'
import { reversePayment } from '../contract/payments.ts'
import {
  getAgeing,
  getPortalInvoice,
  getStatement,
  listPortalInvoices,
  portalBalance,
} from '../contract/receivables.ts'
import { billingMails } from '../papers/mails.ts'
import { paperUseCases } from '../papers/use-cases.ts'
import { recordExternalPayment } from '../payments/record.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, birch, CLIENT, createBooks, insertClient, line, type Books } from '../testing/books.ts'
import { findDisagreements } from '../testing/disagreements.ts'
import { creditNote, inBooks, money } from '../testing/receipts.ts'
import { person } from '../testing/world.ts'

let books: Books
beforeAll(async () => {
  const mailer = createMailer({
    clock: testClock(),
    ids: testIds(5),
    templates: createMailTemplates([billingMails]),
    publicOrigin: 'https://psa.example.com',
    jobs: null,
  })
  books = await createBooks((billing) => [...moneyUseCases(billing), ...paperUseCases({ mailer })])
})
afterAll(() => books.close())

const reason = 'wrong quantity'
const show = (invoiceId: string) => books.app.execute(getInvoice, alder, { invoiceId })
const finalize = (invoiceId: string) =>
  books.app.execute(finalizeInvoices, alder, { invoiceIds: [invoiceId] })
const reopen = async (invoiceId: string) => {
  const { version } = await show(invoiceId)
  return await books.app.execute(reopenInvoice, alder, { invoiceId, version, reason })
}
const edit = async (invoiceId: string, fields: Record<string, unknown>) => {
  const { version, clientId } = await show(invoiceId)
  return await books.app.execute(updateDraft, alder, {
    invoiceId,
    version,
    clientId,
    lines: [line()],
    ...fields,
  })
}
const ofPortal = (clientId: string) =>
  person({ audience: 'portal', clientId, permissions: new Set(['portal_invoice:read']) })
const record = (payment: ReturnType<typeof money>) =>
  inBooks(books, (ctx) => recordExternalPayment(ctx, payment))
const trailOf = (invoiceId: string) =>
  books.db.owner('transactions').where({ invoice_id: invoiceId }).orderBy(['recorded_at', 'transaction_id'])
const nextNumber = async (): Promise<number> =>
  (await books.db.owner('number_sequences').where({ tenant: TENANT_A, kind: 'invoice' }).first()).next_number

async function expectTheBooksToAgree(...clients: string[]): Promise<void> {
  for (const clientId of [CLIENT, ...clients]) {
    expect(await findDisagreements(books.db, clientId)).toEqual([])
  }
}

describe('back to draft', () => {
  it('takes back what was owed, keeps the number, and records who did it and why', async () => {
    const { invoiceId, number } = await books.finalized()
    const heard: unknown[] = []
    books.billing.lifecycle.subscribe('reopened', async (_trx, _tenant, items) => void heard.push(...items))
    books.clock.advance(1000)
    expect(await reopen(invoiceId)).toMatchObject({
      status: 'draft',
      number,
      finalizedAt: null,
      parties: null,
      balanceDueMinor: 0,
      version: 3,
    })
    expect(heard).toEqual([{ invoiceId, invoiceType: 'standard', reason }])
    expect(await trailOf(invoiceId)).toMatchObject([
      { kind: 'invoice_finalized', receivable_minor: 10000 },
      { kind: 'invoice_reopened', amount_minor: 10000, receivable_minor: -10000, reason },
    ])
    expect((await show(invoiceId)).activity[0]).toMatchObject({ action: 'invoice.reopened', reason })
    await expectTheBooksToAgree()
  })

  it('gives the same number again when it is finalized, and takes none from the sequence', async () => {
    const other = '00000000-0000-4000-9000-0000000000d1'
    await insertClient(books.db, TENANT_A, other, 'Elm Street Dental')
    const { invoiceId, number } = await books.finalized()
    const next = await nextNumber()
    await reopen(invoiceId)
    await edit(invoiceId, { clientId: other, lines: [line({ unitPriceMinor: 777 })] })
    expect((await finalize(invoiceId)).finalized).toMatchObject([{ invoiceId, number }])
    expect(await nextNumber()).toBe(next)
    expect(await show(invoiceId)).toMatchObject({
      number,
      clientId: other,
      balanceDueMinor: 777,
      parties: { client: { name: 'Elm Street Dental' } },
    })
    expect(await nextNumber()).toBe(next)
    expect((await books.finalized()).number).toBe(`INV-${String(next).padStart(5, '0')}`)
    await expectTheBooksToAgree(other)
  })

  it('finalizes numbered and new drafts together, each with its own number', async () => {
    const old = await books.finalized()
    const next = await nextNumber()
    await reopen(old.invoiceId)
    const fresh = await books.draft()
    const invoiceIds = [fresh.invoiceId, old.invoiceId]
    const { finalized } = await books.app.execute(finalizeInvoices, alder, { invoiceIds })
    expect(new Map(finalized.map((each) => [each.invoiceId, each.number]))).toEqual(
      new Map([
        [old.invoiceId, old.number],
        [fresh.invoiceId, `INV-${String(next).padStart(5, '0')}`],
      ]),
    )
  })

  it('lets no day of the statement or the ageing owe it twice', async () => {
    const clientId = '00000000-0000-4000-9000-0000000000d2'
    await insertClient(books.db, TENANT_A, clientId, 'Fir & Sons')
    const { invoiceId } = await books.finalized({ clientId, issueDate: '2026-02-10' })
    await reopen(invoiceId)
    await edit(invoiceId, { issueDate: '2026-02-20', lines: [line({ unitPriceMinor: 400 })] })
    await finalize(invoiceId)
    const owedOn = async (day: string) => {
      const period = { clientId, from: '2026-01-01', to: day }
      const { currencies } = await books.app.execute(getStatement, alder, period)
      const ageing = await books.app.execute(getAgeing, alder, { asOf: day, limit: 200 })
      const aged = ageing.items.find((each) => each.clientId === clientId)
      return [currencies[0]?.closingMinor ?? 0, aged?.totalMinor ?? 0]
    }
    expect(await owedOn('2026-02-10')).toEqual([0, 0])
    expect(await owedOn('2026-02-19')).toEqual([0, 0])
    expect(await owedOn('2026-02-20')).toEqual([400, 400])
    expect(await owedOn('2026-12-31')).toEqual([400, 400])
  })

  it('takes its PDF away and sends it no more', async () => {
    const { invoiceId } = await books.finalized()
    const pia = ofPortal(CLIENT)
    await books.app.execute(getInvoicePdf, alder, { invoiceId })
    await books.app.execute(getPortalInvoicePdf, pia, { invoiceId })
    await reopen(invoiceId)
    for (const [useCase, who, refused] of [
      [getInvoicePdf, alder, { code: 'not-finalized' }],
      [getPortalInvoicePdf, pia, { status: 404 }],
    ] as const) {
      await expect(books.app.execute(useCase, who, { invoiceId })).rejects.toMatchObject(refused)
    }
    const to = 'ap@cedar.example'
    await expect(books.app.execute(sendInvoice, alder, { invoiceId, to, message: '' })).rejects.toMatchObject(
      { code: 'not-finalized' },
    )
  })

  it('hides it from the client until it is finalized again', async () => {
    const clientId = '00000000-0000-4000-9000-0000000000d3'
    await insertClient(books.db, TENANT_A, clientId, 'Gum Tree Vets')
    const pia = ofPortal(clientId)
    const { invoiceId } = await books.finalized({ clientId })
    const seen = async () => (await books.app.execute(listPortalInvoices, pia, {})).items.length
    expect(await seen()).toBe(1)
    await reopen(invoiceId)
    expect(await seen()).toBe(0)
    expect((await books.app.execute(portalBalance, pia, {})).currencies).toEqual([])
    await expect(books.app.execute(getPortalInvoice, pia, { invoiceId })).rejects.toMatchObject({
      status: 404,
    })
    await finalize(invoiceId)
    expect(await seen()).toBe(1)
  })

  it('needs a finalized document of one’s own, the version that was read, and a reason', async () => {
    const draft = await books.draft()
    await expect(reopen(draft.invoiceId)).rejects.toMatchObject({ code: 'not-finalized' })
    const { invoiceId } = await books.finalized()
    const ask = (fields: Record<string, unknown>, who = alder) =>
      books.app.execute(reopenInvoice, who, { invoiceId, version: 2, reason, ...fields })
    await expect(ask({ version: 1 })).rejects.toMatchObject({ code: 'changed-meanwhile' })
    await expect(ask({ reason: ' ' })).rejects.toMatchObject({ fields: [{ field: 'reason' }] })
    await expect(ask({ reason: 'x'.repeat(501) })).rejects.toMatchObject({ fields: [{ field: 'reason' }] })
    await expect(ask({}, birch)).rejects.toMatchObject({ status: 404 })
    await books.app.execute(voidInvoice, alder, { invoiceId, reason })
    await expect(reopen(invoiceId)).rejects.toMatchObject({ code: 'already-cancelled' })
  })

  it('is refused to credit notes', async () => {
    const { noteId } = await creditNote(books)
    await expect(reopen(noteId)).rejects.toMatchObject({ status: 409, code: 'credit-note-stays' })
  })

  it('waits until payments are taken back', async () => {
    const { invoiceId } = await books.finalized()
    const { paymentId } = await record(money({ allocations: [{ invoiceId, amountMinor: 4000 }] }))
    await expect(reopen(invoiceId)).rejects.toMatchObject({
      code: 'payments-stand',
      extra: { payments: [{ amountMinor: 4000 }] },
    })
    await books.app.execute(reversePayment, alder, { paymentId, reason })
    expect(await reopen(invoiceId)).toMatchObject({ status: 'draft' })
    await expectTheBooksToAgree()
  })

  it('waits until credit is taken off', async () => {
    const { creditId } = await creditNote(books)
    const { invoiceId } = await books.finalized()
    const { allocations } = await books.app.execute(applyCredit, alder, { invoiceId, creditId })
    await expect(reopen(invoiceId)).rejects.toMatchObject({ code: 'credit-stands' })
    const creditAllocationId = allocations[0]?.creditAllocationId ?? ''
    await books.app.execute(unapplyCredit, alder, { creditAllocationId, reason })
    expect(await reopen(invoiceId)).toMatchObject({ status: 'draft' })
    await expectTheBooksToAgree()
  })

  it('is refused once a credit note was made from it, be that draft, finalized or void', async () => {
    const { invoiceId } = await books.finalized()
    const make = () => books.app.execute(creditInvoice, alder, { invoiceId, part: { by: 'whole' } })
    const refused = { code: 'credit-notes-made', extra: { creditNotes: [{ totalMinor: 10000 }] } }
    const draft = await make()
    await expect(reopen(invoiceId)).rejects.toMatchObject(refused)
    await finalize(draft.invoiceId)
    await expect(reopen(invoiceId)).rejects.toMatchObject(refused)
    await books.app.execute(voidInvoice, alder, { invoiceId: draft.invoiceId, reason })
    await expect(reopen(invoiceId)).rejects.toMatchObject(refused)

    const free = await books.finalized()
    const gone = await books.app.execute(creditInvoice, alder, {
      invoiceId: free.invoiceId,
      part: { by: 'whole' },
    })
    await books.app.execute(deleteDraft, alder, { invoiceId: gone.invoiceId })
    expect(await reopen(free.invoiceId)).toMatchObject({ status: 'draft' })
  })

  it('lets a prepayment become credit for what it says when it is paid again', async () => {
    const prepayment = await books.finalized({ invoiceType: 'prepayment' })
    const { invoiceId } = prepayment
    const payFor = (amountMinor: number) =>
      record(money({ amountMinor, allocations: [{ invoiceId, amountMinor }] }))
    const { paymentId } = await payFor(10000)
    await books.app.execute(reversePayment, alder, { paymentId, reason })
    await reopen(invoiceId)
    await edit(invoiceId, { lines: [line({ unitPriceMinor: 2500 })] })
    await finalize(invoiceId)
    await payFor(2500)
    expect((await show(invoiceId)).creditPool).toMatchObject({
      amountMinor: 2500,
      remainingMinor: 2500,
      withdrawnAt: null,
    })
    await expectTheBooksToAgree()
  })
})

describe('a draft that keeps a number', () => {
  it('is not deleted, but finalized again and voided', async () => {
    const { invoiceId, number } = await books.finalized()
    await reopen(invoiceId)
    await expect(books.app.execute(deleteDraft, alder, { invoiceId })).rejects.toMatchObject({
      status: 409,
      code: 'number-reserved',
      extra: { number },
    })
    await finalize(invoiceId)
    expect(await books.app.execute(voidInvoice, alder, { invoiceId, reason })).toMatchObject({
      status: 'cancelled',
      number,
    })
  })

  it('takes neither money nor credit', async () => {
    const { creditId } = await creditNote(books)
    const { invoiceId } = await books.finalized()
    await reopen(invoiceId)
    await expect(record(money({ allocations: [{ invoiceId, amountMinor: 1 }] }))).rejects.toMatchObject({
      code: 'not-payable',
    })
    await expect(books.app.execute(applyCredit, alder, { invoiceId, creditId })).rejects.toMatchObject({
      code: 'not-payable',
    })
  })
})
