import type { JsonObject } from '../json.ts'
import type { Planting } from './opening.ts'

/** What differs between countries when a company is opened. */
export interface Country {
  code: string
  /** As addresses of the company write it. */
  code3: string
  currency: string
  agency: string
  taxAccount: string
  taxSubtype: string
  /** What most sales are taxed by. */
  usualCode: JsonObject
  rates: readonly (readonly [id: string, name: string, percent: number])[]
  codes: readonly (readonly [id: string, name: string, rateIds: readonly string[]])[]
}

const COUNTRIES: readonly Country[] = [
  {
    code: 'US',
    code3: 'USA',
    currency: 'USD',
    agency: 'Board of Equalization',
    taxAccount: 'Board of Equalization Payable',
    taxSubtype: 'SalesTaxPayable',
    usualCode: { value: '2' },
    rates: [
      ['1', 'AZ State tax', 7.1],
      ['2', 'Tucson City', 2],
      ['3', 'California', 8],
    ],
    codes: [
      ['2', 'California', ['3']],
      ['3', 'Tucson', ['1', '2']],
    ],
  },
  {
    code: 'CA',
    code3: 'CAN',
    currency: 'CAD',
    agency: 'Canada Revenue Agency',
    taxAccount: 'GST/HST Payable',
    taxSubtype: 'GlobalTaxPayable',
    usualCode: { value: '6', name: 'HST ON' },
    rates: [
      ['1', 'Zero-rated', 0],
      ['2', 'GST', 5],
      ['3', 'HST ON', 13],
      ['4', 'PST BC', 7],
      ['5', 'QST', 9.975],
    ],
    codes: [
      ['2', 'Exempt', []],
      ['3', 'Zero-rated', ['1']],
      ['4', 'Out of Scope', []],
      ['5', 'GST', ['2']],
      ['6', 'HST ON', ['3']],
      ['7', 'GST/PST BC', ['2', '4']],
      ['8', 'GST/QST QC', ['2', '5']],
    ],
  },
  {
    code: 'GB',
    code3: 'GBR',
    currency: 'GBP',
    agency: 'HM Revenue & Customs (VAT)',
    taxAccount: 'VAT Control',
    taxSubtype: 'GlobalTaxPayable',
    usualCode: { value: '2', name: '20.0% S' },
    rates: [
      ['1', '20.0% S', 20],
      ['2', '5.0% R', 5],
      ['3', '0.0% Z', 0],
    ],
    codes: [
      ['2', '20.0% S', ['1']],
      ['3', '5.0% R', ['2']],
      ['4', '0.0% Z', ['3']],
      ['5', 'Exempt', []],
      ['6', 'No VAT', []],
    ],
  },
  {
    code: 'AU',
    code3: 'AUS',
    currency: 'AUD',
    agency: 'Australian Taxation Office',
    taxAccount: 'GST Liabilities Payable',
    taxSubtype: 'GlobalTaxPayable',
    usualCode: { value: '2', name: 'GST' },
    rates: [
      ['1', 'GST (sales)', 10],
      ['2', 'GST-free (sales)', 0],
    ],
    codes: [
      ['2', 'GST', ['1']],
      ['3', 'GST free', ['2']],
      ['4', 'Out of Scope', []],
    ],
  },
]

export function countryOf(code: string): Country {
  const found = COUNTRIES.find((each) => each.code === code)
  if (found === undefined) {
    throw new Error(
      `Companies can be opened in ${COUNTRIES.map((each) => each.code).join(', ')}, not in ${code}`,
    )
  }
  return found
}

export function taxSetup(country: Country, since: string): readonly Planting[] {
  return [
    [
      'TaxAgency',
      { Id: '1', TaxTrackedOnPurchases: false, TaxTrackedOnSales: true, DisplayName: country.agency },
    ],
    ...country.rates.map(([id, name, percent]): Planting => ['TaxRate', rate(id, name, percent, since)]),
    // In the US a line is only taxed or not; by how much is said once per document.
    ...(country.code === 'US' ? ['TAX', 'NON'] : []).map((id): Planting => ['TaxCode', flagCode(id)]),
    ...country.codes.map(([id, name, rateIds]): Planting => ['TaxCode', code(country, id, name, rateIds)]),
  ]
}

function rate(id: string, name: string, percent: number, since: string): JsonObject {
  return {
    Id: id,
    Name: name,
    Description: name,
    Active: true,
    RateValue: percent,
    AgencyRef: { value: '1' },
    TaxReturnLineRef: {},
    EffectiveTaxRate: [{ RateValue: percent, EffectiveDate: since }],
    SpecialTaxType: percent === 0 ? 'ZERO_RATE' : 'NONE',
    DisplayType: 'ReadOnly',
  }
}

function flagCode(id: string): JsonObject {
  return {
    Id: id,
    Name: id,
    Description: id,
    Active: true,
    Hidden: false,
    Taxable: id === 'TAX',
    TaxGroup: false,
  }
}

function code(country: Country, id: string, name: string, rateIds: readonly string[]): JsonObject {
  const details = rateIds.map((rateId, index) => ({
    TaxRateRef: { value: rateId, name: country.rates.find(([each]) => each === rateId)?.[1] ?? '' },
    TaxTypeApplicable: 'TaxOnAmount',
    TaxOrder: index,
  }))
  return {
    Id: id,
    Name: name,
    Description: name,
    Active: true,
    Hidden: false,
    Taxable: rateIds.length > 0,
    TaxGroup: true,
    SalesTaxRateList: { TaxRateDetail: details },
    PurchaseTaxRateList: { TaxRateDetail: [] },
  }
}
