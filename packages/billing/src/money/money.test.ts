import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocateOldestFirst, splitProportionally } from './allocate.ts'
import { exponentOf } from './currency.ts'
import { divideRounded, formatDecimal, multiply, parseDecimal } from './decimal.ts'
import { priceLine, type LineToPrice } from './line.ts'
import { totals } from './totals.ts'

const RUNS = { numRuns: 10_000 }
const value = <T>(result: { ok: true; value: T } | { ok: false; refusal: string }): T => {
  if (!result.ok) throw new Error(result.refusal)
  return result.value
}
const sum = (numbers: readonly number[]) => numbers.reduce((whole, each) => whole + each, 0)

describe('currencies', () => {
  it.each([
    ['USD', 2],
    ['JPY', 0],
    ['KWD', 3],
    ['USD', 2],
  ])('%s has %i decimals', (currency, exponent) => {
    expect(exponentOf(currency)).toBe(exponent)
  })
})

describe('decimal text', () => {
  it.each([
    ['1', '1'],
    ['0.2500', '0.25'],
    ['-3.50', '-3.5'],
    ['-0.0000', '0'],
    ['0012', '12'],
    ['9999999999.9999', '9999999999.9999'],
  ])('%s is %s', (text, canonical) => {
    expect(formatDecimal(value(parseDecimal(text)))).toBe(canonical)
  })

  it.each([
    ['1.00001', 'too-many-decimals'],
    ['10000000000', 'too-large'],
    ['', 'not-a-number'],
    ['.5', 'not-a-number'],
    ['1,5', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['Infinity', 'not-a-number'],
  ])('%s is refused', (text, refusal) => {
    expect(parseDecimal(text)).toEqual({ ok: false, refusal })
  })

  it('reads what it writes', () => {
    const most = 10n ** 14n - 1n
    fc.assert(
      fc.property(fc.bigInt({ min: -most, max: most }), (units) => {
        expect(parseDecimal(formatDecimal(units))).toEqual({ ok: true, value: units })
      }),
      RUNS,
    )
  })

  it('is multiplied exactly where binary fractions are not', () => {
    expect(value(multiply('1.005', 1000))).toBe(1005)
    expect(value(multiply('0.0001', 5000))).toBe(1)
    expect(value(multiply('0.0001', 4999))).toBe(0)
    expect(value(multiply('-0.5', 1))).toBe(-1)
    expect(multiply('9999999999', 1_000_000)).toEqual({ ok: false, refusal: 'too-large' })
  })
})

describe('rounding', () => {
  it('takes halves away from zero, the same on both sides of it, and is never more than half off', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        (dividend, divisor) => {
          const rounded = divideRounded(dividend, divisor)
          expect(divideRounded(-dividend, divisor)).toBe(-rounded)
          const off = rounded * divisor - dividend
          expect(2n * off <= divisor && 2n * off > -divisor).toBe(true)
        },
      ),
      RUNS,
    )
  })
})

const quantity = fc.bigInt({ min: 0n, max: 10_000_000n }).map(formatDecimal)
const rate = fc.record({
  taxRateId: fc.uuid(),
  name: fc.string(),
  ratePpm: fc.integer({ min: 0, max: 1_000_000 }),
})
const rates = fc.array(rate, { maxLength: 3 })
const line: fc.Arbitrary<LineToPrice> = fc
  .record({
    quantity,
    unitPriceMinor: fc.integer({ min: 0, max: 1e9 }),
    discounted: fc.double({ min: 0, max: 1, noNaN: true }),
    taxable: fc.boolean(),
  })
  .map(({ discounted, ...rest }) => ({
    ...rest,
    discountMinor: Math.floor(value(multiply(rest.quantity, rest.unitPriceMinor)) * discounted),
  }))

describe('a line', () => {
  it('is quantity times price, less the discount, and each tax of it by itself', () => {
    const given = { quantity: '1.5', unitPriceMinor: 333, discountMinor: 100, taxable: true }
    const state = { taxRateId: 's', name: 'State', ratePpm: 62_500 }
    const city = { taxRateId: 'c', name: 'City', ratePpm: 88_750 }
    expect(priceLine(given, [state, city])).toEqual({
      ok: true,
      value: {
        netMinor: 400,
        taxes: [
          { ...state, taxMinor: 25 },
          { ...city, taxMinor: 36 },
        ],
        taxMinor: 61,
      },
    })
  })

  it('is not taxed when it is not taxable', () => {
    const given = { quantity: '1', unitPriceMinor: 100, discountMinor: 0, taxable: false }
    const tax = { taxRateId: 's', name: 'State', ratePpm: 62_500 }
    expect(value(priceLine(given, [tax]))).toEqual({ netMinor: 100, taxes: [], taxMinor: 0 })
  })

  it.each([
    ['negative', { quantity: '-1' }],
    ['negative', { unitPriceMinor: -1 }],
    ['negative', { quantity: '-1', unitPriceMinor: -1 }],
    ['negative', { discountMinor: -1 }],
    ['discount-too-large', { discountMinor: 101 }],
    ['too-many-decimals', { quantity: '0.00001' }],
    ['not-a-number', { quantity: 'one' }],
    ['too-large', { quantity: '9999999999', unitPriceMinor: 1_000_000 }],
    ['too-large', { unitPriceMinor: 2 ** 53 }],
  ])('is refused as %s: %o', (refusal, changes) => {
    const given = { quantity: '1', unitPriceMinor: 100, discountMinor: 0, taxable: true, ...changes }
    expect(priceLine(given, [])).toEqual({ ok: false, refusal })
  })

  it('is refused when its taxes together go beyond what can be held exactly', () => {
    const whole = { taxRateId: 'w', name: 'Whole', ratePpm: 1_000_000 }
    const given = { quantity: '1', unitPriceMinor: Number.MAX_SAFE_INTEGER, discountMinor: 0, taxable: true }
    expect(value(priceLine(given, [whole])).taxMinor).toBe(Number.MAX_SAFE_INTEGER)
    expect(priceLine(given, [whole, whole])).toEqual({ ok: false, refusal: 'too-large' })
  })
})

