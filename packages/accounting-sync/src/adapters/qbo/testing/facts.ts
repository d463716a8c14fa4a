import type { CompanyFacts } from '../../../adapter.ts'

export const US: CompanyFacts = {
  name: 'Harbor Books',
  country: 'US',
  homeCurrency: 'USD',
  multiCurrency: false,
  numbersItself: false,
  automatedSalesTax: false,
  usesSalesTax: true,
  lineTax: 'flag',
  autoAppliesCredits: false,
  classPerLine: false,
  classPerDocument: false,
  departments: false,
  booksClosedThrough: null,
  taxCodes: [],
}
