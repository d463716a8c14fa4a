import { Problem } from '@tieout/platform'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applyCredit } from '../contract/credits.ts'
import { creditInvoice, finalizeInvoices, reopenInvoice, voidInvoice } from '../contract/invoice-commands.ts'
import { recordExternalPayment } from '../payments/record.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, CLIENT, createBooks, type Books } from '../testing/books.ts'
import { findDisagreements } from '../testing/disagreements.ts'
import { creditNote, inBooks, money } from '../testing/receipts.ts'

/** Every one on a connection of its own, many times over, since a race may be won by chance. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 12)

let books: Books
beforeAll(async () => {
  books = await createBooks(moneyUseCases)
})
afterAll(() => books.close())

const reason = 'by mistake'
const stored = (invoiceId: string) => books.db.owner('invoices').where({ invoice_id: invoiceId }).first()
const reopen = (invoiceId: string, version = 2) =>
  books.app.execute(reopenInvoice, alder, { invoiceId, version, reason })
const finalize = (invoiceId: string) =>
  books.app.execute(finalizeInvoices, alder, { invoiceIds: [invoiceId] })

/** Codes of those that were refused; anything else that was thrown is a failure. */
async function refusals(works: Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(works)
  return settled.flatMap((each) => {
    if (each.status === 'fulfilled') return []
    if (each.reason instanceof Problem) return [each.reason.code]
    throw each.reason
  })
}

/** `second` is laid beside a reopening: one of the two is done, and the document says which. */
async function race(
  prepare: () => Promise<{ invoiceId: string; second: () => Promise<unknown>; lost: string }>,
): Promise<void> {
  const winners = new Set<string>()
  for (let round = 0; round < ROUNDS; round += 1) {
    const { invoiceId, second, lost } = await prepare()
    // Whoever is called first has a head start; they take turns.
    const works = round % 2 === 0 ? [reopen(invoiceId), second()] : [second(), reopen(invoiceId)]
    const codes = await refusals(works)
    const { finalized_at: finalizedAt } = await stored(invoiceId)
    const winner = finalizedAt === null ? 'reopen' : 'second'
    winners.add(winner)
    expect(codes).toEqual([winner === 'reopen' ? expect.stringMatching(/^not-/) : lost])
    expect(await findDisagreements(books.db, CLIENT)).toEqual([])
  }
  expect([...winners].toSorted()).toEqual(['reopen', 'second'])
}

it('a payment and a reopening leave either a paid invoice or a draft, never both', () =>
  race(async () => {
    const { invoiceId } = await books.finalized()
    const allocations = [{ invoiceId, amountMinor: 100 }]
    const second = () => inBooks(books, (ctx) => recordExternalPayment(ctx, money({ allocations })))
    return { invoiceId, second, lost: 'payments-stand' }
  }))

it('an application of credit and a reopening leave either a credited invoice or a draft', () =>
  race(async () => {
    const { creditId } = await creditNote(books, 5000)
    const { invoiceId } = await books.finalized()
    const second = () => books.app.execute(applyCredit, alder, { invoiceId, creditId })
    return { invoiceId, second, lost: 'credit-stands' }
  }))

it('a credit note made and a reopening leave either the note or a draft', () =>
  race(async () => {
    const { invoiceId } = await books.finalized()
    const second = () => books.app.execute(creditInvoice, alder, { invoiceId, part: { by: 'whole' } })
    return { invoiceId, second, lost: 'credit-notes-made' }
  }))

it('a void and a reopening leave either a void invoice or a draft', () =>
  race(async () => {
    const { invoiceId } = await books.finalized()
    const second = () => books.app.execute(voidInvoice, alder, { invoiceId, reason })
    return { invoiceId, second, lost: 'already-cancelled' }
  }))

it('of two reopenings one is done, and the trail has it once', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { invoiceId } = await books.finalized()
    expect(await refusals([reopen(invoiceId), reopen(invoiceId)])).toEqual(['not-finalized'])
    const kinds: string[] = await books.db
      .owner('transactions')
      .where({ invoice_id: invoiceId })
      .orderBy('receivable_minor')
      .pluck('kind')
    expect(kinds).toEqual(['invoice_reopened', 'invoice_finalized'])
  }
})

it('leaves no gap and no number twice when twenty are finalized while others go back and forth', async () => {
  const drafts = await Promise.all(Array.from({ length: 20 }, () => books.draft()))
  const posted = await Promise.all(Array.from({ length: 10 }, () => books.finalized()))
  const doomed = new Set(drafts.filter((_, at) => at % 4 === 0).map((draft) => draft.invoiceId))
  let failing = true
  books.billing.lifecycle.subscribe('finalized', async (_trx, _tenant, items) => {
    if (failing && items.some((item) => doomed.has(item.invoiceId))) throw new Error('no')
  })
  const backAndForth = async (invoiceId: string) => {
    await reopen(invoiceId)
    await finalize(invoiceId)
    await reopen(invoiceId, 4)
    await finalize(invoiceId)
  }
  const outcomes = await Promise.allSettled([
    ...drafts.map((draft) => finalize(draft.invoiceId)),
    ...posted.map((document) => backAndForth(document.invoiceId)),
  ])
  expect(outcomes.filter((each) => each.status === 'rejected')).toHaveLength(doomed.size)
  failing = false
  await books.app.execute(finalizeInvoices, alder, { invoiceIds: [...doomed] })

  const numbers: string[] = await books.db
    .owner('invoices')
    .where({ invoice_type: 'standard' })
    .whereNotNull('number')
    .orderBy('number')
    .pluck('number')
  expect(numbers).toEqual(numbers.map((_, at) => `INV-${String(at + 1).padStart(5, '0')}`))
  for (const { invoiceId, number } of posted) {
    expect(await stored(invoiceId)).toMatchObject({ number, version: 6, finalized_at: expect.anything() })
  }
  expect(await findDisagreements(books.db, CLIENT)).toEqual([])
})
