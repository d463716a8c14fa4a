import { Problem } from '@tieout/platform'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applyCredit, unapplyCredit } from '../contract/credits.ts'
import { voidInvoice } from '../contract/invoice-commands.ts'
import { applyPayment, reverseAllocation, reversePayment } from '../contract/payments.ts'
import { recordExternalPayment } from '../payments/record.ts'
import { alder, CLIENT, createBooks, type Books } from '../testing/books.ts'
import { findDisagreements } from '../testing/disagreements.ts'
import { creditNote, inBooks, money } from '../testing/receipts.ts'
import { moneyUseCases } from './use-cases.ts'

/** Every one on a connection of its own, many times over, since a race may be won by chance. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 12)

let books: Books

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
})
afterAll(() => books.close())

const record = (payment: ReturnType<typeof money>) =>
  inBooks(books, (ctx) => recordExternalPayment(ctx, payment))
const stored = (invoiceId: string) => books.db.owner('invoices').where({ invoice_id: invoiceId }).first()
const left = async (creditId: string): Promise<number> =>
  (await books.db.owner('credits').where({ credit_id: creditId }).first('remaining_minor')).remaining_minor

/** How many were done; the others must have been refused for a reason, not have failed. */
async function done(works: Promise<unknown>[]): Promise<{ done: number; codes: string[] }> {
  const settled = await Promise.allSettled(works)
  const codes = settled.flatMap((each) => {
    if (each.status === 'fulfilled') return []
    if (each.reason instanceof Problem) return [each.reason.code]
    throw each.reason
  })
  return { done: settled.length - codes.length, codes }
}

/** In an order that differs from round to round, the same in each run. */
function shuffled<T>(works: readonly T[]): T[] {
  turn += 1
  return works
    .map((work, at) => ({ work, place: ((at + 1) * 7919 * turn) % 101 }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ work }) => work)
}
let turn = 0

async function rounds(work: () => Promise<void>, count = ROUNDS): Promise<void> {
  for (let round = 0; round < count; round += 1) await work()
}

