import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyCredit, getCredit, listCredits, setCreditExpiry, unapplyCredit } from '../contract/credits.ts'
import { voidInvoice } from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, birch, createBooks, insertClient, line, type Books } from '../testing/books.ts'
import { creditNote, refusal } from '../testing/receipts.ts'

let books: Books
let clients = 0x300
const told: string[] = []

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
  books.billing.lifecycle.subscribe('creditApplied', async (_trx, _tenant, items) => {
    told.push(...items.map((each) => `applied ${each.amountMinor}`))
  })
  books.billing.lifecycle.subscribe('creditUnapplied', async (_trx, _tenant, items) => {
    told.push(...items.map((each) => `unapplied ${each.amountMinor}`))
  })
})
afterAll(() => books.close())

/** Pools are used first in, first out over all of a client's, so each test has its own. */
async function newClient(): Promise<string> {
  clients += 1
  const clientId = `00000000-0000-4000-9000-${clients.toString(16).padStart(12, '0')}`
  await insertClient(books.db, TENANT_A, clientId, `Client ${clients}`)
  return clientId
}
const invoice = (clientId: string, amountMinor = 10000) =>
  books.finalized({ clientId, lines: [line({ unitPriceMinor: amountMinor })] })
const note = (clientId: string, amountMinor: number, issueDate = '2026-03-01') =>
  creditNote(books, amountMinor, { clientId, issueDate })
const apply = (invoiceId: string, more: object = {}) =>
  books.app.execute(applyCredit, alder, { invoiceId, ...more })
const unapply = (creditAllocationId: string) =>
  books.app.execute(unapplyCredit, alder, { creditAllocationId, reason: 'another way' })
const see = (invoiceId: string) => books.app.execute(getInvoice, alder, { invoiceId })
const pool = (creditId: string) => books.app.execute(getCredit, alder, { creditId })

