import { describe, expect, it } from 'vitest'
import type { CompanyFacts, References } from '../../adapter.ts'
import { prepare } from './prepare.ts'
import { documentOf, line, REFERENCES, tax } from './testing/documents.ts'
import { US } from './testing/facts.ts'

const CA: CompanyFacts = {
  ...US,
  country: 'CA',
  lineTax: 'code',
  homeCurrency: 'CAD',
  taxCodes: [
    {
      id: '8',
      rates: [
        { id: '2', ratePpm: 50_000 },
        { id: '5', ratePpm: 99_750 },
      ],
    },
    { id: '6', rates: [{ id: '3', ratePpm: 130_000 }] },
    { id: '2', rates: [] },
  ],
}
const GST_QST = [tax('gst', 50_000, 500), tax('qst', 99_750, 998)]
const ABROAD: References = {
  ...REFERENCES,
  taxCodeIds: new Map([
    ['gst+qst', '8'],
    ['hst', '6'],
    ['none', '2'],
  ]),
}

const sent = (document = documentOf([line({ netMinor: 100 })]), references = REFERENCES, facts = US) =>
  JSON.parse(prepare(document, references, facts).body) as Record<string, never>

describe('an invoice as it is sent', () => {
  it('says what it is, in every part', () => {
    const document = documentOf(
      [
        line({
          quantity: '2.5',
          unitPriceMinor: 5000,
          netMinor: 12_500,
          taxes: [tax('state', 80_000, 1000)],
        }),
      ],
      { termsId: 'terms-1' },
    )
    expect(sent(document)).toEqual({
      CustomerRef: { value: '1' },
      DocNumber: 'INV-1001',
      TxnDate: '2026-11-20',
      DueDate: '2026-12-20',
      CurrencyRef: { value: 'USD' },
      PrivateNote: 'tieout:d0000000-0000-4000-8000-000000000001 INV-1001',
      SalesTermRef: { value: '3' },
      Line: [
        {
          DetailType: 'SalesItemLineDetail',
          Amount: 125,
          Description: 'Labor by the hour',
          SalesItemLineDetail: {
            ItemRef: { value: '2' },
            Qty: 2.5,
            UnitPrice: 50,
            TaxCodeRef: { value: 'TAX' },
          },
        },
      ],
      TxnTaxDetail: { TotalTax: 10 },
    })
  })

  it('means to the cent what it says', () => {
    const document = documentOf([
      line({ netMinor: 12_500, taxes: [tax('state', 80_000, 1000)] }),
      line({ netMinor: 0 }),
    ])
    expect(prepare(document, REFERENCES, US).intent).toEqual({
      number: 'INV-1001',
      totalMinor: 13_500,
      taxMinor: 1000,
      currency: 'USD',
      issueDate: '2026-11-20',
      customerId: '1',
      lineNetsMinor: [12_500, 0],
    })
  })

  it('bears no number of ours where the company numbers by itself; ours stays in the note', () => {
    const facts = { ...US, numbersItself: true }
    expect(sent(undefined, REFERENCES, facts)).not.toHaveProperty('DocNumber')
    expect(sent(undefined, REFERENCES, facts)['PrivateNote']).toContain('INV-1001')
    expect(prepare(documentOf([]), REFERENCES, facts).intent.number).toBeNull()
  })

  it('names a rate only when we know one, and only where two currencies meet', () => {
    const abroad = { ...US, multiCurrency: true }
    const document = documentOf([], { currency: 'EUR', exchangeRate: '1.0834' })
    expect(sent(document, REFERENCES, abroad)).toMatchObject({
      CurrencyRef: { value: 'EUR' },
      ExchangeRate: 1.0834,
    })
    expect(sent(documentOf([], { currency: 'EUR' }), REFERENCES, abroad)).not.toHaveProperty('ExchangeRate')
    expect(sent(document, REFERENCES, US)).not.toHaveProperty('ExchangeRate')
    const home = documentOf([], { exchangeRate: '1.0834' })
    expect(sent(home, REFERENCES, abroad)).not.toHaveProperty('ExchangeRate')
  })

  it('is the same to the byte each time', () => {
    const document = documentOf([line({ netMinor: 100 })])
    expect(prepare(document, REFERENCES, US)).toEqual(prepare(structuredClone(document), REFERENCES, US))
  })

  it('names no terms when there are none', () => {
    expect(sent(undefined, { ...REFERENCES, termsId: null })).not.toHaveProperty('SalesTermRef')
  })
})

