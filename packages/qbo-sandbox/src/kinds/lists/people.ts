import { currencyRef } from '../../company/currency.ts'
import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { type AccountRole, findAccount } from '../../company/accounts.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { markedName } from './names.ts'
import { idIn } from './tree.ts'

/** The name a customer or vendor goes by: as given, else made of the parts of a person's name. */
export function displayName(written: JsonObject, active: boolean, before: Entity | undefined): string {
  const parts = ['Title', 'GivenName', 'MiddleName', 'FamilyName', 'Suffix']
    .map((each) => written[each])
    .filter((each) => each !== undefined)
  const given = String(written['DisplayName'] ?? parts.join(' ')).trim()
  if (given === '') {
    throw faults.required('DisplayName or Title, GivenName, MiddleName, FamilyName, Suffix')
  }
  return markedName(given, active, before)
}

/** The currency somebody is billed in: home unless named, and never changed once it is set. */
export function ownCurrency(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  const home = tx.company.homeCurrency
  const stood = idIn(before?.['CurrencyRef'])
  const code = idIn(written['CurrencyRef']) ?? stood ?? home
  if (stood !== undefined && code !== stood) {
    throw faults.businessRule('The currency cannot be changed once it is set.')
  }
  if (code !== home && stood === undefined && !hasMultiCurrency(tx)) {
    throw faults.invalidCurrency(`Invalid currency: ${code}. Multi-currency is not enabled.`)
  }
  return currencyRef(code)
}

export function hasMultiCurrency(tx: Transaction): boolean {
  const currencies = tx.preferences()['CurrencyPrefs'] as JsonObject | undefined
  return currencies?.['MultiCurrencyEnabled'] === true
}

/** With its first customer or vendor a currency gets a receivable or payable account of its own. */
export function openCurrencyAccount(tx: Transaction, role: AccountRole, currency: JsonObject): void {
  const code = String(currency['value'])
  if (findAccount(tx.company, role, code) !== undefined) return
  const [title, type] =
    role === 'receivable'
      ? ['Accounts Receivable (A/R)', 'Accounts Receivable']
      : ['Accounts Payable (A/P)', 'Accounts Payable']
  const name = `${title} - ${code}`
  if (tx.nameHolder('accounts', name, undefined) !== undefined) throw faults.duplicateName()
  tx.put(
    'Account',
    {
      Name: name,
      SubAccount: false,
      FullyQualifiedName: name,
      Active: true,
      Classification: role === 'receivable' ? 'Asset' : 'Liability',
      AccountType: type,
      AccountSubType: type.replace(' ', ''),
      CurrentBalance: 0,
      CurrentBalanceWithSubAccounts: 0,
      CurrencyRef: currency,
    },
    'created',
  )
}