describe('credit', () => {
  it('pays an invoice, the oldest first, and moves what is owed but never the total', async () => {
    const clientId = await newClient()
    const younger = await note(clientId, 6000, '2026-02-20')
    const older = await note(clientId, 5000, '2026-02-10')
    const { invoiceId } = await invoice(clientId)
    told.length = 0
    const applied = await apply(invoiceId, { amountMinor: 7000 })
    expect(applied.allocations.map((each) => [each.creditId, each.amountMinor])).toEqual([
      [older.creditId, 5000],
      [younger.creditId, 2000],
    ])
    expect(applied.balanceDueMinor).toBe(3000)
    expect(await see(invoiceId)).toMatchObject({
      totalMinor: 10000,
      creditAppliedMinor: 7000,
      balanceDueMinor: 3000,
      status: 'partially_applied',
    })
    expect(await pool(older.creditId)).toMatchObject({ remainingMinor: 0, state: 'spent' })
    expect(await pool(younger.creditId)).toMatchObject({ remainingMinor: 4000, state: 'available' })
    expect(told).toEqual(['applied 5000', 'applied 2000'])
  })

  it('goes as far as it reaches when no amount is given', async () => {
    const clientId = await newClient()
    await note(clientId, 4000)
    const first = await invoice(clientId)
    expect(await apply(first.invoiceId)).toMatchObject({ balanceDueMinor: 6000 })
    expect(await refusal(apply(first.invoiceId))).toMatchObject({
      code: 'not-enough-credit',
      extra: { availableMinor: 0 },
    })
    await note(clientId, 20000)
    expect(await apply(first.invoiceId)).toMatchObject({ balanceDueMinor: 0 })
    expect(await refusal(apply(first.invoiceId))).toMatchObject({
      code: 'over-payment',
      extra: { owedMinor: 0 },
    })
  })

  it('is not applied beyond what is owed or what there is', async () => {
    const clientId = await newClient()
    const { creditId } = await note(clientId, 4000)
    const { invoiceId } = await invoice(clientId, 3000)
    expect(await refusal(apply(invoiceId, { amountMinor: 3001 }))).toMatchObject({ code: 'over-payment' })
    await apply(invoiceId, { creditId, amountMinor: 3000 })
    const next = await invoice(clientId, 3000)
    const tooMuch = apply(next.invoiceId, { creditId, amountMinor: 1001 })
    expect(await refusal(tooMuch)).toMatchObject({
      code: 'not-enough-credit',
      extra: { availableMinor: 1000 },
    })
  })

  it('is not applied for another client, in another currency, to a prepayment, a draft or a void', async () => {
    const [clientId, other] = [await newClient(), await newClient()]
    const { creditId } = await note(clientId, 4000)
    const ofOther = await invoice(other)
    const inEuros = await books.finalized({ clientId, currency: 'EUR' })
    for (const { invoiceId } of [ofOther, inEuros]) {
      expect(await refusal(apply(invoiceId, { creditId }))).toMatchObject({ code: 'credit-of-another' })
      expect(await refusal(apply(invoiceId))).toMatchObject({ code: 'not-enough-credit' })
    }
    const prepayment = await books.finalized({ clientId, invoiceType: 'prepayment' })
    const draft = await books.draft({ clientId })
    const gone = await invoice(clientId)
    await books.app.execute(voidInvoice, alder, { invoiceId: gone.invoiceId, reason: 'by mistake' })
    for (const { invoiceId } of [prepayment, draft, gone]) {
      expect(await refusal(apply(invoiceId))).toMatchObject({ code: 'not-payable' })
    }
  })

  it('is taken off again once, and is back in its pool', async () => {
    const clientId = await newClient()
    const { creditId } = await note(clientId, 4000)
    const { invoiceId } = await invoice(clientId)
    const { allocations } = await apply(invoiceId, { amountMinor: 2500 })
    const id = allocations[0]?.creditAllocationId ?? ''
    // Both balances, for whoever is about to take it off.
    expect((await pool(creditId)).allocations).toMatchObject([{ invoiceBalanceMinor: 7500 }])
    expect((await see(invoiceId)).credits).toMatchObject([{ poolRemainingMinor: 1500 }])
    told.length = 0
    const after = await unapply(id)
    expect(after).toMatchObject({ remainingMinor: 4000, state: 'available' })
    expect(after.allocations).toMatchObject([
      { amountMinor: 2500, unapplyReason: 'another way', invoiceBalanceMinor: 10000 },
    ])
    expect(await see(invoiceId)).toMatchObject({ balanceDueMinor: 10000, creditAppliedMinor: 0 })
    expect(await refusal(unapply(id))).toMatchObject({ code: 'credit-already-unapplied' })
    expect(await pool(creditId)).toMatchObject({ remainingMinor: 4000 })
    expect(told).toEqual(['unapplied 2500'])
  })

  it('can be used to the end of its last day, where the company is, and stays visible after', async () => {
    const clientId = await newClient()
    const { creditId } = await note(clientId, 4000)
    const { invoiceId } = await invoice(clientId)
    await books.app.execute(setCreditExpiry, alder, { creditId, expiresOn: '2026-03-02' })
    const started = books.clock.now().toISOString()
    try {
      // Already the third in London, still the second in New York.
      books.clock.set('2026-03-03T04:59:00.000Z')
      const { allocations } = await apply(invoiceId, { amountMinor: 1000 })
      books.clock.set('2026-03-03T05:01:00.000Z')
      expect(await refusal(apply(invoiceId, { creditId }))).toMatchObject({ code: 'credit-expired' })
      expect(await refusal(apply(invoiceId))).toMatchObject({ code: 'not-enough-credit' })
      await unapply(allocations[0]?.creditAllocationId ?? '')
      const list = (state: 'available' | 'expired') =>
        books.app.execute(listCredits, alder, { clientId, state }).then((page) => page.items)
      expect(await list('expired')).toMatchObject([{ creditId, remainingMinor: 4000, state: 'expired' }])
      expect(await list('available')).toEqual([])
      await books.app.execute(setCreditExpiry, alder, { creditId, expiresOn: null })
      expect(await list('available')).toMatchObject([{ creditId }])
    } finally {
      books.clock.set(started)
    }
  })

  it('goes back to its pool when the invoice is voided', async () => {
    const clientId = await newClient()
    const { creditId } = await note(clientId, 4000)
    const { invoiceId } = await invoice(clientId)
    await apply(invoiceId)
    await books.app.execute(voidInvoice, alder, { invoiceId, reason: 'by mistake' })
    expect(await pool(creditId)).toMatchObject({ remainingMinor: 4000 })
    const { rows } = await books.db.owner.raw(
      'select sum(receivable_minor)::bigint as owed from transactions where invoice_id = ?',
      [invoiceId],
    )
    expect(rows).toEqual([{ owed: 0 }])
  })

  it('is withdrawn with its credit note, unless some of it is spent', async () => {
    const clientId = await newClient()
    const { noteId, creditId } = await note(clientId, 4000)
    const { invoiceId } = await invoice(clientId)
    const { allocations } = await apply(invoiceId, { amountMinor: 1 })
    const cancel = () => books.app.execute(voidInvoice, alder, { invoiceId: noteId, reason: 'by mistake' })
    expect(await refusal(cancel())).toMatchObject({ code: 'credit-spent' })
    await unapply(allocations[0]?.creditAllocationId ?? '')
    await cancel()
    expect(await pool(creditId)).toMatchObject({ state: 'withdrawn' })
    expect(await refusal(apply(invoiceId, { creditId }))).toMatchObject({ code: 'credit-withdrawn' })
    expect(await refusal(apply(invoiceId))).toMatchObject({ code: 'not-enough-credit' })
    const expiry = books.app.execute(setCreditExpiry, alder, { creditId, expiresOn: null })
    expect(await refusal(expiry)).toMatchObject({ code: 'credit-withdrawn' })
  })

  it('is listed page by page, newest first', async () => {
    const clientId = await newClient()
    const made = [
      await note(clientId, 1, '2026-02-01'),
      await note(clientId, 2, '2026-02-02'),
      await note(clientId, 3, '2026-02-02'),
    ]
    const first = await books.app.execute(listCredits, alder, { clientId, limit: 2 })
    const rest = await books.app.execute(listCredits, alder, {
      clientId,
      limit: 2,
      cursor: first.nextCursor ?? undefined,
    })
    const ids = [...first.items, ...rest.items].map((each) => each.creditId)
    expect(ids.toSorted()).toEqual(made.map((each) => each.creditId).toSorted())
    expect(ids.at(-1)).toBe(made[0]?.creditId)
    expect(rest.nextCursor).toBeNull()
  })

  it('of one company is not there for another', async () => {
    const { creditId } = await note(await newClient(), 4000)
    expect(await refusal(books.app.execute(getCredit, birch, { creditId }))).toMatchObject({
      code: 'not-found',
    })
    const expiry = books.app.execute(setCreditExpiry, birch, { creditId, expiresOn: '2026-01-01' })
    expect(await refusal(expiry)).toMatchObject({ code: 'not-found' })
    expect(await pool(creditId)).toMatchObject({ expiresOn: null })
  })
})