describe('a credit memo as it is sent', () => {
  it('has neither a due date nor terms', () => {
    const memo = documentOf([line({ netMinor: 700 })], { kind: 'credit_memo', number: 'CM-1' })
    expect(Object.keys(sent(memo)).toSorted()).toEqual(
      [
        'CustomerRef',
        'CurrencyRef',
        'DocNumber',
        'Line',
        'PrivateNote',
        'TxnDate',
        'TxnTaxDetail',
      ].toSorted(),
    )
    expect(sent(memo)['Line']).toMatchObject([{ Amount: 7 }])
  })
})

describe('a line', () => {
  const lineSent = (known: Parameters<typeof line>[0], currency = 'USD') => {
    const [only] = sent(documentOf([line(known)], { currency }))['Line'] as unknown as {
      Amount: number
      Description?: string
      SalesItemLineDetail: Record<string, unknown>
    }[]
    if (only === undefined) throw new Error('There is no line.')
    return only
  }

  it('has quantity and price when they make the amount, rounded half up', () => {
    const { SalesItemLineDetail: detail, Amount } = lineSent({
      quantity: '14.5',
      unitPriceMinor: 12_835,
      netMinor: 186_108,
    })
    expect({ Amount, ...detail }).toMatchObject({ Amount: 1861.08, Qty: 14.5, UnitPrice: 128.35 })
  })

  it.each([
    ['a discount', { quantity: '2', unitPriceMinor: 5000, discountMinor: 500, netMinor: 9500 }],
    ['another rounding', { quantity: '14.5', unitPriceMinor: 12_835, netMinor: 186_107 }],
    ['a negative quantity', { quantity: '-1', unitPriceMinor: 100, netMinor: -100 }],
    ['more digits than a number holds', { quantity: '1234567890123456', unitPriceMinor: 0, netMinor: 0 }],
    ['no number at all', { quantity: 'ten', unitPriceMinor: 0, netMinor: 0 }],
  ])('has its amount alone with %s', (_, known) => {
    const { Amount, SalesItemLineDetail: detail } = lineSent(known)
    expect(Amount).toBe(known.netMinor / 100)
    expect(detail).not.toHaveProperty('Qty')
    expect(detail).not.toHaveProperty('UnitPrice')
  })

  it('has its amount alone in a currency with three decimals, of which two are kept over there', () => {
    const known = { quantity: '3', unitPriceMinor: 1111, netMinor: 3333 }
    expect(lineSent(known, 'KWD')).toMatchObject({ Amount: 3.333 })
    expect(lineSent(known, 'KWD').SalesItemLineDetail).not.toHaveProperty('Qty')
  })

  it('keeps what fits of its words', () => {
    expect(lineSent({ netMinor: 1, description: 'x'.repeat(5000) }).Description).toHaveLength(4000)
    expect(lineSent({ netMinor: 1, description: '' })).not.toHaveProperty('Description')
  })

  it('without a service is sold as what takes such lines, and else cannot be sent', () => {
    expect(lineSent({ netMinor: 1, serviceId: null }).SalesItemLineDetail).toMatchObject({
      ItemRef: { value: '1' },
    })
    expect(() => lineSent({ netMinor: 1, serviceId: 'unknown' })).toThrow('no item')
    expect(() =>
      sent(documentOf([line({ netMinor: 1, serviceId: null })]), { ...REFERENCES, fallbackItemId: null }),
    ).toThrow('no item')
  })
})

