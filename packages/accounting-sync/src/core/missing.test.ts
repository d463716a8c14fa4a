import { describe, expect, it } from 'vitest'
import type { LineTax } from '../adapter.ts'
import { invoice, lineOf } from '../testing/sync-world.ts'
import { missingLinks, type KnownLinks } from './missing.ts'

const taxed = {
  ...lineOf(100),
  taxes: [{ taxRateId: 'vat', name: 'VAT', ratePpm: 200_000, taxMinor: 20 }],
}
const document = invoice(1, { lines: [taxed, lineOf(50), lineOf(50)] })
const known = (lineTax: LineTax, taxCodes: [string, string][] = []): KnownLinks => ({
  customers: new Map([[document.clientId, '1']]),
  items: new Map([[taxed.serviceId ?? '', '1']]),
  taxCodes: new Map(taxCodes),
  fallbackItemId: null,
  lineTax,
  createsCustomers: false,
})

describe('the tax of a line', () => {
  it('has to be mapped only where a line has a code, each combination once', () => {
    const keys = (facts: KnownLinks) =>
      missingLinks(document, facts).map((each) => each.what === 'tax_code' && each.key)
    expect(keys(known('code'))).toEqual(['vat', 'none'])
    expect(keys(known('code', [['vat', 'V20']]))).toEqual(['none'])
    expect(keys(known('flag'))).toEqual([])
    expect(keys(known('none'))).toEqual([])
  })
})
