import { accountFor } from '../../company/accounts.ts'
import { type Fields, bareRef, day, ref, shown, signedMoney } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount, cents } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { dueDate } from '../sales/due-date.ts'
import { completeExpenses, expenseLines, postExpenses } from './expense-lines.ts'
import {
  accountOf,
  currencyOf,
  head,
  homeCents,
  paperFields,
  paperUnmodelled,
  settled,
  valueOf,
} from './paper.ts'

const fields: Fields = {
  SalesTermRef: bareRef('Term'),
  DueDate: day,
  Balance: shown(signedMoney),
  HomeBalance: shown(signedMoney),
  ...paperFields,
  Line: expenseLines,
  VendorRef: ref('Vendor'),
  APAccountRef: ref('Account'),
  TotalAmt: shown(signedMoney),
}

/** Paying bills is not modelled, so the balance of each is its total. */
export const bills: Kind = {
  name: 'Bill',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled: [
    ...paperUnmodelled,
    'BillEx',
    'HomeTotalAmt',
    'IncludeInAnnualTPAR',
    'PayerRef',
    'RemitToAddr',
    'ShipAddr',
    'VendorAddr',
  ],
  queryable: {
    APAccountRef: 'ref',
    Balance: 'number',
    DocNumber: 'text',
    DueDate: 'date',
    SalesTermRef: 'ref',
    TotalAmt: 'number',
    TxnDate: 'date',
    VendorRef: 'ref',
  },
  complete,
  beforeDelete() {},
  post,
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  if (written['VendorRef'] === undefined) throw faults.required('VendorRef')
  const vendor = tx.mustGet('Vendor', valueOf(written['VendorRef']), 'VendorRef')
  const top = head(tx, written)
  const currency = currencyOf(top)
  if (currencyOf(vendor) !== currency) {
    throw faults.invalidCurrency(`The currency of the vendor is ${currencyOf(vendor)}, not ${currency}.`)
  }
  const expenses = completeExpenses(tx, written, before, currency, true)
  const term = (written['SalesTermRef'] ?? vendor['TermRef']) as JsonObject | undefined
  return {
    ...written,
    ...top,
    ...expenses,
    SalesTermRef: term,
    DueDate: written['DueDate'] ?? dueBy(tx, term, String(top['TxnDate'])),
    Balance: expenses.TotalAmt,
    HomeBalance: homeBalance(expenses.TotalAmt, top),
    APAccountRef: payable(tx, written, currency),
  }
}

/** Shown from the day a company works in several currencies. */
function homeBalance(total: number, top: JsonObject): number | undefined {
  return top['ExchangeRate'] === undefined ? undefined : amount(homeCents(cents(total), top))
}

/** Without a term a bill is due at once. */
function dueBy(tx: Transaction, reference: JsonObject | undefined, day: string): string {
  return reference === undefined ? day : dueDate(tx, day, reference)
}

function payable(tx: Transaction, written: JsonObject, currency: string): JsonObject {
  if (written['APAccountRef'] === undefined) {
    const id = accountFor(tx.company, 'payable', currency)
    return { value: id, name: String(tx.get('Account', id)?.['FullyQualifiedName']) }
  }
  const account = accountOf(tx, written, 'APAccountRef', currency)
  if (account['AccountType'] !== 'Accounts Payable' || currencyOf(account) !== currency) {
    throw faults.accountKind(`APAccountRef has to be an Accounts Payable account in ${currency}.`)
  }
  return written['APAccountRef'] as JsonObject
}

function post(bill: Entity, company: Company) {
  const own = -cents(Number(bill['TotalAmt']))
  return settled(
    [
      {
        account: valueOf(bill['APAccountRef']),
        vendor: valueOf(bill['VendorRef']),
        cents: homeCents(own, bill),
        currencyCents: own,
      },
      ...postExpenses(bill, company, 1),
    ],
    company,
  )
}
