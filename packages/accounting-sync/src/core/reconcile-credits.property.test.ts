import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CreditModel, type TheirCredit } from './testing/credit-model.ts'

const RUNS = { numRuns: 10_000 }

const MEMOS = [100, 60, 40]
const INVOICES = [90, 70, 50, 200]
const books = () => new CreditModel(MEMOS, INVOICES)

const pair = fc.record({ memo: fc.nat(2), invoice: fc.nat(3), amountMinor: fc.integer({ min: 1, max: 100 }) })
/** Three payments, each with some parts or gone. */
const wishes = fc.tuple(
  ...(['p1', 'p2', 'p3'] as const).map((externalId) =>
    fc.record({
      externalId: fc.constant(externalId),
      parts: fc.option(
        fc.uniqueArray(pair, { selector: (each) => `${each.memo}>${each.invoice}`, maxLength: 3 }),
        { freq: 4 },
      ),
    }),
  ),
)

/** As the company lets it: no memo gives more than it has, and no invoice takes more than is owed. */
function there(wished: readonly TheirCredit[]): TheirCredit[] {
  const left = [...MEMOS]
  const owed = [...INVOICES]
  return wished.map(({ externalId, parts }) => ({
    externalId,
    parts:
      parts?.flatMap((each) => {
        const amountMinor = Math.min(each.amountMinor, left[each.memo] ?? 0, owed[each.invoice] ?? 0)
        left[each.memo] = (left[each.memo] ?? 0) - amountMinor
        owed[each.invoice] = (owed[each.invoice] ?? 0) - amountMinor
        return amountMinor === 0 ? [] : [{ ...each, amountMinor }]
      }) ?? null,
  }))
}

/** What people do here between two looks, and what the bookkeeper makes of it. */
const history = fc.array(
  fc.record({
    keyed: fc.array(pair, { maxLength: 2 }),
    off: fc.option(fc.nat(4)),
    wished: wishes,
    told: fc.subarray([0, 1, 2], { minLength: 1 }),
  }),
  { minLength: 1, maxLength: 5 },
)

const people = (model: CreditModel, { keyed, off }: { keyed: readonly Keyed[]; off: number | null }) => {
  for (const each of keyed) model.key(each.memo, each.invoice, each.amountMinor)
  if (off !== null) model.takeOff(off)
}
type Keyed = { memo: number; invoice: number; amountMinor: number }

const stepsOf = (model: CreditModel, theirs: readonly TheirCredit[]) =>
  model.plan(theirs).flatMap((each) => each.steps)

describe('credit as it is applied over there', () => {
  it('breaks no books, whatever part of it is told, and then there is nothing left to do', () => {
    fc.assert(
      fc.property(history, (rounds) => {
        const model = books()
        for (const round of rounds) {
          people(model, round)
          const all = there(round.wished)
          const told = round.told.flatMap((at) => all[at] ?? [])
          model.take(stepsOf(model, told))
          expect(stepsOf(model, told)).toEqual([])
        }
      }),
      RUNS,
    )
  })

  it('told whole is applied here the same way, to the cent, and its word counts', () => {
    fc.assert(
      fc.property(history, (rounds) => {
        const model = books()
        for (const round of rounds) {
          people(model, round)
          const theirs = there(round.wished)
          const plans = model.plan(theirs)
          expect(plans.flatMap((each) => each.problems)).toEqual([])
          model.take(plans.flatMap((each) => each.steps))
          const wanted = theirs.flatMap(({ externalId, parts }) =>
            (parts ?? []).map((each) => `${externalId} ${each.memo}>${each.invoice} ${each.amountMinor}`),
          )
          const recorded = model.applied.flatMap(({ on, memo, invoice, amountMinor }) =>
            on === null ? [] : [`${on} ${memo}>${invoice} ${amountMinor}`],
          )
          expect(recorded.toSorted()).toEqual(wanted.toSorted())
        }
      }),
      RUNS,
    )
  })

  it('leaves alone what is equal: of what was applied here it takes off no more than it needs', () => {
    fc.assert(
      fc.property(history, (rounds) => {
        const model = books()
        for (const round of rounds) {
          people(model, round)
          const theirs = there(round.wished)
          for (const step of stepsOf(model, theirs)) {
            if (step.kind !== 'take_off') continue
            const isWanted = model.applied.some(
              (each) =>
                each.allocationId === step.allocationId &&
                theirs.some(
                  ({ externalId, parts }) =>
                    externalId === each.on &&
                    parts?.some(
                      (part) =>
                        part.memo === each.memo &&
                        part.invoice === each.invoice &&
                        part.amountMinor === each.amountMinor,
                    ),
                ),
            )
            expect(isWanted).toBe(false)
          }
          model.take(stepsOf(model, theirs))
        }
      }),
      RUNS,
    )
  })
})
