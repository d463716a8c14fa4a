import { describe, expect, it } from 'vitest'
import { prepare } from './prepare.ts'
import { documentOf, line, REFERENCES, tax } from './testing/documents.ts'
import { BY_GROUP } from './testing/facts.ts'

const sent = (document: ReturnType<typeof documentOf>, references = REFERENCES) =>
  JSON.parse(prepare(document, references, BY_GROUP).body) as Record<string, never>

const mappedTo = (code: string) => ({
  ...REFERENCES,
  taxCodeIds: new Map([
    ['state', code],
    ['county', '3'],
    ['city', '4'],
  ]),
})

describe('tax in the US, where it is reckoned by groups of rates', () => {
  const state = line({ netMinor: 100, taxes: [tax('state', 80_000, 8)] })

  it('is a flag on each line, and the group that all taxed lines mean', () => {
    const county = line({ netMinor: 100, taxes: [tax('county', 80_000, 8)] })
    const body = sent(documentOf([state, county, line({ netMinor: 100 })]), mappedTo('3'))
    expect(body['TxnTaxDetail']).toEqual({ TxnTaxCodeRef: { value: '3' }, TotalTax: 0.16 })
    expect(body['Line']).toMatchObject(
      ['TAX', 'TAX', 'NON'].map((value) => ({ SalesItemLineDetail: { TaxCodeRef: { value } } })),
    )
  })

  it('names none where nothing is reckoned: no tax, a rate of zero, or a line that costs nothing', () => {
    const nothing = [
      line({ netMinor: 100 }),
      line({ netMinor: 100, taxes: [tax('zero', 0, 0)] }),
      line({ netMinor: 0, taxes: [tax('city', 20_000, 0)] }),
    ]
    expect(sent(documentOf(nothing), REFERENCES)['TxnTaxDetail']).toEqual({ TotalTax: 0 })
    expect(sent(documentOf([state, ...nothing]), mappedTo('3'))['TxnTaxDetail']).toEqual({
      TxnTaxCodeRef: { value: '3' },
      TotalTax: 0.08,
    })
  })

  it('cannot be said by two groups, nor by what is no group', () => {
    const city = line({ netMinor: 100, taxes: [tax('city', 20_000, 2)] })
    const saying = (document: ReturnType<typeof documentOf>, code: string) => () =>
      prepare(document, mappedTo(code), BY_GROUP)
    expect(saying(documentOf([state, city]), '3')).toThrow(
      expect.objectContaining({ name: 'CannotBeSaid', code: 'taxes_apart' }),
    )
    expect(saying(documentOf([state]), 'TAX')).toThrow(
      expect.objectContaining({ name: 'CannotBeSaid', code: 'line_tax_code' }),
    )
  })
})
