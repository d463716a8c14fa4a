import type { JsonObject } from '../json.ts'
import type { OpeningOptions, Planting } from './opening.ts'
import type { Country } from './opening-taxes.ts'

export function settings(
  options: OpeningOptions & { homeCurrency: string },
  country: Country,
  today: string,
): readonly Planting[] {
  return [
    ['CompanyInfo', companyInfo(options.name, country, today)],
    ['Preferences', preferences(options, country)],
  ]
}

function companyInfo(name: string, country: Country, today: string): JsonObject {
  const address = { Line1: '123 Sierra Way', City: 'San Pablo', Country: country.code3, PostalCode: '87999' }
  return {
    Id: '1',
    CompanyName: name,
    LegalName: name,
    CompanyAddr: { Id: '1', ...address },
    CustomerCommunicationAddr: { Id: '2', ...address },
    LegalAddr: { Id: '3', ...address },
    CustomerCommunicationEmailAddr: { Address: 'billing@example.com' },
    PrimaryPhone: { FreeFormNumber: '(415) 555-0100' },
    CompanyStartDate: today,
    FiscalYearStartMonth: 'January',
    Country: country.code,
    Email: { Address: 'office@example.com' },
    WebAddr: {},
    SupportedLanguages: 'en',
    DefaultTimeZone: 'America/Los_Angeles',
    NameValue: [
      { Name: 'NeoEnabled', Value: 'true' },
      { Name: 'IndustryType', Value: 'Computer systems design services' },
      { Name: 'SubscriptionStatus', Value: 'PAID' },
      { Name: 'OfferingSku', Value: 'QuickBooks Online Plus' },
      { Name: 'PayrollFeature', Value: 'false' },
      { Name: 'AccountantFeature', Value: 'false' },
    ],
  }
}

function preferences(options: OpeningOptions & { homeCurrency: string }, country: Country): JsonObject {
  return {
    Id: '1',
    AccountingInfoPrefs: {
      UseAccountNumbers: false,
      ClassTrackingPerTxn: false,
      ClassTrackingPerTxnLine: false,
      TrackDepartments: false,
      DepartmentTerminology: 'Location',
      CustomerTerminology: 'Customers',
      FirstMonthOfFiscalYear: 'January',
      TaxYearMonth: 'January',
    },
    ProductAndServicesPrefs: {
      ForSales: true,
      ForPurchase: true,
      QuantityWithPriceAndRate: true,
      QuantityOnHand: false,
    },
    SalesFormsPrefs: {
      CustomTxnNumbers: false,
      EmailCopyToCompany: false,
      AllowDeposit: false,
      AllowDiscount: true,
      DefaultDiscountAccount: '86',
      AllowEstimates: true,
      AllowServiceDate: false,
      AllowShipping: false,
      DefaultTerms: { value: '3' },
      DefaultCustomerMessage: 'Thank you for your business and have a great day!',
      AutoApplyCredit: false,
      AutoApplyPayments: false,
    },
    VendorAndPurchasesPrefs: { TrackingByCustomer: false, BillableExpenseTracking: false },
    TaxPrefs: taxes(options, country),
    CurrencyPrefs: {
      MultiCurrencyEnabled: options.multiCurrency === true,
      HomeCurrency: { value: options.homeCurrency },
    },
    ReportPrefs: { ReportBasis: 'Accrual', CalcAgingReportFromTxnDate: false },
    OtherPrefs: { NameValue: [{ Name: 'WarnDuplicateJournalNumber', Value: 'false' }] },
  }
}

/** Outside the US every line names its own code, so there is no group for the whole company. */
function taxes(options: OpeningOptions, country: Country): JsonObject {
  if (country.code !== 'US') return { UsingSalesTax: true }
  return {
    UsingSalesTax: true,
    TaxGroupCodeRef: country.usualCode,
    ...(options.automatedSalesTax === undefined ? {} : { PartnerTaxEnabled: options.automatedSalesTax }),
  }
}
