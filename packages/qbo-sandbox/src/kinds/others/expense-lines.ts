import {
  type Field,
  decimal,
  group,
  list,
  oneOf,
  ref,
  shown,
  signedMoney,
  text,
} from '../../company/fields.ts'
import type { Posting } from '../../company/ledger.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount, cents } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import {
  type Lines,
  accountOf,
  amountOf,
  homeCents,
  lineId,
  linesOf,
  refuseSubledger,
  tracked,
  valueOf,
  withIds,
} from './paper.ts'
import { isProduct, unitOf } from '../sales/money.ts'

const BY_ACCOUNT = 'AccountBasedExpenseLineDetail'
const BY_ITEM = 'ItemBasedExpenseLineDetail'

const taxCode: Field = { type: 'ref', to: ['TaxCode'], named: false, literals: ['TAX', 'NON'] }
const billable = oneOf('NotBillable', 'Billable', 'HasBeenBilled')

const DETAILS: Readonly<Record<string, Record<string, Field>>> = {
  [BY_ACCOUNT]: {
    CustomerRef: ref('Customer'),
    ClassRef: ref('Class'),
    AccountRef: ref('Account'),
    BillableStatus: billable,
    TaxCodeRef: taxCode,
  },
  [BY_ITEM]: {
    BillableStatus: billable,
    ItemRef: ref('Item'),
    ClassRef: ref('Class'),
    UnitPrice: decimal,
    Qty: decimal,
    CustomerRef: ref('Customer'),
    TaxCodeRef: taxCode,
  },
}

/** What was bought: by account or by item. */
export const expenseLines: Field = list(
  group(
    'Line',
    {
      Id: lineId,
      LineNum: shown({ type: 'any' }),
      Description: text(4000),
      Amount: signedMoney,
      DetailType: oneOf(BY_ACCOUNT, BY_ITEM),
      [BY_ACCOUNT]: group(BY_ACCOUNT, DETAILS[BY_ACCOUNT] ?? {}, [
        'MarkupInfo',
        'TaxAmount',
        'TaxInclusiveAmt',
      ]),
      [BY_ITEM]: group(BY_ITEM, DETAILS[BY_ITEM] ?? {}, ['MarkupInfo', 'PriceLevelRef', 'TaxInclusiveAmt']),
    },
    ['CustomField', 'LineEx', 'LinkedTxn'],
  ),
  10_000,
)

/** The lines made whole, and what they come to. */
export function completeExpenses(
  tx: Transaction,
  written: JsonObject,
  before: Entity | undefined,
  currency: string,
  numbered: boolean,
): { Line: Lines; TotalAmt: number } {
  const given = linesOf(written)
  if (given.length === 0) throw faults.required('Line')
  const lines = withIds(given, before, 1).map((each, index) =>
    completeLine(tx, each, currency, numbered ? index + 1 : undefined),
  )
  const total = lines.reduce((sum, each) => sum + cents(Number(each['Amount'])), 0)
  if (total < 0) throw faults.businessRule('Transaction amount must be 0 or greater.')
  return { Line: lines, TotalAmt: amount(total) }
}

function completeLine(
  tx: Transaction,
  line: JsonObject,
  currency: string,
  number: number | undefined,
): JsonObject {
  const type = line['DetailType']
  if (typeof type !== 'string') throw faults.required('DetailType')
  const detail = line[type] as JsonObject | undefined
  if (detail === undefined) throw faults.lineDetailMissing()
  const hundredths = amountOf(line, currency)
  refuseUnmodelled(tx, detail)
  if (type === BY_ACCOUNT) refuseSubledger(accountOf(tx, detail, 'AccountRef', currency), 'an expense line')
  else refuseUnfitItem(tx, hundredths, detail, currency)
  const whole: Record<string, Json> = {}
  for (const name in DETAILS[type]) {
    const value = detail[name] ?? defaultOf(tx, name)
    if (value !== undefined) whole[name] = value
  }
  return {
    Id: line['Id'],
    ...(number === undefined ? {} : { LineNum: number }),
    ...(line['Description'] === undefined ? {} : { Description: line['Description'] }),
    Amount: line['Amount'],
    DetailType: type,
    [type]: tracked(tx, whole),
  }
}

function defaultOf(tx: Transaction, name: string): Json | undefined {
  if (name === 'BillableStatus') return 'NotBillable'
  return name === 'TaxCodeRef' && tx.company.country === 'US' ? { value: 'NON' } : undefined
}

/** Expenses are neither billed on nor taxed here. */
function refuseUnmodelled(tx: Transaction, detail: JsonObject): void {
  const status = detail['BillableStatus']
  if (status !== undefined && status !== 'NotBillable')
    throw faults.unmodelled(`BillableStatus=${String(status)}`)
  const id = valueOf(detail['TaxCodeRef'])
  if (detail['TaxCodeRef'] === undefined || id === 'TAX' || id === 'NON') return
  const code = tx.mustGet('TaxCode', id, 'TaxCodeRef')
  if (code['Taxable'] === true) throw faults.unmodelled('tax on purchases')
}

function refuseUnfitItem(tx: Transaction, hundredths: number, detail: JsonObject, currency: string): void {
  if (detail['ItemRef'] === undefined) throw faults.required('ItemRef')
  const item = tx.mustGet('Item', valueOf(detail['ItemRef']), 'ItemRef')
  if (item['ExpenseAccountRef'] === undefined) {
    throw faults.businessRule(`${String(item['Name'])} has no expense account, so it cannot be bought.`)
  }
  const { UnitPrice: price, Qty: quantity } = detail
  if (typeof price !== 'number' || typeof quantity !== 'number') return
  if (!isProduct(hundredths, price, quantity, unitOf(currency))) {
    throw faults.amountNotPriceTimesQty(String(amount(hundredths)))
  }
}

/** Debits for what was bought; `sign` turns them round when it was given back. */
export function postExpenses(paper: Entity, company: Company, sign: 1 | -1): Posting[] {
  return linesOf(paper).map((line) => {
    const own = sign * cents(Number(line['Amount']))
    return { account: expenseAccount(line, company), cents: homeCents(own, paper), currencyCents: own }
  })
}

function expenseAccount(line: JsonObject, company: Company): string {
  const detail = line[String(line['DetailType'])] as JsonObject
  if (line['DetailType'] === BY_ACCOUNT) return valueOf(detail['AccountRef'])
  return valueOf(company.tables.Item.rows.get(valueOf(detail['ItemRef']))?.['ExpenseAccountRef'])
}
