import type { CompanyFacts } from '../../../adapter.ts'

export const US: CompanyFacts = {
  name: 'Harbor Books',
  country: 'US',
  homeCurrency: 'USD',
  multiCurrency: false,
  numbersItself: false,
  automatedSalesTax: true,
  usesSalesTax: true,
  lineTax: 'flag',
  autoAppliesCredits: false,
  classPerLine: false,
  classPerDocument: false,
  departments: false,
  booksClosedThrough: null,
  taxCodes: [],
}

/** It reckons tax itself, by the group of rates that a document names. */
export const BY_GROUP: CompanyFacts = { ...US, automatedSalesTax: false, lineTax: 'group' }