describe('totals', () => {
  it('are the sums of the lines, and of the taxes of the lines, whatever they are', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), rates, (lines, rates) => {
        const priced = lines.map((each) => value(priceLine(each, rates)))
        const { netMinor, taxMinor, totalMinor } = value(totals(priced))
        expect(netMinor).toBe(sum(priced.map((each) => each.netMinor)))
        expect(taxMinor).toBe(sum(priced.flatMap((each) => each.taxes.map((tax) => tax.taxMinor))))
        expect(totalMinor).toBe(netMinor + taxMinor)
        expect(Number.isSafeInteger(totalMinor) && netMinor >= 0 && taxMinor >= 0).toBe(true)
      }),
      RUNS,
    )
  })

  it('are refused beyond what can be held exactly', () => {
    const half = { netMinor: 2 ** 52, taxMinor: 0 }
    expect(totals([half, half])).toEqual({ ok: false, refusal: 'too-large' })
  })
})

const minor = fc.integer({ min: 0, max: 1e12 })

describe('settling the oldest first', () => {
  it('goes by date, then by id, and leaves the rest over', () => {
    const open = [
      { id: 'c', date: '2026-03-01', balanceMinor: 50 },
      { id: 'b', date: '2026-02-01', balanceMinor: 40 },
      { id: 'a', date: '2026-03-01', balanceMinor: 30 },
    ]
    expect(allocateOldestFirst(90, open)).toEqual({
      allocations: [
        { id: 'b', amountMinor: 40 },
        { id: 'a', amountMinor: 30 },
        { id: 'c', amountMinor: 20 },
      ],
      leftMinor: 0,
    })
    expect(allocateOldestFirst(125, open).leftMinor).toBe(5)
    expect(allocateOldestFirst(0, open)).toEqual({ allocations: [], leftMinor: 0 })
  })

  it('gives away exactly what there is, never more than is owed, and skips nobody older', () => {
    const balance = fc.record({
      id: fc.uuid(),
      date: fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'),
      balanceMinor: minor,
    })
    fc.assert(
      fc.property(minor, fc.array(balance, { maxLength: 10 }), (amount, open) => {
        const { allocations, leftMinor } = allocateOldestFirst(amount, open)
        expect(sum(allocations.map((each) => each.amountMinor)) + leftMinor).toBe(amount)
        const owed = sum(open.map((each) => each.balanceMinor))
        expect(leftMinor).toBe(Math.max(0, amount - owed))
        const given = (id: string) =>
          sum(allocations.filter((each) => each.id === id).map((each) => each.amountMinor))
        const newestServed =
          open
            .filter((each) => given(each.id) > 0)
            .map((each) => each.date)
            .toSorted()
            .at(-1) ?? ''
        for (const each of open) {
          expect(given(each.id)).toBeLessThanOrEqual(each.balanceMinor)
          if (each.date < newestServed) expect(given(each.id)).toBe(each.balanceMinor)
        }
      }),
      RUNS,
    )
  })
})

describe('splitting in proportion', () => {
  it('gives what is left over to those who lost most, the earlier first', () => {
    expect(splitProportionally(100, [1, 1, 1])).toEqual({ ok: true, value: [34, 33, 33] })
    expect(splitProportionally(10, [1, 2, 0, 4])).toEqual({ ok: true, value: [1, 3, 0, 6] })
    expect(splitProportionally(0, [0, 0])).toEqual({ ok: true, value: [0, 0] })
    expect(splitProportionally(1, [0, 0])).toEqual({ ok: false, refusal: 'nothing-to-split-over' })
    expect(splitProportionally(-1, [1])).toEqual({ ok: false, refusal: 'negative' })
    expect(splitProportionally(1, [2, -1])).toEqual({ ok: false, refusal: 'negative' })
  })

  it('sums to the whole, stays within one unit of the exact share, and gives nobody more than their weight', () => {
    fc.assert(
      fc.property(minor, fc.array(minor, { minLength: 1, maxLength: 10 }), (amount, weights) => {
        const whole = sum(weights)
        fc.pre(whole > 0)
        const parts = value(splitProportionally(amount, weights))
        expect(sum(parts)).toBe(amount)
        for (const [at, part] of parts.entries()) {
          const exact = BigInt(amount) * BigInt(weights[at] ?? 0)
          const off = BigInt(part) * BigInt(whole) - exact
          expect(off < BigInt(whole) && off > -BigInt(whole)).toBe(true)
          if (amount <= whole) expect(part).toBeLessThanOrEqual(weights[at] ?? 0)
        }
      }),
      RUNS,
    )
  })
})
