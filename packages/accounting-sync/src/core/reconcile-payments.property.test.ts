import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PaymentChange, TheirShare } from '../changes.ts'
import { reconcilePayments } from './reconcile-payments.ts'
import { BooksModel } from './testing/books-model.ts'

const RUNS = { numRuns: 10_000 }

const document = (at: number) => ({
  documentId: `d${at}`,
  externalId: String(at),
  clientId: at < 3 ? 'alder' : 'birch',
  issueDate: `2026-0${1 + ((at * 2) % 5)}-01`,
  currency: at === 4 ? 'EUR' : 'USD',
  standing: at === 5 ? ('draft' as const) : ('open' as const),
  totalMinor: 100 * (at + 1),
})
const books = () => new BooksModel([0, 1, 2, 3, 4, 5].map(document))

/** Six are ours, two nobody knows; credit comes from memos and entries. */
const invoiceShares = fc.uniqueArray(
  fc.record({
    on: fc.constant('invoice' as const),
    at: fc.nat(7),
    amountMinor: fc.integer({ min: 1, max: 250 }),
  }),
  { selector: (each) => each.at, maxLength: 4 },
)
const credits = fc.array(
  fc.record({
    on: fc.constantFrom('credit_memo' as const, 'journal' as const),
    part: fc.integer({ min: 1, max: 60 }),
  }),
  { maxLength: 2 },
)

const payment = (externalId: string) =>
  fc
    .record({
      state: fc.constantFrom(
        'standing' as const,
        'standing' as const,
        'standing' as const,
        'voided' as const,
        'gone' as const,
      ),
      charges: invoiceShares,
      credits,
      unapplied: fc.nat(50),
      date: fc.constantFrom('2026-03-01', '2026-04-01'),
      number: fc.constantFrom(null, 'CHQ 1'),
    })
    .map(({ state, charges, credits: fed, unapplied, date, number }): PaymentChange => {
      const owed = charges.reduce((sum, each) => sum + each.amountMinor, 0)
      let left = owed
      const paying = fed.flatMap(({ on, part }, at): TheirShare[] => {
        const amountMinor = Math.min(left, part)
        left -= amountMinor
        return amountMinor === 0 ? [] : [{ on, externalId: `9${at}`, amountMinor }]
      })
      const shares = charges.map(({ at, amountMinor }): TheirShare => ({
        on: 'invoice',
        externalId: String(at),
        amountMinor,
      }))
      const known = {
        version: '0',
        number,
        date,
        currency: 'USD',
        customerId: '1',
        totalMinor: left + unapplied,
        unappliedMinor: unapplied,
        shares: [...shares, ...paying],
        marker: null,
      }
      return { kind: 'payment', externalId, changedAt: null, state, payment: state === 'gone' ? null : known }
    })

const poll = fc.tuple(payment('p1'), payment('p2'), payment('p3'))
/** As the bookkeeper changes them, some at a time. */
const history = fc.array(
  fc
    .tuple(poll, fc.subarray([0, 1, 2], { minLength: 1 }))
    .map(([all, some]) => some.map((at) => all[at] ?? all[0])),
  { minLength: 1, maxLength: 5 },
)

const plan = (model: BooksModel, changes: readonly PaymentChange[]) =>
  reconcilePayments(
    changes.map((each) => model.caseOf(each)),
    { documents: model.known(), others: new Set() },
  )

const take = (model: BooksModel, changes: readonly PaymentChange[]) => {
  const plans = plan(model, changes)
  model.apply(plans.flatMap((each) => each.steps))
  return plans
}

describe('payments as they stand over there', () => {
  it('are recorded so that no books break, and then there is nothing left to do', () => {
    fc.assert(
      fc.property(history, (polls) => {
        const model = books()
        for (const changes of polls) {
          const before = take(model, changes)
          const again = plan(model, changes)
          expect(again.flatMap((each) => each.steps)).toEqual([])
          expect(again.map((each) => each.problems)).toEqual(before.map((each) => each.problems))
        }
      }),
      RUNS,
    )
  })

  it('are recorded to the cent: what is recorded and what is told as a problem is all of it', () => {
    fc.assert(
      fc.property(history, (polls) => {
        const model = books()
        for (const changes of polls) {
          const plans = take(model, changes)
          for (const [at, change] of changes.entries()) {
            const shares = change.state === 'standing' ? (change.payment?.shares ?? []) : []
            for (const share of shares.filter((each) => each.on === 'invoice')) {
              const isOurs = model.documents.some((each) => each.externalId === share.externalId)
              const recorded = model
                .caseOf(change)
                .recorded.flatMap((each) => each.allocations)
                .filter((each) => each.documentId === `d${share.externalId}`)
              const told = (plans[at]?.problems ?? []).filter((each) => each.externalId === share.externalId)
              const sum = [...recorded, ...told].reduce((all, each) => all + each.amountMinor, 0)
              // Credit on what nobody knows is nobody's trouble.
              if (isOurs) expect(sum).toBe(share.amountMinor)
              else expect(sum).toBeLessThanOrEqual(share.amountMinor)
            }
          }
        }
      }),
      RUNS,
    )
  })

  it('leave an allocation alone that is wanted as it is', () => {
    fc.assert(
      fc.property(history, (polls) => {
        const model = books()
        for (const changes of polls) {
          const before = changes.map((each) => model.caseOf(each).recorded)
          take(model, changes)
          for (const [at, change] of changes.entries()) {
            const after = model.caseOf(change).recorded
            const isSame = (a: string, b: string) => a === b
            for (const old of before[at] ?? []) {
              const now = after.find((each) => isSame(each.receiptId, old.receiptId))
              for (const each of now === undefined ? [] : old.allocations) {
                const alike = now?.allocations.filter(
                  (one) => one.documentId === each.documentId && one.amountMinor === each.amountMinor,
                )
                if (alike?.length) expect(alike.map((one) => one.allocationId)).toContain(each.allocationId)
              }
            }
          }
        }
      }),
      RUNS,
    )
  })

  it('come to the same whatever way they went, as long as documents owe enough', () => {
    fc.assert(
      fc.property(history, (polls) => {
        const model = books()
        const last = new Map<string, PaymentChange>()
        let isShort = false
        for (const changes of polls) {
          const plans = take(model, changes)
          isShort ||= plans.some((each) =>
            each.problems.some(({ reason }) => reason === 'over_paid' || reason === 'already_paid'),
          )
          for (const each of changes) last.set(each.externalId, each)
        }
        const straight = books()
        const plans = take(straight, [...last.values()])
        isShort ||= plans.some((each) =>
          each.problems.some(({ reason }) => reason === 'over_paid' || reason === 'already_paid'),
        )
        fc.pre(!isShort)
        const owed = ({ documents }: BooksModel, of: BooksModel) =>
          documents.map((each) => of.owed(each.documentId))
        expect(owed(model, model)).toEqual(owed(straight, straight))
      }),
      { ...RUNS, maxSkipsPerRun: 100_000 },
    )
  })
})