describe('tax in the US', () => {
  const flags = (...lines: ReturnType<typeof line>[]) =>
    (
      sent(documentOf(lines))['Line'] as unknown as {
        SalesItemLineDetail: { TaxCodeRef: { value: string } }
      }[]
    ).map((each) => each.SalesItemLineDetail.TaxCodeRef.value)

  it('is a flag on each line; a rate of zero is none', () => {
    const state = tax('state', 80_000, 8)
    expect(flags(line({ netMinor: 100, taxes: [state] }), line({ netMinor: 100 }))).toEqual(['TAX', 'NON'])
    expect(flags(line({ netMinor: 100, taxes: [tax('zero', 0, 0)] }))).toEqual(['NON'])
  })

  it('is told in total, also when there is none, and never in the way of other countries', () => {
    expect(sent()['TxnTaxDetail']).toEqual({ TotalTax: 0 })
    expect(sent()).not.toHaveProperty('GlobalTaxCalculation')
  })

  it('names no group of rates where automated sales tax has its own', () => {
    const taxed = documentOf([line({ netMinor: 100, taxes: [tax('state', 80_000, 8)] })])
    expect(sent(taxed, { ...REFERENCES, taxCodeIds: new Map([['state', '3']]) })['TxnTaxDetail']).toEqual({
      TotalTax: 0.08,
    })
  })
})

describe('tax elsewhere', () => {
  it('is a code on each line, and each rate told once for all lines', () => {
    const document = documentOf(
      [
        line({ netMinor: 10_000, taxes: GST_QST }),
        line({ netMinor: 10_000, taxes: GST_QST }),
        line({ netMinor: 300 }),
      ],
      { currency: 'CAD' },
    )
    const body = sent(document, ABROAD, CA)
    expect(body).toMatchObject({
      GlobalTaxCalculation: 'TaxExcluded',
      Line: [
        { SalesItemLineDetail: { TaxCodeRef: { value: '8' } } },
        { SalesItemLineDetail: { TaxCodeRef: { value: '8' } } },
        { SalesItemLineDetail: { TaxCodeRef: { value: '2' } } },
      ],
    })
    const rate = (id: string, percent: number, amount: number) => ({
      DetailType: 'TaxLineDetail',
      Amount: amount,
      TaxLineDetail: {
        TaxRateRef: { value: id },
        PercentBased: true,
        TaxPercent: percent,
        NetAmountTaxable: 200,
      },
    })
    expect(body['TxnTaxDetail']).toEqual({
      TotalTax: 29.96,
      TaxLine: [rate('2', 5, 10), rate('5', 9.975, 19.96)],
    })
  })

  it.each([
    ['their rates are not ours', [tax('gst', 50_000, 500), tax('qst', 95_000, 950)], {}],
    ['they have one rate more', [tax('gst', 50_000, 500)], { taxCodeIds: new Map([['gst', '8']]) }],
    ['nothing is known of the code', GST_QST, { taxCodeIds: new Map([['gst+qst', '77']]) }],
  ])('is told in total alone when %s', (_, taxes, more) => {
    const document = documentOf([line({ netMinor: 10_000, taxes })], { currency: 'CAD' })
    const body = sent(document, { ...ABROAD, ...more }, CA)
    expect(body['TxnTaxDetail']).toEqual({ TotalTax: document.taxMinor / 100 })
  })

  it('is told in total alone when the rates do not add up to the total', () => {
    const document = documentOf([line({ netMinor: 10_000, taxes: GST_QST })], {
      currency: 'CAD',
      taxMinor: 1499,
    })
    expect(sent(document, ABROAD, CA)['TxnTaxDetail']).toEqual({ TotalTax: 14.99 })
  })

  it('cannot be sent without a code', () => {
    const document = documentOf([line({ netMinor: 100, taxes: [tax('vat', 200_000, 20)] })])
    expect(() => prepare(document, ABROAD, CA)).toThrow('no tax code')
  })
})
