import { TENANT_A, TENANT_B } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getInvoice } from '../contract/invoices.ts'
import { getPayment, listPayments, reversePayment } from '../contract/payments.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, birch, CLIENT, createBooks, insertClient, line, type Books } from '../testing/books.ts'
import { inBooks, money, refusal } from '../testing/receipts.ts'
import { recordExternalPayment, recordExternalPayments } from './record.ts'

let books: Books

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
})
afterAll(() => books.close())

const invoice = (fields?: Record<string, unknown>) => books.finalized(fields)
const see = (invoiceId: string) => books.app.execute(getInvoice, alder, { invoiceId })
const record = (changes: Parameters<typeof money>[0]) =>
  inBooks(books, (ctx) => recordExternalPayment(ctx, money(changes)))

describe('the list of payments', () => {
  const client = '00000000-0000-4000-9000-0000000000ac'
  const list = async (asked: object) => {
    const seen = []
    let cursor: string | undefined
    do {
      const page = await books.app.execute(listPayments, alder, {
        clientId: client,
        limit: 2,
        cursor,
        ...asked,
      })
      seen.push(...page.items.map((each) => each.amountMinor))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return seen
  }

  it('is newest first, page by page, and narrows to a day, a method and what is left', async () => {
    await insertClient(books.db, TENANT_A, client, 'Ginkgo')
    const { invoiceId } = await invoice({ clientId: client })
    await record({ clientId: client, amountMinor: 1, paidOn: '2026-03-01' })
    await record({ clientId: client, amountMinor: 2, paidOn: '2026-03-02', method: 'cash' })
    await record({
      clientId: client,
      amountMinor: 3,
      paidOn: '2026-03-03',
      allocations: [{ invoiceId, amountMinor: 3 }],
    })
    const gone = await record({ clientId: client, amountMinor: 4, paidOn: '2026-03-04' })
    await books.app.execute(reversePayment, alder, { paymentId: gone.paymentId, reason: 'not ours' })
    expect(await list({})).toEqual([4, 3, 2, 1])
    expect(await list({ from: '2026-03-02', to: '2026-03-03' })).toEqual([3, 2])
    expect(await list({ method: 'cash' })).toEqual([2])
    expect(await list({ state: 'unapplied' })).toEqual([2, 1])
    expect(await list({ state: 'applied' })).toEqual([3])
    expect(await list({ state: 'reversed' })).toEqual([4])
    expect(await refusal(list({ cursor: 'nonsense' }))).toMatchObject({ fields: [{ field: 'cursor' }] })
  })
})

describe('two companies', () => {
  it('with the same ids and references keep apart', async () => {
    const { invoiceId } = await invoice()
    await insertClient(books.db, TENANT_B, CLIENT, 'Namesake')
    const same = money({ allocations: [{ invoiceId, amountMinor: 100 }] })
    const { paymentId } = await inBooks(books, (ctx) => recordExternalPayment(ctx, same))
    const inBirch = (payment: typeof same) =>
      inBooks(books, (ctx) => recordExternalPayment(ctx, payment), TENANT_B)
    expect(await refusal(inBirch(same))).toMatchObject({ code: 'not-found' })
    expect(await inBirch({ ...same, allocations: [] })).toMatchObject({ isNew: true })
    const asBirch = [
      books.app.execute(getPayment, birch, { paymentId }),
      books.app.execute(reversePayment, birch, { paymentId, reason: 'not mine' }),
    ]
    for (const each of asBirch) expect(await refusal(each)).toMatchObject({ code: 'not-found' })
    expect(await see(invoiceId)).toMatchObject({ paidMinor: 100 })
  })
})

describe('a thousand payments at once', () => {
  it('are recorded in a few statements, each refused one leaving the others alone', async () => {
    const first = await invoice({ lines: [line({ unitPriceMinor: 1_000_000 })] })
    const payments = Array.from({ length: 1000 }, (_, at) =>
      money({
        amountMinor: 1000,
        allocations:
          at % 2 === 0 ? [{ invoiceId: first.invoiceId, amountMinor: at === 500 ? 1001 : 1000 }] : [],
      }),
    )
    payments.push(...payments.slice(0, 2), {
      ...money(),
      providerReference: payments[4]?.providerReference ?? '',
    })
    let statements = 0
    const outcomes = await inBooks(books, async (ctx) => {
      ctx.trx.on('query', () => (statements += 1))
      return await recordExternalPayments(ctx, payments)
    })
    expect(statements).toBeLessThanOrEqual(50)
    const refused = outcomes.flatMap((each, at) => (each.kind === 'refused' ? [[at, each.problem.code]] : []))
    expect(refused).toEqual([
      [500, 'bad-input'],
      [1002, 'payment-differs'],
    ])
    expect(outcomes.slice(1000, 1002)).toMatchObject([
      { receipt: { isNew: false } },
      { receipt: { isNew: false } },
    ])
    expect(await see(first.invoiceId)).toMatchObject({ paidMinor: 499_000 })
  })
})
