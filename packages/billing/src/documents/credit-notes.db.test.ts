import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  creditInvoice,
  deleteDraft,
  finalizeInvoices,
  updateDraft,
  voidInvoice,
} from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import { planOf, type CreditChoice } from '../screens/invoices/credit-plan.ts'
import { creditUseCases } from '../credits/use-cases.ts'
import {
  alder,
  birch,
  CLIENT,
  createBooks,
  line,
  pay,
  REGION,
  trailAndBalances,
  type Books,
} from '../testing/books.ts'

let books: Books
beforeAll(async () => {
  books = await createBooks(creditUseCases)
})
afterAll(() => books.close())

const cancel = (invoiceId: string) =>
  books.app.execute(voidInvoice, alder, { invoiceId, reason: 'entered twice' })
const show = (invoiceId: string) => books.app.execute(getInvoice, alder, { invoiceId })
const finalize = (invoiceId: string) =>
  books.app.execute(finalizeInvoices, alder, { invoiceIds: [invoiceId] })
const credit = (invoiceId: string, part: Record<string, unknown>) =>
  books.app.execute(creditInvoice, alder, { invoiceId, part })

async function expectTheTrailToAgree(): Promise<void> {
  const { trail, owed } = await trailAndBalances(books)
  expect(trail).toBe(owed)
}

