import { notFound, Problem } from '@tieout/platform'
import { TENANT_A } from '@tieout/platform/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applyCredit, unapplyCredit } from '../contract/credits.ts'
import {
  deleteDraft,
  finalizeInvoices,
  reopenInvoice,
  updateDraft,
  voidInvoice,
} from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import { applyPayment, reverseAllocation, reversePayment } from '../contract/payments.ts'
import { clientBalance, getAgeing, getStatement } from '../contract/receivables.ts'
import { recordExternalPayment } from '../payments/record.ts'
import { alder, createBooks, insertClient, line, REGION, type Books } from '../testing/books.ts'
import { findDisagreements } from '../testing/disagreements.ts'
import { inBooks, money } from '../testing/receipts.ts'
import { moneyUseCases } from './use-cases.ts'

let books: Books

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
})
afterAll(() => books.close())

/** What a step does; the numbers choose which document, receipt or pool, and how much. */
const KINDS = [
  'invoice',
  'prepayment',
  'credit note',
  'pay',
  'pay',
  'keep',
  'apply receipt',
  'reverse payment',
  'reverse allocation',
  'apply credit',
  'apply credit',
  'unapply credit',
  'void',
  'reopen',
  'reopen',
  'finalize again',
] as const
const step = fc.record({
  kind: fc.constantFrom(...KINDS),
  which: fc.nat(1000),
  other: fc.nat(1000),
  amount: fc.integer({ min: 1, max: 3000 }),
})
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

const chosen = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(1, from.length)]

interface Row {
  id: string
  currency: string
}

const list = async (sql: string, clientId: string): Promise<Row[]> =>
  (await books.db.owner.raw(`${sql} order by 1`, [clientId])).rows

const documents = (clientId: string) =>
  list('select invoice_id as id, currency from invoices where client_id = ?', clientId)
const reopened = (clientId: string) =>
  list(
    'select invoice_id as id, currency from invoices where client_id = ? and finalized_at is null',
    clientId,
  )
const payments = (clientId: string) =>
  list('select payment_id as id, currency from payments where client_id = ?', clientId)

async function draftAndFinalize(
  clientId: string,
  invoiceType: string,
  { which, amount }: Step,
): Promise<void> {
  await books.finalized({
    clientId,
    invoiceType,
    currency: which % 3 === 0 ? 'EUR' : 'USD',
    taxRegionId: REGION,
    lines: [
      line({ quantity: `${1 + (which % 4)}.3333`, unitPriceMinor: amount }),
      line({ unitPriceMinor: amount + 7, discountMinor: 5, taxable: false }),
    ],
  })
}

async function pay(clientId: string, { which, other, amount }: Step): Promise<void> {
  const found = await documents(clientId)
  const [first, second] = [chosen(found, which), chosen(found, other)]
  if (!first || !second) return
  // Half of the time exactly what is owed, else hardly anything would ever be paid in full.
  const owed = await books.db
    .owner('invoice_balances')
    .where({ invoice_id: first.id })
    .first('balance_due_minor')
  const part = amount % 2 === 0 && owed.balance_due_minor > 0 ? owed.balance_due_minor : amount
  const allocations = [{ invoiceId: first.id, amountMinor: part }]
  if (second.id !== first.id && other % 2 === 0) {
    allocations.push({ invoiceId: second.id, amountMinor: 1 + (amount % 50) })
  }
  const total = allocations.reduce((sum, each) => sum + each.amountMinor, 0)
  await record(clientId, first.currency, total + (amount % 3), allocations)
}

const record = (
  clientId: string,
  currency: string,
  amountMinor: number,
  allocations: { invoiceId: string; amountMinor: number }[],
) =>
  inBooks(books, (ctx) => recordExternalPayment(ctx, money({ clientId, currency, amountMinor, allocations })))

/** Half of the time for another amount, since that is what going back to draft is for. */
async function finalizeAgain(clientId: string, { which, amount }: Step): Promise<void> {
  const invoiceId = chosen(await reopened(clientId), which)?.id
  // None there: nothing was done, and nothing is counted as done.
  if (invoiceId === undefined) throw notFound('draft')
  await expect(books.app.execute(deleteDraft, alder, { invoiceId })).rejects.toMatchObject({
    code: 'number-reserved',
  })
  const { version } = await books.app.execute(getInvoice, alder, { invoiceId })
  if (amount % 2 === 0) {
    const lines = [line({ unitPriceMinor: amount })]
    await books.app.execute(updateDraft, alder, { invoiceId, version, clientId, lines })
  }
  await books.app.execute(finalizeInvoices, alder, { invoiceIds: [invoiceId] })
}

/** Of each kind of document as many numbers as documents, from the first to the last. */
async function numbersAreWhole(): Promise<void> {
  const { rows } = await books.db.owner.raw(`
    select invoice_type, count(*)::int as documents, count(distinct number)::int as numbers,
      max(right(number, 5)::int) as highest
    from invoices group by 1 order by 1`)
  for (const { documents, numbers, highest } of rows)
    expect([numbers, highest]).toEqual([documents, documents])
}

