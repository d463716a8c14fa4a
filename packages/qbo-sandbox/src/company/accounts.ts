import type { JsonObject } from '../json.ts'
import type { Company, Entity } from './state.ts'

/** What an account is for in the entries that documents post. */
export type AccountRole = keyof typeof ROLES

/** Found by the account's subtype, whatever its name or id. */
const ROLES = {
  receivable: { subtypes: ['AccountsReceivable'], ofEachCurrency: true },
  payable: { subtypes: ['AccountsPayable'], ofEachCurrency: true },
  undeposited: { subtypes: ['UndepositedFunds'], ofEachCurrency: false },
  taxPayable: { subtypes: ['SalesTaxPayable', 'GlobalTaxPayable'], ofEachCurrency: false },
  discounts: { subtypes: ['DiscountsRefundsGiven'], ofEachCurrency: false },
  exchange: { subtypes: ['ExchangeGainOrLoss'], ofEachCurrency: false },
  openingEquity: { subtypes: ['OpeningBalanceEquity'], ofEachCurrency: false },
  salesIncome: { subtypes: ['SalesOfProductIncome', 'ServiceFeeIncome'], ofEachCurrency: false },
} as const satisfies Record<string, { subtypes: readonly string[]; ofEachCurrency: boolean }>

/** Id of the account that plays a role; receivables and payables are kept apart by currency. */
export function accountFor(company: Company, role: AccountRole, currency = company.homeCurrency): string {
  const found = findAccount(company, role, currency)
  if (found === undefined) throw new Error(`${company.name} has no account for ${role} in ${currency}`)
  return found
}

/** As `accountFor`, where the account may be missing. Each answer is remembered as long as it holds. */
export function findAccount(company: Company, role: AccountRole, currency: string): string | undefined {
  const memory = remembered(company)
  const key = `${role} ${currency}`
  const known = memory.get(key)
  if (known !== undefined && plays(company.tables.Account.rows.get(known), role, currency)) return known
  for (const account of company.tables.Account.rows.values()) {
    if (!plays(account, role, currency)) continue
    memory.set(key, account.Id)
    return account.Id
  }
  return undefined
}

const memories = new WeakMap<Company, Map<string, string>>()

function remembered(company: Company): Map<string, string> {
  const known = memories.get(company)
  if (known !== undefined) return known
  const memory = new Map<string, string>()
  memories.set(company, memory)
  return memory
}

function plays(account: Entity | undefined, role: AccountRole, currency: string): boolean {
  if (account === undefined || account['Active'] === false) return false
  const { subtypes, ofEachCurrency } = ROLES[role]
  if (!subtypes.some((each) => each === account['AccountSubType'])) return false
  return !ofEachCurrency || (account['CurrencyRef'] as JsonObject | undefined)?.['value'] === currency
}