describe('at the same instant', () => {
  it('two payments on one invoice never over-pay it', () =>
    rounds(async () => {
      const { invoiceId } = await books.finalized()
      const pay = () => record(money({ allocations: [{ invoiceId, amountMinor: 6000 }] }))
      expect(await done([pay(), pay(), pay()])).toEqual({ done: 1, codes: ['over-payment', 'over-payment'] })
      expect(await stored(invoiceId)).toMatchObject({ paid_minor: 6000 })
    }))

  it('one reference twenty times is one receipt, applied or not', () =>
    rounds(async () => {
      const { invoiceId } = await books.finalized()
      for (const allocations of [[], [{ invoiceId, amountMinor: 300 }]]) {
        const same = money({ allocations })
        const receipts = await Promise.all(Array.from({ length: 20 }, () => record(same)))
        expect(new Set(receipts.map((each) => each.paymentId)).size).toBe(1)
        expect(receipts.filter((each) => each.isNew)).toHaveLength(1)
        expect(receipts.every((each) => each.allocations.length === allocations.length)).toBe(true)
      }
      expect(await stored(invoiceId)).toMatchObject({ paid_minor: 300 })
    }))

  it('one reference that pays all of a document is one receipt, though the others waited for the document', () =>
    rounds(async () => {
      const { invoiceId } = await books.finalized()
      const same = money({ allocations: [{ invoiceId, amountMinor: 6000 }] })
      const receipts = await Promise.all(Array.from({ length: 5 }, () => record(same)))
      expect(receipts.filter((each) => each.isNew)).toHaveLength(1)
      expect(new Set(receipts.map((each) => each.paymentId)).size).toBe(1)
    }))

  it('one reference with two contents is one receipt and one refusal', () =>
    rounds(async () => {
      const one = money()
      const both = [record(one), record({ ...one, amountMinor: 1 })]
      expect(await done(both)).toEqual({ done: 1, codes: ['payment-differs'] })
    }))

  it('one pool laid upon two invoices is never overdrawn', () =>
    rounds(async () => {
      const { creditId } = await creditNote(books, 10000)
      const invoices = [await books.finalized(), await books.finalized()]
      const outcome = await done(
        invoices.map(({ invoiceId }) =>
          books.app.execute(applyCredit, alder, { invoiceId, creditId, amountMinor: 8000 }),
        ),
      )
      expect(outcome).toEqual({ done: 1, codes: ['not-enough-credit'] })
      expect(await left(creditId)).toBe(2000)
    }))

  it('a void and an application of credit leave either a paid invoice or a full pool', () =>
    rounds(async () => {
      const { creditId } = await creditNote(books, 5000)
      const { invoiceId } = await books.finalized()
      await done([
        books.app.execute(applyCredit, alder, { invoiceId, creditId }),
        books.app.execute(voidInvoice, alder, { invoiceId, reason: 'by mistake' }),
      ])
      // Whoever came first, the invoice ends void: credit applied before goes back, later is refused.
      expect(await stored(invoiceId)).toMatchObject({ credit_applied_minor: 0, void_reason: 'by mistake' })
      expect(await left(creditId)).toBe(5000)
    }))

  it(
    'voids, credit laid on and credit taken off, over the same documents and pools, leave books that agree',
    async () => {
      const winners = new Set<string>()
      await rounds(
        async () => {
          const pools = [await creditNote(books, 5000), await creditNote(books, 7000)]
          const invoices = [await books.finalized(), await books.finalized(), await books.finalized()]
          const ids = invoices.map((each) => each.invoiceId)
          const first = await books.app.execute(applyCredit, alder, {
            invoiceId: ids[0] ?? '',
            amountMinor: 3000,
          })
          const reason = 'by mistake'
          const works = [
            ...ids.map((invoiceId) => () => books.app.execute(applyCredit, alder, { invoiceId })),
            ...ids
              .slice(0, 2)
              .map((invoiceId) => () => books.app.execute(voidInvoice, alder, { invoiceId, reason })),
            ...first.allocations.map(
              ({ creditAllocationId }) =>
                () =>
                  books.app.execute(unapplyCredit, alder, { creditAllocationId, reason }),
            ),
            () => books.app.execute(voidInvoice, alder, { invoiceId: pools[1]?.noteId ?? '', reason }),
          ]
          const { codes } = await done(shuffled(works).map((work) => work()))
          winners.add(codes.toSorted().join(' '))
          expect(await findDisagreements(books.db, CLIENT)).toEqual([])
        },
        Math.ceil(ROUNDS / 2),
      )
      // They did not all end alike, or nobody was raced with.
      expect(winners.size).toBeGreaterThan(1)
    },
    60_000 + 5_000 * ROUNDS,
  )

  it('a void and a payment leave either a void or a paid invoice, never both', () =>
    rounds(async () => {
      const { invoiceId } = await books.finalized()
      const outcome = await done([
        record(money({ allocations: [{ invoiceId, amountMinor: 100 }] })),
        books.app.execute(voidInvoice, alder, { invoiceId, reason: 'by mistake' }),
      ])
      expect(outcome.done).toBe(1)
      const { paid_minor: paid, voided_at: voided } = await stored(invoiceId)
      expect(paid > 0).toBe(voided === null)
    }))

  it('a payment, an allocation and an application of credit are each taken back once', () =>
    rounds(async () => {
      const { creditId } = await creditNote(books, 1000)
      const { invoiceId } = await books.finalized()
      const one = await record(money({ amountMinor: 3000, allocations: [{ invoiceId, amountMinor: 3000 }] }))
      const two = await record(money({ amountMinor: 2000, allocations: [{ invoiceId, amountMinor: 2000 }] }))
      const { allocations } = await books.app.execute(applyCredit, alder, { invoiceId, creditId })
      const reason = 'taken back'
      const allocationId = two.allocations[0]?.allocationId ?? ''
      const creditAllocationId = allocations[0]?.creditAllocationId ?? ''
      const twice = (work: () => Promise<unknown>) => [work(), work()]
      const outcome = await done([
        ...twice(() => books.app.execute(reversePayment, alder, { paymentId: one.paymentId, reason })),
        ...twice(() => books.app.execute(reverseAllocation, alder, { allocationId, reason })),
        ...twice(() => books.app.execute(unapplyCredit, alder, { creditAllocationId, reason })),
      ])
      expect(outcome.codes.toSorted()).toEqual([
        'allocation-already-reversed',
        'credit-already-unapplied',
        'payment-already-reversed',
      ])
      expect(await stored(invoiceId)).toMatchObject({ paid_minor: 0, credit_applied_minor: 0 })
      expect(await left(creditId)).toBe(1000)
    }))

  it('what is left of a receipt is applied no more than once', () =>
    rounds(async () => {
      const { paymentId } = await record(money({ amountMinor: 5000 }))
      const invoices = [await books.finalized(), await books.finalized()]
      const outcome = await done(
        invoices.map(({ invoiceId }) =>
          books.app.execute(applyPayment, alder, {
            paymentId,
            allocations: [{ invoiceId, amountMinor: 4000 }],
          }),
        ),
      )
      expect(outcome).toEqual({ done: 1, codes: ['too-little-left'] })
    }))

  it('a receipt taken back while it is applied pays nothing afterwards', () =>
    rounds(async () => {
      const { paymentId } = await record(money({ amountMinor: 5000 }))
      const { invoiceId } = await books.finalized()
      const allocations = [{ invoiceId, amountMinor: 4000 }]
      const outcome = await done([
        books.app.execute(applyPayment, alder, { paymentId, allocations }),
        books.app.execute(reversePayment, alder, { paymentId, reason: 'bounced' }),
      ])
      const { paid_minor: paid } = await stored(invoiceId)
      const { reversed_at: reversed } = await books.db
        .owner('payments')
        .where({ payment_id: paymentId })
        .first()
      // Applied unseen by the reversal, the reversal is refused and may be asked again.
      if (outcome.codes.includes('try-again')) expect([paid, reversed]).toEqual([4000, null])
      else expect(paid).toBe(0)
    }))

  it('payments and credit laid upon the same documents in any order wait for each other in a line', async () => {
    const invoices = await Promise.all(Array.from({ length: 4 }, () => books.finalized()))
    const ids = invoices.map((each) => each.invoiceId)
    await creditNote(books, 10000)
    const works = Array.from({ length: 20 }, (_, at) => {
      const turned = at % 2 === 0 ? ids : ids.toReversed()
      const allocations = turned.map((invoiceId) => ({ invoiceId, amountMinor: 10 }))
      if (at % 5 === 4)
        return books.app.execute(applyCredit, alder, { invoiceId: ids[at % 4] ?? '', amountMinor: 10 })
      return record(money({ amountMinor: 40, allocations }))
    })
    expect(await done(works)).toEqual({ done: 20, codes: [] })
  })
})
