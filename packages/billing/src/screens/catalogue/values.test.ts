import { describe, expect, it } from 'vitest'
import { emptyService, readService, valuesOf } from './service-values.ts'
import { readRate } from './tax-values.ts'

const typed = { ...emptyService, name: 'Kabel', currency: 'EUR', price: '1.234,50' }

describe('what is typed into a form', () => {
  it('is read in the reader’s own way of writing numbers', () => {
    expect(readService(typed, 'de').fields?.unitPriceMinor).toBe(123450)
    expect(readService(typed, 'en').mistakes).toEqual([
      { field: 'price', reason: 'not-a-number', message: 'not-a-number' },
    ])
    const rate = { name: 'USt', rate: '19,0025', validFrom: '2026-01-01', validTo: '' }
    expect(readRate(rate, 'de').fields?.ratePpm).toBe(190_025)
    expect(readRate({ ...rate, rate: '19,00251' }, 'de').mistakes?.[0]?.reason).toBe('too-many-decimals')
    expect(readRate({ ...rate, rate: '-1' }, 'de').mistakes?.[0]?.reason).toBe('too_big')
  })

  it('stands in the form as it would be typed', () => {
    const service = {
      ...typed,
      serviceId: 's',
      kind: 'service' as const,
      unitPriceMinor: 123450,
      status: 'active' as const,
      version: 1,
      updatedAt: '',
    }
    expect(valuesOf(service, 'de').price).toBe('1.234,50')
    expect(valuesOf(service, 'en').price).toBe('1,234.50')
  })

  it('is refused when the price is below nothing', () => {
    expect(readService({ ...typed, price: '-1' }, 'de').mistakes).toMatchObject([
      { field: 'price', reason: 'too_small' },
    ])
  })
})
