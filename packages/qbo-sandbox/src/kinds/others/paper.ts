import { accountFor } from '../../company/accounts.ts'
import { type Field, type Fields, day, decimal, ref, text } from '../../company/fields.ts'
import type { Posting } from '../../company/ledger.ts'
import { currencyRef } from '../../company/currency.ts'
import type { Company, Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { shareCents } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import { serviceDate } from '../../time.ts'
import { payable, unitOf } from '../sales/money.ts'

/** The block in which all the bookkeeper's papers agree. */
export const paperFields: Fields = {
  ...systemFields,
  DocNumber: text(21),
  TxnDate: day,
  DepartmentRef: ref('Department'),
  CurrencyRef: { type: 'currency' },
  ExchangeRate: decimal,
  PrivateNote: text(4000),
}

/** What QuickBooks' papers have beyond what is modelled here. */
export const paperUnmodelled: readonly string[] =
  'AttachableRef CustomField GlobalTaxCalculation LinkedTxn RecurDataRef TaxFormNum TaxFormType TransactionLocationType TxnApprovalInfo TxnSource TxnStatus TxnTaxDetail'.split(
    ' ',
  )

export const lineId: Field = { type: 'id' }

export type Lines = readonly JsonObject[]

/** Hundredths of a line's amount, which its currency has to be able to pay. */
export function amountOf(line: JsonObject, currency: string): number {
  if (line['Amount'] === undefined) throw faults.required('Amount')
  return payable(Number(line['Amount']), unitOf(currency), 'Amount')
}

export function linesOf(object: JsonObject): Lines {
  return (object['Line'] ?? []) as Lines
}

/** Date, currency and rate, as every paper has them. */
export function head(tx: Transaction, written: JsonObject): JsonObject {
  return {
    TxnDate: written['TxnDate'] ?? serviceDate(tx.at),
    ...money(tx, written),
    DepartmentRef: settingsOf(tx)['TrackDepartments'] === true ? written['DepartmentRef'] : undefined,
  }
}

function money(tx: Transaction, written: JsonObject): JsonObject {
  const home = tx.company.homeCurrency
  const currencies = tx.preferences()['CurrencyPrefs'] as JsonObject | undefined
  const given = written['CurrencyRef'] as JsonObject | undefined
  if (currencies?.['MultiCurrencyEnabled'] !== true) {
    if (given !== undefined && given['value'] !== home) {
      throw faults.invalidCurrency(
        `Invalid currency: ${String(given['value'])}. Multi-currency is not enabled.`,
      )
    }
    return { CurrencyRef: currencyRef(home), ExchangeRate: undefined }
  }
  if (given === undefined) throw faults.required('CurrencyRef')
  const rate = given['value'] === home ? 1 : Number(written['ExchangeRate'] ?? 1)
  if (rate <= 0) throw faults.invalidNumber('ExchangeRate', String(rate))
  return { CurrencyRef: given, ExchangeRate: rate }
}

export function currencyOf(object: JsonObject): string {
  return String((object['CurrencyRef'] as JsonObject)['value'])
}

export function settingsOf(tx: Transaction): JsonObject {
  return (tx.preferences()['AccountingInfoPrefs'] ?? {}) as JsonObject
}

/** Class and location stay on a line while the company tracks them; else they are dropped, as the service does. */
export function tracked(tx: Transaction, detail: JsonObject): JsonObject {
  const settings = settingsOf(tx)
  const kept: Record<string, Json | undefined> = { ...detail }
  if (settings['ClassTrackingPerTxnLine'] !== true) delete kept['ClassRef']
  if (settings['TrackDepartments'] !== true) delete kept['DepartmentRef']
  return kept
}

/** Ids that stood before are kept, all other lines are new and numbered on. */
export function withIds(lines: Lines, before: Entity | undefined, first: 0 | 1): Lines {
  const stood = new Set(before === undefined ? [] : linesOf(before).map((each) => each['Id']))
  let next = Math.max(first - 1, ...[...stood].map(Number)) + 1
  const used = new Set<Json | undefined>()
  return lines.map(({ Id: given, ...rest }) => {
    const keeps = stood.has(given) && !used.has(given)
    const id = keeps ? given : String(next)
    if (!keeps) next += 1
    used.add(id)
    return { Id: id, ...rest }
  })
}

/** The account a line or a paper names. It is kept in the home currency or in the paper's own. */
export function accountOf(tx: Transaction, holder: JsonObject, element: string, currency: string): Entity {
  const reference = holder[element] as JsonObject | undefined
  if (reference === undefined) throw faults.required(element)
  const account = tx.mustGet('Account', String(reference['value']), element)
  const own = (account['CurrencyRef'] as JsonObject)['value']
  if (own !== currency && own !== tx.company.homeCurrency) {
    throw faults.businessRule(`An account in ${String(own)} cannot be used on a transaction in ${currency}.`)
  }
  return account
}

/** Receivables and payables move through papers of their own, which keep them by customer and vendor. */
export function refuseSubledger(account: Entity, where: string): void {
  const type = String(account['AccountType'])
  if (type === 'Accounts Receivable' || type === 'Accounts Payable') {
    throw faults.unmodelled(`${where} on an account of type ${type}`)
  }
}

/** Hundredths of the home currency. */
export function homeCents(hundredths: number, paper: JsonObject): number {
  const rate = paper['ExchangeRate']
  return typeof rate === 'number' && rate !== 1 ? shareCents(hundredths, rate) : hundredths
}

/** Each line is converted and rounded by itself; what is left over is a gain or loss by exchange. */
export function settled(postings: readonly Posting[], company: Company): readonly Posting[] {
  const left = postings.reduce((sum, each) => sum + each.cents, 0)
  return left === 0 ? postings : [...postings, { account: accountFor(company, 'exchange'), cents: -left }]
}

export const valueOf = (reference: Json | undefined): string =>
  String((reference as JsonObject | undefined)?.['value'])
