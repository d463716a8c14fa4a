import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyCredit } from '../contract/credits.ts'
import { voidInvoice } from '../contract/invoice-commands.ts'
import { reverseAllocation } from '../contract/payments.ts'
import { clientBalance, getAgeing, getStatement, invoiceTransactions } from '../contract/receivables.ts'
import { recordExternalPayment } from '../payments/record.ts'
import { alder, birch, createBooks, insertClient, line, type Books } from '../testing/books.ts'
import { creditNote, inBooks, money, refusal } from '../testing/receipts.ts'
import { moneyUseCases } from './use-cases.ts'

let books: Books
let clientId: string
let clients = 0x500

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
})
afterAll(() => books.close())
beforeEach(async () => {
  clients += 1
  clientId = `00000000-0000-4000-9000-${clients.toString(16).padStart(12, '0')}`
  await insertClient(books.db, TENANT_A, clientId, `Client ${clients}`)
  books.clock.set('2026-03-02T09:00:00.000Z')
})

const invoice = (issueDate: string, dueDate: string, amountMinor = 10000, more: object = {}) =>
  books.finalized({ clientId, issueDate, dueDate, lines: [line({ unitPriceMinor: amountMinor })], ...more })
const pay = (invoiceId: string, amountMinor: number, paidOn: string, currency = 'USD') => {
  const allocations = [{ invoiceId, amountMinor }]
  return inBooks(books, (ctx) =>
    recordExternalPayment(ctx, money({ clientId, amountMinor, paidOn, currency, allocations })),
  )
}
const ageing = async (asOf?: string) => {
  const { items } = await books.app.execute(getAgeing, alder, { asOf, limit: 200 })
  return items.filter((each) => each.clientId === clientId)
}
const statement = (from: string, to: string, more: object = {}) =>
  books.app.execute(getStatement, alder, { clientId, from, to, ...more })

describe('a statement', () => {
  it('tells what was owed before, every movement with what was owed after it, and what is owed in the end', async () => {
    const first = await invoice('2026-01-10', '2026-02-09')
    books.clock.advance(1)
    await pay(first.invoiceId, 2500, '2026-02-05')
    books.clock.advance(1)
    await invoice('2026-02-20', '2026-03-22', 700)
    await invoice('2026-02-25', '2026-03-27', 5, { currency: 'EUR' })
    await invoice('2026-03-01', '2026-03-31', 9999)
    const february = await statement('2026-02-01', '2026-02-28')
    expect(february).toMatchObject({
      clientName: `Client ${clients}`,
      currencies: [
        { currency: 'EUR', openingMinor: 0, closingMinor: 5 },
        { currency: 'USD', openingMinor: 10000, closingMinor: 8200 },
      ],
      nextCursor: null,
    })
    expect(
      february.items.map((each) => [each.occurredOn, each.kind, each.receivableMinor, each.balanceMinor]),
    ).toEqual([
      ['2026-02-05', 'payment', -2500, 7500],
      ['2026-02-20', 'invoice_finalized', 700, 8200],
      ['2026-02-25', 'invoice_finalized', 5, 5],
    ])
    const page = await statement('2026-02-01', '2026-02-28', { limit: 2 })
    const next = await statement('2026-02-01', '2026-02-28', { limit: 2, cursor: page.nextCursor })
    expect([...page.items, ...next.items]).toEqual(february.items)
  })

  it('begins before it ends, for a client that is there, and goes on from its own cursors', async () => {
    expect(await refusal(statement('2026-02-02', '2026-02-01'))).toMatchObject({ fields: [{ field: 'to' }] })
    expect(await refusal(statement('0000-01-01', '2026-02-01'))).toMatchObject({
      fields: [{ field: 'from' }],
    })
    expect(await refusal(statement('2026-02-01', '2026-02-01', { cursor: 'x' }))).toMatchObject({
      fields: [{ field: 'cursor' }],
    })
    const elsewhere = books.app.execute(getStatement, birch, {
      clientId,
      from: '2026-01-01',
      to: '2026-01-01',
    })
    expect(await refusal(elsewhere)).toMatchObject({ code: 'not-found' })
  })
})

