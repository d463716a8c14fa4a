import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, parseAmount, parseQuantity } from './input.ts'

describe('an amount as somebody types it', () => {
  it.each([
    ['1,234.50', 'USD', 'en', 123450],
    ['1.234,50', 'EUR', 'de', 123450],
    ['1 234,50', 'EUR', 'fr', 123450],
    ['1\u202f234,50', 'EUR', 'fr', 123450],
    ['1.234,50', 'EUR', 'es', 123450],
    ['1234,5', 'EUR', 'es', 123450],
    [' 7 ', 'USD', 'en', 700],
    ['-0.05', 'USD', 'en', -5],
    ['−0,05', 'EUR', 'de', -5],
    ['1,234', 'JPY', 'en', 1234],
    ['1.234', 'KWD', 'en', 1234],
    ['1.234', 'EUR', 'de', 123400],
    ['1234567.89', 'USD', 'en', 123456789],
  ])('%s %s in %s is %i', (text, currency, locale, minor) => {
    expect(parseAmount(text, currency, locale)).toEqual({ ok: true, value: minor })
  })

  it.each([
    ['1.234', 'USD', 'en', 'too-many-decimals'],
    ['1,234', 'EUR', 'de', 'too-many-decimals'],
    ['0.5', 'JPY', 'en', 'too-many-decimals'],
    ['1.234,50', 'USD', 'en', 'not-a-number'],
    ['1,234.50', 'EUR', 'de', 'not-a-number'],
    ['12,34', 'USD', 'en', 'not-a-number'],
    ['1.23', 'EUR', 'de', 'not-a-number'],
    ['1,2345', 'USD', 'en', 'not-a-number'],
    ['1234,567', 'USD', 'en', 'not-a-number'],
    ['1.2.3', 'USD', 'en', 'not-a-number'],
    ['5.', 'USD', 'en', 'not-a-number'],
    ['.5', 'USD', 'en', 'not-a-number'],
    ['', 'USD', 'en', 'not-a-number'],
    ['-', 'USD', 'en', 'not-a-number'],
    ['--1', 'USD', 'en', 'not-a-number'],
    ['1e3', 'USD', 'en', 'not-a-number'],
    ['$1', 'USD', 'en', 'not-a-number'],
    ['99999999999999999', 'USD', 'en', 'too-large'],
    ['9'.repeat(500), 'USD', 'en', 'too-large'],
  ])('%s %s in %s is refused', (text, currency, locale, refusal) => {
    expect(parseAmount(text, currency, locale)).toEqual({ ok: false, refusal })
  })

  it('is read back from how it is written, in every language and currency', () => {
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CLP', 'CHF'),
        fc.constantFrom('en', 'fr', 'de', 'es'),
        (minor, currency, locale) => {
          const text = formatAmount(minor, currency, locale)
          expect(parseAmount(text, currency, locale)).toEqual({ ok: true, value: minor })
        },
      ),
      { numRuns: 10_000 },
    )
  })
})

describe('a quantity as somebody types it', () => {
  it.each([
    ['1,5', 'de', '1.5'],
    ['1.5', 'en', '1.5'],
    ['1.000', 'de', '1000'],
    ['0,2500', 'fr', '0.25'],
  ])('%s in %s is %s', (text, locale, quantity) => {
    expect(parseQuantity(text, locale)).toEqual({ ok: true, value: quantity })
  })

  it('has four decimals at most', () => {
    expect(parseQuantity('1.00001', 'en')).toEqual({ ok: false, refusal: 'too-many-decimals' })
  })
})
