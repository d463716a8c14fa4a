import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InvoiceLineView } from '../contract/invoice-views.ts'
import { priceLine } from '../money/line.ts'
import { divideRounded } from '../money/decimal.ts'
import { grossOf, planCredit, type CreditableLine } from './credited-part.ts'

const RATES = [
  { taxRateId: 'state', name: 'State', ratePpm: 88750 },
  { taxRateId: 'city', name: 'City', ratePpm: 10000 },
]

function invoiceLine(
  at: number,
  quantity: string,
  unitPriceMinor: number,
  taxable: boolean,
): InvoiceLineView {
  const priced = priceLine({ quantity, unitPriceMinor, discountMinor: 0, taxable }, RATES)
  if (!priced.ok) throw new Error(priced.refusal)
  return {
    lineId: `line-${at}`,
    position: at + 1,
    serviceId: null,
    description: 'Support',
    quantity,
    unitPriceMinor,
    discountMinor: 0,
    taxable,
    serviceFrom: null,
    serviceTo: null,
    sourceLineId: null,
    ...priced.value,
  }
}

const untouched = (lines: InvoiceLineView[]): CreditableLine[] =>
  lines.map((line) => ({ line, netMinor: line.netMinor, taxes: line.taxes }))

const someLines = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 20_000 }), fc.boolean()), {
    minLength: 1,
    maxLength: 6,
  })
  .map((lines) =>
    lines.map(([quarters, price, taxable], at) => invoiceLine(at, String(quarters / 4), price, taxable)),
  )
  .filter((lines) => lines.some((line) => line.netMinor > 0))

const sum = (numbers: number[]) => numbers.reduce((all, each) => all + each, 0)

describe('what a credit note gives back', () => {
  it('is the amount asked for to the cent, with tax in proportion, and of no line more than is left', () => {
    fc.assert(
      fc.property(someLines, fc.double({ min: 0, max: 1, noNaN: true }), (lines, part) => {
        const left = untouched(lines)
        const remaining = sum(left.map(grossOf))
        const amountMinor = Math.max(1, Math.round(remaining * part))
        const plan = planCredit(left, { by: 'amount', amountMinor })
        if (!plan.ok) throw new Error(plan.refusal)
        expect(sum(plan.lines.map((line) => line.netMinor + line.taxMinor))).toBe(amountMinor)
        for (const rate of RATES) {
          const taxOf = (taxes: { taxRateId: string; taxMinor: number }[]) =>
            taxes.find((tax) => tax.taxRateId === rate.taxRateId)?.taxMinor ?? 0
          const all = sum(lines.map((line) => taxOf(line.taxes)))
          const back = sum(plan.lines.map((line) => taxOf(line.taxes)))
          const exact = (amountMinor * all) / remaining
          expect(Math.abs(back - exact)).toBeLessThan(1)
        }
        for (const line of plan.lines) {
          const source = left.find((each) => each.line.lineId === line.sourceLineId)
          expect(line.netMinor).toBeLessThanOrEqual(source?.netMinor ?? -1)
          expect(line.taxMinor).toBeLessThanOrEqual(source?.line.taxMinor ?? -1)
          expect(line.taxMinor).toBe(sum(line.taxes.map((tax) => tax.taxMinor)))
        }
      }),
    )
  })

  it('adds up to the invoice however often it is credited, and then is nothing more', () => {
    fc.assert(
      fc.property(
        someLines,
        fc.array(fc.integer({ min: 1, max: 30_000 }), { maxLength: 5 }),
        (lines, amounts) => {
          let left = untouched(lines)
          let back = 0
          const take = (plan: ReturnType<typeof planCredit>) => {
            if (!plan.ok) return
            back += sum(plan.lines.map((line) => line.netMinor + line.taxMinor))
            left = left.map((each) => less(each, plan.lines))
          }
          for (const amountMinor of amounts) take(planCredit(left, { by: 'amount', amountMinor }))
          take(planCredit(left, { by: 'whole' }))
          expect(back).toBe(sum(lines.map((line) => line.netMinor + line.taxMinor)))
          expect(left.every((each) => grossOf(each) === 0)).toBe(true)
          expect(planCredit(left, { by: 'whole' })).toEqual({ ok: false, refusal: 'nothing-left' })
        },
      ),
    )
  })

  it('has lines that are quantity × price − discount, like all others', () => {
    fc.assert(
      fc.property(someLines, fc.integer({ min: 1, max: 40 }), (lines, quarters) => {
        const plan = planCredit(untouched(lines), {
          by: 'lines',
          lines: lines.map(({ lineId, quantity }) => ({
            lineId,
            quantity: String(Math.min(quarters / 4, Number(quantity))),
          })),
        })
        if (!plan.ok) throw new Error(plan.refusal)
        for (const line of plan.lines) {
          const gross = divideRounded(
            BigInt(Number(line.quantity) * 10_000) * BigInt(line.unitPriceMinor),
            10_000n,
          )
          expect(Number(gross) - line.discountMinor).toBe(line.netMinor)
          expect(line.discountMinor).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  const [first, second] = [invoiceLine(0, '10', 1000, true), invoiceLine(1, '1', 500, false)]
  const both = untouched([first, second])

  it('is the line as it was while nothing of it was given back', () => {
    expect(planCredit(both, { by: 'lines', lines: [{ lineId: 'line-0' }] })).toMatchObject({
      ok: true,
      lines: [
        {
          quantity: '10',
          unitPriceMinor: 1000,
          discountMinor: 0,
          taxMinor: first.taxMinor,
          sourceLineId: 'line-0',
        },
      ],
    })
  })

  it.each([
    ['more than is left', { by: 'amount', amountMinor: 99_999 }, 'more-than-remains'],
    ['a line of another invoice', { by: 'lines', lines: [{ lineId: 'other' }] }, 'no-such-line'],
    [
      'a line named twice',
      { by: 'lines', lines: [{ lineId: 'line-1' }, { lineId: 'line-1' }] },
      'no-such-line',
    ],
    ['more than the quantity', { by: 'lines', lines: [{ lineId: 'line-0', quantity: '10.5' }] }, 'quantity'],
    ['a quantity of nothing', { by: 'lines', lines: [{ lineId: 'line-0', quantity: '0' }] }, 'quantity'],
  ] as const)('is refused for %s', (_what, part, refusal) => {
    expect(planCredit(both, 'lines' in part ? { ...part, lines: [...part.lines] } : part)).toMatchObject({
      ok: false,
      refusal,
    })
  })

  it('is refused for a quantity of which less is left', () => {
    const half = [{ ...both[0]!, netMinor: 5000, taxes: first.taxes.map((tax) => ({ ...tax, taxMinor: 0 })) }]
    expect(planCredit(half, { by: 'lines', lines: [{ lineId: 'line-0', quantity: '8' }] })).toMatchObject({
      refusal: 'more-than-remains',
      remainingMinor: 5000,
    })
  })
})

function less(
  each: CreditableLine,
  back: readonly {
    sourceLineId: string | null
    netMinor: number
    taxes: { taxRateId: string; taxMinor: number }[]
  }[],
): CreditableLine {
  const given = back.filter((line) => line.sourceLineId === each.line.lineId)
  const taxBack = (id: string) =>
    sum(given.flatMap((line) => line.taxes.filter((tax) => tax.taxRateId === id).map((tax) => tax.taxMinor)))
  return {
    line: each.line,
    netMinor: each.netMinor - sum(given.map((line) => line.netMinor)),
    taxes: each.taxes.map((tax) => ({ ...tax, taxMinor: tax.taxMinor - taxBack(tax.taxRateId) })),
  }
}