describe('ageing', () => {
  it('sorts what is owed by the days since it was due, to the day', async () => {
    const due = {
      '2026-03-02': 1,
      '2026-03-01': 10,
      '2026-01-31': 100,
      '2026-01-30': 1000,
      '2026-01-01': 10_000,
      '2025-12-31': 100_000,
      '2025-12-02': 1_000_000,
      '2025-12-01': 10_000_000,
    }
    for (const [date, amount] of Object.entries(due)) await invoice(date, date, amount)
    expect(await ageing()).toEqual([
      {
        clientId,
        clientName: `Client ${clients}`,
        currency: 'USD',
        currentMinor: 1,
        days1To30Minor: 110,
        days31To60Minor: 11_000,
        days61To90Minor: 1_100_000,
        over90Minor: 10_000_000,
        totalMinor: 11_111_111,
      },
    ])
  })

  it('of a day gone by is told as it stood then', async () => {
    const { invoiceId } = await invoice('2026-01-10', '2026-01-20')
    const { allocations } = await pay(invoiceId, 4000, '2026-02-10')
    await books.app.execute(reverseAllocation, alder, {
      allocationId: allocations[0]?.allocationId ?? '',
      reason: 'another one',
    })
    const on = async (day: string) => (await ageing(day)).map((each) => each.totalMinor)
    expect(await on('2026-01-09')).toEqual([])
    expect(await on('2026-01-10')).toEqual([10000])
    expect(await on('2026-02-10')).toEqual([6000])
    expect(await on('2026-03-02')).toEqual([10000])
  })

  it('totals all clients of a currency, on every page', async () => {
    await invoice('2026-03-01', '2026-03-31', 3, { currency: 'JPY' })
    const other = `00000000-0000-4000-9000-0000000005ff`
    await insertClient(books.db, TENANT_A, other, 'Zed')
    await invoice('2026-03-01', '2026-03-31', 4, { currency: 'JPY', clientId: other })
    let cursor: string | undefined
    const seen = []
    do {
      const page = await books.app.execute(getAgeing, alder, { limit: 1, cursor })
      expect(page.totals.find((each) => each.currency === 'JPY')).toMatchObject({
        currentMinor: 7,
        totalMinor: 7,
      })
      seen.push(...page.items.filter((each) => each.currency === 'JPY').map((each) => each.totalMinor))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual([3, 4])
  })
})

describe('a client’s balance', () => {
  it('tells what is owed, what of it is overdue where the company is, and what could pay it', async () => {
    await invoice('2026-02-01', '2026-03-01', 100)
    await invoice('2026-02-01', '2026-03-02', 1000)
    await creditNote(books, 40, { clientId, issueDate: '2026-02-01' })
    await inBooks(books, (ctx) => recordExternalPayment(ctx, money({ clientId, amountMinor: 7 })))
    const ask = () => books.app.execute(clientBalance, alder, { clientId })
    const balance = {
      currency: 'USD',
      balanceDueMinor: 1100,
      overdueMinor: 100,
      openDocuments: 2,
      unappliedReceiptsMinor: 7,
      availableCreditMinor: 40,
    }
    expect((await ask()).currencies).toEqual([balance])
    // The third in London, the second in New York: nothing more is overdue yet.
    books.clock.set('2026-03-03T04:59:00.000Z')
    expect((await ask()).currencies).toEqual([balance])
    books.clock.set('2026-03-03T05:01:00.000Z')
    expect((await ask()).currencies).toEqual([{ ...balance, overdueMinor: 1100 }])
  })
})

describe('the trail of a document', () => {
  it('tells all that happened to it in order, page by page', async () => {
    const { invoiceId } = await invoice('2026-03-01', '2026-03-31')
    await creditNote(books, 300, { clientId })
    books.clock.advance(1)
    await books.app.execute(applyCredit, alder, { invoiceId })
    books.clock.advance(1)
    await books.app.execute(voidInvoice, alder, { invoiceId, reason: 'by mistake' })
    const ask = (more: object = {}) => books.app.execute(invoiceTransactions, alder, { invoiceId, ...more })
    const all = (await ask()).items
    expect(all.map((each) => [each.kind, each.receivableMinor])).toEqual(
      expect.arrayContaining([
        ['invoice_finalized', 10000],
        ['credit_applied', -300],
        ['credit_unapplied', 300],
        ['invoice_cancelled', -10000],
      ]),
    )
    expect(all).toHaveLength(4)
    const first = await ask({ limit: 3 })
    const rest = await ask({ limit: 3, cursor: first.nextCursor ?? undefined })
    expect([...first.items, ...rest.items]).toEqual(all)
    const elsewhere = books.app.execute(invoiceTransactions, birch, { invoiceId })
    expect(await refusal(elsewhere)).toMatchObject({ code: 'not-found' })
  })
})