async function takeBack(clientId: string, { kind, which }: Step): Promise<void> {
  const reason = 'taken back'
  if (kind === 'reverse payment') {
    const payment = chosen(await payments(clientId), which)
    if (payment) await books.app.execute(reversePayment, alder, { paymentId: payment.id, reason })
    return
  }
  const table = kind === 'unapply credit' ? 'credit_allocations' : 'invoice_payments'
  const found = await list(
    `select a.allocation_id as id, i.currency from ${table} a join invoices i using (tenant, invoice_id)
     where i.client_id = ?`,
    clientId,
  )
  const id = chosen(found, which)?.id
  if (id === undefined) return
  if (kind === 'reverse allocation')
    await books.app.execute(reverseAllocation, alder, { allocationId: id, reason })
  else await books.app.execute(unapplyCredit, alder, { creditAllocationId: id, reason })
}

async function take(clientId: string, doing: Step): Promise<void> {
  const { kind, which, other, amount } = doing
  const invoiceId = chosen(await documents(clientId), which)?.id
  if (kind === 'invoice') return await draftAndFinalize(clientId, 'standard', doing)
  if (kind === 'prepayment') return await draftAndFinalize(clientId, 'prepayment', doing)
  if (kind === 'credit note') return await draftAndFinalize(clientId, 'credit_note', doing)
  if (kind === 'pay') return await pay(clientId, doing)
  if (kind === 'keep') return void (await record(clientId, 'USD', amount, []))
  if (kind === 'finalize again') return await finalizeAgain(clientId, doing)
  if (invoiceId === undefined) return
  if (kind === 'apply receipt') {
    const payment = chosen(await payments(clientId), other)
    const allocations = [{ invoiceId, amountMinor: 1 + (amount % 40) }]
    if (payment) await books.app.execute(applyPayment, alder, { paymentId: payment.id, allocations })
  } else if (kind === 'apply credit') {
    const amountMinor = amount % 2 === 0 ? undefined : amount
    await books.app.execute(applyCredit, alder, { invoiceId, amountMinor })
  } else if (kind === 'void') {
    await books.app.execute(voidInvoice, alder, { invoiceId, reason: 'by mistake' })
  } else if (kind === 'reopen') {
    const { version } = await books.app.execute(getInvoice, alder, { invoiceId })
    await books.app.execute(reopenInvoice, alder, { invoiceId, version, reason: 'wrong amount' })
  } else await takeBack(clientId, doing)
}

/** The reports tell the same as the documents, each from its own source. */
async function reportsAgree(clientId: string): Promise<void> {
  const { currencies } = await books.app.execute(clientBalance, alder, { clientId })
  const owed = currencies.flatMap((each) =>
    each.balanceDueMinor > 0 ? [[each.currency, each.balanceDueMinor]] : [],
  )
  const statement = await books.app.execute(getStatement, alder, {
    clientId,
    from: '2026-01-01',
    to: '2026-12-31',
    limit: 200,
  })
  const closing = statement.currencies.filter((each) => each.closingMinor !== 0)
  expect(closing.map((each) => [each.currency, each.closingMinor])).toEqual(owed)
  for (const { currency, closingMinor } of statement.currencies) {
    const last = statement.items.findLast((each) => each.currency === currency)
    if (statement.nextCursor === null) expect(last?.balanceMinor).toBe(closingMinor)
  }
  const ageing = await books.app.execute(getAgeing, alder, { limit: 200 })
  const aged = ageing.items.filter((each) => each.clientId === clientId)
  expect(aged.map((each) => [each.currency, each.totalMinor])).toEqual(owed)
}

it(
  'any sequence of billing, paying, crediting, reopening and taking back leaves the books in agreement',
  { timeout: 120_000 },
  async () => {
    const succeeded = new Map<string, number>()
    let clients = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 40 }), async (steps) => {
        clients += 1
        const clientId = `00000000-0000-4000-a000-${clients.toString(16).padStart(12, '0')}`
        await insertClient(books.db, TENANT_A, clientId, `Client ${clients}`)
        for (const doing of steps) {
          try {
            await take(clientId, doing)
            succeeded.set(doing.kind, (succeeded.get(doing.kind) ?? 0) + 1)
          } catch (error) {
            // A refusal is an answer; it must only have changed nothing.
            if (!(error instanceof Problem)) throw error
          }
          books.clock.advance(1)
          expect(await findDisagreements(books.db, clientId)).toEqual([])
        }
        await reportsAgree(clientId)
        await numbersAreWhole()
      }),
      { numRuns: 40 },
    )
    // Nothing here can be proven by refusing everything.
    for (const kind of KINDS) expect(succeeded.get(kind) ?? 0, kind).toBeGreaterThan(10)
  },
)
