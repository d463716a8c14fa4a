import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minorOf } from '../../core/money.ts'
import { markerIn } from './map/found.ts'
import { isProduct } from './map/quantity.ts'
import { amountOf, minorFrom } from './wire.ts'

describe('amounts on the wire', () => {
  const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'EUR', 'CLP')
  /** Ten digits before the point is the most that the service takes. */
  const minor = fc.integer({ min: -999_999_999_999, max: 999_999_999_999 })

  it('are exact there and back', () => {
    fc.assert(
      fc.property(minor, currency, (amount, unit) => {
        const text = JSON.stringify(amountOf(amount, unit))
        expect(text).toMatch(/^-?\d+(\.\d{1,3})?$/)
        expect(minorOf(text, unit)).toBe(amount)
        expect(minorFrom(JSON.parse(text) as number, unit)).toBe(amount)
      }),
      { numRuns: 2000 },
    )
  })

  it('are read as the service prints them, with zeros and without', () => {
    expect([0, 100.0, '26.06', '100.00', 22.5].map((each) => minorFrom(each, 'USD'))).toEqual([
      0, 10_000, 2606, 10_000, 2250,
    ])
    expect(minorFrom('1500.00', 'JPY')).toBe(1500)
    expect(() => minorFrom(1.005, 'USD')).toThrow('no amount')
    expect(() => minorFrom('abc', 'USD')).toThrow('no amount')
  })

  it('are the product that the service would find', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }),
        fc.integer({ min: 0, max: 4 }),
        fc.nat(5_000_000),
        (units, places, price) => {
          const digits = String(units).padStart(places + 1, '0')
          const quantity = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
          const exact = units * price
          const scale = 10 ** places
          const rounded = Math.floor(exact / scale) + (exact % scale >= scale / 2 && places > 0 ? 1 : 0)
          expect(isProduct(quantity, price, rounded, 'USD')).toBe(true)
          expect(isProduct(quantity, price, rounded + 1, 'USD')).toBe(false)
          expect(isProduct(quantity, price, rounded - 1, 'USD')).toBe(false)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('quantity and price in a currency without cents', () => {
  it('are told only when they make the amount without any rounding', () => {
    expect(isProduct('2', 5000, 10_000, 'JPY')).toBe(true)
    expect(isProduct('2.5', 5000, 12_500, 'JPY')).toBe(true)
    // 22326.4968: rounded to cents first it would end a yen higher.
    expect(isProduct('2.0532', 10_874, 22_326, 'JPY')).toBe(false)
  })
})

describe('our marker in a note', () => {
  it.each([
    ['tieout:abc-1 INV-1', 'tieout:abc-1'],
    ['Voided - tieout:abc-1 INV-1', 'tieout:abc-1'],
    ['call me! tieout:abc-1, paid?', 'tieout:abc-1'],
    ['tieout:abc-1 tieout:xyz-2', 'tieout:abc-1'],
    ['nottieout:abc-1', null],
    ['', null],
  ])('%s', (note, marker) => {
    expect(markerIn(note)).toBe(marker)
  })
})