describe('a credit note for an invoice', () => {
  const taxed = () =>
    books.finalized({
      taxRegionId: REGION,
      lines: [line({ quantity: '3', unitPriceMinor: 3333 }), line({ taxable: false })],
    })

  it('gives all of it back, tax as it was taken, and its credit once it is finalized', async () => {
    const invoice = await taxed()
    // The rates have changed since; what was taken is what goes back.
    await books.db.owner('tax_rates').update({ valid_to: '2026-03-01' })
    const note = await credit(invoice.invoiceId, { by: 'whole' })
    await books.db.owner('tax_rates').update({ valid_to: null })
    expect(note).toMatchObject({
      invoiceType: 'credit_note',
      status: 'draft',
      sourceNumber: invoice.number,
      netMinor: invoice.netMinor,
      taxMinor: invoice.taxMinor,
      totalMinor: invoice.totalMinor,
    })
    expect(note.taxes.map((tax) => tax.taxMinor)).toEqual(invoice.taxes.map((tax) => tax.taxMinor))
    expect((await show(note.invoiceId)).creditPool).toBeNull()
    const { finalized } = await finalize(note.invoiceId)
    expect(finalized[0]?.number).toMatch(/^CM-\d+$/)
    expect(await show(note.invoiceId)).toMatchObject({
      status: 'paid',
      balanceDueMinor: 0,
      creditPool: { amountMinor: invoice.totalMinor, remainingMinor: invoice.totalMinor },
    })
    expect(await show(invoice.invoiceId)).toMatchObject({
      creditableMinor: 0,
      creditNotes: [{ number: finalized[0]?.number, totalMinor: invoice.totalMinor }],
    })
    await expect(credit(invoice.invoiceId, { by: 'whole' })).rejects.toMatchObject({
      code: 'nothing-left-to-credit',
    })
  })

  it('can be made in parts until nothing is left, and a deleted one gives its part free again', async () => {
    const invoice = await taxed()
    const [first] = invoice.lines
    const one = await credit(invoice.invoiceId, {
      by: 'lines',
      lines: [{ lineId: first?.lineId, quantity: '1' }],
    })
    expect(one).toMatchObject({
      netMinor: 3333,
      taxMinor: 329,
      lines: [{ quantity: '1', unitPriceMinor: 3333 }],
    })
    const two = await credit(invoice.invoiceId, { by: 'amount', amountMinor: 5001 })
    expect(two.totalMinor).toBe(5001)
    const left = invoice.totalMinor - one.totalMinor - two.totalMinor
    expect((await show(invoice.invoiceId)).creditableMinor).toBe(left)
    await expect(credit(invoice.invoiceId, { by: 'amount', amountMinor: left + 1 })).rejects.toMatchObject({
      code: 'more-than-remains',
      extra: { remainingMinor: left },
    })
    await books.app.execute(deleteDraft, alder, { invoiceId: two.invoiceId })
    expect(await credit(invoice.invoiceId, { by: 'amount', amountMinor: left + 5001 })).toMatchObject({
      totalMinor: left + 5001,
    })
    expect((await show(invoice.invoiceId)).creditableMinor).toBe(0)
  })

  it('comes to what its preview says, to the cent and line by line, after any part that was given back', async () => {
    const invoice = await books.finalized({
      taxRegionId: REGION,
      lines: [
        line({ quantity: '3', unitPriceMinor: 3333 }),
        line({ unitPriceMinor: 1999 }),
        line({ taxable: false, unitPriceMinor: 777 }),
      ],
    })
    const [first, second] = invoice.lines.map((each) => each.lineId)
    const parts: CreditChoice[] = [
      { way: 'amount', amount: '10.01', quantities: {} },
      { way: 'lines', amount: '', quantities: { [first ?? '']: '1', [second ?? '']: '' } },
      { way: 'amount', amount: '0.05', quantities: {} },
      { way: 'whole', amount: '', quantities: {} },
    ]
    for (const choice of parts) {
      const preview = planOf(await show(invoice.invoiceId), choice, 'en')
      if (!preview.ok) throw new Error(preview.mistake)
      const { netMinor, taxes, amountMinor } = preview
      const made = await credit(invoice.invoiceId, preview.part)
      expect({ netMinor, amountMinor, taxes }, choice.way).toEqual({
        netMinor: made.netMinor,
        amountMinor: made.totalMinor,
        taxes: made.taxes.filter((tax) => tax.taxMinor !== 0),
      })
    }
    expect((await show(invoice.invoiceId)).creditableMinor).toBe(0)
  })

  it('is made by one of several who give back the same at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const invoice = await taxed()
      const attempts = Array.from({ length: 4 }, () => credit(invoice.invoiceId, { by: 'whole' }))
      const outcomes = await Promise.allSettled(attempts)
      expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
      expect((await show(invoice.invoiceId)).creditableMinor).toBe(0)
    }
  })

  it('keeps its lines when it is edited', async () => {
    const invoice = await taxed()
    const note = await credit(invoice.invoiceId, { by: 'whole' })
    const asRead = note.lines.map(({ description, quantity, unitPriceMinor, discountMinor, taxable }) => ({
      description,
      quantity,
      unitPriceMinor,
      discountMinor,
      taxable,
    }))
    const edit = { invoiceId: note.invoiceId, clientId: CLIENT, notes: 'sorry', lines: asRead }
    const saved = await books.app.execute(updateDraft, alder, { ...edit, version: 1 })
    expect(saved).toMatchObject({
      notes: 'sorry',
      version: 2,
      totalMinor: invoice.totalMinor,
      taxes: invoice.taxes,
    })
    await expect(
      books.app.execute(updateDraft, alder, {
        ...edit,
        version: 2,
        lines: [line({ unitPriceMinor: 999_999 })],
      }),
    ).rejects.toMatchObject({ code: 'follows-its-invoice' })
  })

  it('stops the invoice from being voided, and is stopped by an invoice that is', async () => {
    const invoice = await taxed()
    const note = await credit(invoice.invoiceId, { by: 'amount', amountMinor: 100 })
    const outcomes = await Promise.allSettled([cancel(invoice.invoiceId), finalize(note.invoiceId)])
    expect(outcomes.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    const lost = outcomes.find((each) => each.status === 'rejected')
    expect(['credit-notes-stand', 'not-ready']).toContain(lost?.reason.code)
  })

  it('is made for finalized invoices that stand, of one’s own, and not before their date', async () => {
    const draft = await books.draft()
    await expect(credit(draft.invoiceId, { by: 'whole' })).rejects.toMatchObject({ code: 'not-creditable' })
    const note = await books.finalized({ invoiceType: 'credit_note' })
    await expect(credit(note.invoiceId, { by: 'whole' })).rejects.toMatchObject({ code: 'not-creditable' })
    const { invoiceId } = await books.finalized()
    await expect(
      books.app.execute(creditInvoice, birch, { invoiceId, part: { by: 'whole' } }),
    ).rejects.toMatchObject({ status: 404 })
    await expect(
      books.app.execute(creditInvoice, alder, { invoiceId, part: { by: 'whole' }, issueDate: '2026-03-01' }),
    ).rejects.toMatchObject({ fields: [{ field: 'issueDate' }] })
  })
})

describe('a prepayment', () => {
  it('is owed like an invoice, has numbers of its own, and becomes credit when it is paid', async () => {
    const { invoiceId, number } = await books.finalized({ invoiceType: 'prepayment' })
    expect(number).toMatch(/^PRE-/)
    expect(await show(invoiceId)).toMatchObject({ status: 'sent', balanceDueMinor: 10000, creditPool: null })
    await pay(books, invoiceId, 10000)
    expect(await show(invoiceId)).toMatchObject({
      status: 'paid',
      balanceDueMinor: 0,
      creditPool: { amountMinor: 10000, remainingMinor: 10000 },
    })
    await expectTheTrailToAgree()
  })
})
