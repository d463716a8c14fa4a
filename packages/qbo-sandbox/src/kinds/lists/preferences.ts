import {
  type Field,
  type Fields,
  bareRef,
  day,
  flag,
  group,
  list,
  oneOf,
  shown,
  text,
} from '../../company/fields.ts'
import { findAccount } from '../../company/accounts.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isObject } from '../../json.ts'
import { currencyRef } from '../../company/currency.ts'

const any: Field = shown({ type: 'any' })

const section = (name: string, fields: Fields, unmodelled?: string): Field => ({
  type: 'object',
  class: name,
  fields,
  unmodelled: unmodelled?.split(/\s+/),
  section: true,
})

const nameValues = list(group('NameValue', { Name: text(1000), Value: text(4000) }))

const sections: Fields = {
  AccountingInfoPrefs: section(
    'CompanyAccountingPrefs',
    {
      UseAccountNumbers: flag,
      BookCloseDate: day,
      ClassTrackingPerTxn: flag,
      ClassTrackingPerTxnLine: flag,
      TrackDepartments: flag,
      DepartmentTerminology: text(100),
      CustomerTerminology: text(100),
      FirstMonthOfFiscalYear: any,
      TaxYearMonth: any,
    },
    'AutoJournalEntryNumber DefaultARAccount DefaultAPAccount RequiresAccounts OtherContactInfo TaxForm WarnForDuplicateJournalNumber',
  ),
  ProductAndServicesPrefs: section(
    'ProductAndServicesPrefs',
    {
      ForSales: any,
      ForPurchase: any,
      QuantityWithPriceAndRate: any,
      QuantityOnHand: any,
      UOM: any,
    },
    'RevenueRecognition',
  ),
  SalesFormsPrefs: section(
    'SalesFormsPrefs',
    {
      CustomField: list({ type: 'any' }),
      CustomTxnNumbers: flag,
      EmailCopyToCompany: any,
      AllowDeposit: flag,
      AllowDiscount: flag,
      DefaultDiscountAccount: text(20),
      AllowEstimates: any,
      AllowServiceDate: flag,
      AllowShipping: flag,
      DefaultShippingAccount: text(20),
      DefaultTerms: bareRef('Term'),
      DefaultCustomerMessage: text(1000),
      AutoApplyCredit: flag,
      AutoApplyPayments: flag,
      UsingPriceLevels: any,
    },
    `DefaultDeliveryMethod ETransactionAttachPDF ETransactionEnabledStatus ETransactionPaymentEnabled
    EstimateMessage IPNSupportEnabled InvoiceMessage PrintItemWithZeroAmount SalesEmailBcc SalesEmailCc
    StatementMessage UsingProgressInvoicing`,
  ),
  VendorAndPurchasesPrefs: section(
    'VendorAndPurchasesPrefs',
    { TrackingByCustomer: any, BillableExpenseTracking: any },
    'DefaultMarkup DefaultMarkupAccount DefaultTerms EnableBills POCustomField UsingPOs',
  ),
  TaxPrefs: section(
    'TaxPrefs',
    { UsingSalesTax: flag, TaxGroupCodeRef: bareRef('TaxCode'), PartnerTaxEnabled: flag },
    'AllowPartnerTaxOverride DefaultNonTaxableSalesTaxCode DefaultTaxableSalesTaxCode PaySalesTax',
  ),
  CurrencyPrefs: section(
    'CurrencyPrefs',
    { MultiCurrencyEnabled: flag, HomeCurrency: { type: 'currency' } },
    'CurrencyFormat',
  ),
  ReportPrefs: section('ReportPrefs', {
    ReportBasis: oneOf('Accrual', 'Cash'),
    CalcAgingReportFromTxnDate: any,
  }),
  OtherPrefs: section('OtherPrefs', { NameValue: nameValues }),
}

/** In reality only a part of this can be changed through the API; the sandbox takes all of it, for its desk. */
export const preferences: Kind = {
  name: 'Preferences',
  family: 'settings',
  idsFrom: 'preferences',
  fields: { ...sections, ...systemFields },
  unmodelled: [
    'AdvancedInventoryPrefs',
    'EmailMessagesPrefs',
    'FinanceChargesPrefs',
    'PrintDocumentPreferences',
    'TimeTrackingPrefs',
  ],
  queryable: {},
  creatable: false,
  complete,
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  const whole: Record<string, Json | undefined> = {}
  for (const name in sections) whole[name] = merged(before?.[name], written[name], name)
  const currencies = whole['CurrencyPrefs'] as JsonObject
  const stood = before?.['CurrencyPrefs'] as JsonObject
  const home = (currencies['HomeCurrency'] as JsonObject | undefined)?.['value']
  if (home !== tx.company.homeCurrency) throw faults.businessRule('The home currency cannot be changed.')
  whole['CurrencyPrefs'] = { ...currencies, HomeCurrency: stood['HomeCurrency'] }
  if (currencies['MultiCurrencyEnabled'] === true) openExchangeAccount(tx)
  else if (stood['MultiCurrencyEnabled'] === true) {
    throw faults.businessRule('Multi-currency cannot be turned off once it is on.')
  }
  return whole
}

/** What is left out of a section stays, null clears, and named values are exchanged one by one. */
function merged(before: Json | undefined, given: Json | undefined, name: string): JsonObject {
  const stood = isObject(before) ? before : {}
  if (!isObject(given)) return stood
  const kept: Record<string, Json> = {}
  const order = sections[name]
  const names = order?.type === 'object' ? Object.keys(order.fields) : []
  for (const each of names) {
    const value = each in given ? given[each] : stood[each]
    if (value === null || value === undefined) continue
    kept[each] = each === 'NameValue' ? exchanged(stood[each], value) : value
  }
  return kept
}

function exchanged(before: Json | undefined, given: Json): Json {
  const values = new Map<string, JsonObject>()
  for (const each of [...((before ?? []) as readonly JsonObject[]), ...(given as readonly JsonObject[])]) {
    values.set(String(each['Name']), each)
  }
  return [...values.values()]
}

/** Gains and losses by exchange need a place from the day a second currency is allowed. */
function openExchangeAccount(tx: Transaction): void {
  const home = tx.company.homeCurrency
  if (findAccount(tx.company, 'exchange', home) !== undefined) return
  const name = 'Exchange Gain or Loss'
  if (tx.nameHolder('accounts', name, undefined) !== undefined) throw faults.duplicateName()
  tx.put(
    'Account',
    {
      Name: name,
      SubAccount: false,
      FullyQualifiedName: name,
      Active: true,
      Classification: 'Expense',
      AccountType: 'Other Expense',
      AccountSubType: 'ExchangeGainOrLoss',
      CurrentBalance: 0,
      CurrentBalanceWithSubAccounts: 0,
      CurrencyRef: currencyRef(home),
    },
    'created',
  )
}
