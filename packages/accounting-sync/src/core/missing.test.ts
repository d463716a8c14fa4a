import { describe, expect, it } from 'vitest'
import type { LineTax } from '../adapter.ts'
import { invoice, lineOf } from '../testing/sync-world.ts'
import { missingLinks, taxedApart, type KnownLinks } from './missing.ts'

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
  newcomers: new Set(),
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

describe('where a document names one group of rates', () => {
  const line = (taxRateId: string, ratePpm: number, netMinor = 100) => ({
    ...lineOf(netMinor),
    id: taxRateId,
    taxes: [{ taxRateId, name: taxRateId, ratePpm, taxMinor: 1 }],
  })
  const state = line('state', 80_000)

  it('only what is really taxed has to be mapped', () => {
    const lines = [state, lineOf(50), line('zero', 0), line('free', 70_000, 0)]
    const missing = missingLinks(invoice(1, { lines }), known('group'))
    expect(missing).toEqual([{ what: 'tax_code', key: 'state', lineId: 'state' }])
    expect(missingLinks(invoice(1, { lines }), known('group', [['state', '2']]))).toEqual([])
  })

  it.each<[string, ReturnType<typeof line>[], [string, string][], string | undefined]>([
    ['other rates, whatever is mapped', [state, line('city', 20_000)], [], 'city'],
    ['other rates on the same group', [state, line('city', 20_000)], [['state', '2'], ['city', '2']], 'city'], // prettier-ignore
    ['equal rates on two groups', [state, line('county', 80_000)], [['state', '2'], ['county', '3']], 'county'], // prettier-ignore
    ['equal rates on one group', [state, line('county', 80_000)], [['state', '2'], ['county', '2']], undefined], // prettier-ignore
    ['equal rates, one not mapped yet', [state, line('county', 80_000)], [['county', '3']], undefined],
    ['nothing charged at the other rate', [state, line('city', 20_000, 0)], [], undefined],
  ])('%s: cannot stand together, or can', (_, lines, codes, apart) => {
    expect(taxedApart({ lines }, known('group', codes))?.id).toBe(apart)
    expect(taxedApart({ lines }, known('flag', codes))).toBeNull()
    expect(taxedApart({ lines }, known('code', codes))).toBeNull()
  })
})
