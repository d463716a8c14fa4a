import { ACCOUNT_TYPES, typeOfSubtype } from '../kinds/lists/account-types.ts'
import type { JsonObject } from '../json.ts'
import { currencyRef } from './currency.ts'
import type { Planting } from './opening.ts'
import type { Country } from './opening-taxes.ts'

type Row = readonly [id: string, name: string, subtype: string]

/** Where Intuit's sample company has an account of the kind, this one has it under the same id. */
const ROWS: readonly Row[] = [
  ['1', 'Services', 'ServiceFeeIncome'],
  ['2', 'Retained Earnings', 'RetainedEarnings'],
  ['4', 'Undeposited Funds', 'UndepositedFunds'],
  ['7', 'Advertising', 'AdvertisingPromotional'],
  ['8', 'Bank Charges', 'BankCharges'],
  ['15', 'Office Expenses', 'OfficeGeneralAdministrativeExpenses'],
  ['17', 'Rent or Lease', 'RentOrLeaseOfBuildings'],
  ['24', 'Utilities', 'Utilities'],
  ['25', 'Interest Earned', 'InterestEarned'],
  ['33', 'Accounts Payable (A/P)', 'AccountsPayable'],
  ['34', 'Opening Balance Equity', 'OpeningBalanceEquity'],
  ['35', 'Checking', 'Checking'],
  ['36', 'Savings', 'Savings'],
  ['42', 'Visa', 'CreditCard'],
  ['45', 'Prepayments from customers', 'DeferredRevenue'],
  ['46', 'Bad Debts', 'BadDebts'],
  ['79', 'Sales of Product Income', 'SalesOfProductIncome'],
  ['80', 'Cost of Goods Sold', 'SuppliesMaterialsCogs'],
  ['84', 'Accounts Receivable (A/R)', 'AccountsReceivable'],
  ['86', 'Discounts given', 'DiscountsRefundsGiven'],
]

export function chartOfAccounts(home: string, multiCurrency: boolean, country: Country): readonly Planting[] {
  const rows: Row[] = [...ROWS, ['90', country.taxAccount, country.taxSubtype]]
  if (multiCurrency) rows.push(['91', 'Exchange Gain or Loss', 'ExchangeGainOrLoss'])
  const currency = currencyRef(home)
  return rows.map((row) => ['Account', account(row, currency)])
}

function account([id, name, subtype]: Row, currency: JsonObject): JsonObject {
  const type = typeOfSubtype.get(subtype) ?? ''
  return {
    Id: id,
    Name: name,
    SubAccount: false,
    FullyQualifiedName: name,
    Active: true,
    Classification: ACCOUNT_TYPES[type]?.classification,
    AccountType: type,
    AccountSubType: subtype,
    CurrentBalance: 0,
    CurrentBalanceWithSubAccounts: 0,
    CurrencyRef: currency,
  }
}
