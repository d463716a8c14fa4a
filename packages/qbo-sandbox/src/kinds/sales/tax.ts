import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { toJson } from '../../json.ts'
import { linesOf } from '../others/paper.ts'
import type { ReadLines, TaxedLine } from './lines.ts'
import { centsIn } from './money.ts'
import { taxedAbroad } from './tax-abroad.ts'
import { taxedInTheUS } from './tax-us.ts'
import type { SalesSettings } from './settings.ts'

/** Everything that decides what tax a document bears. */
export interface TaxQuestion {
  tx: Transaction
  settings: SalesSettings
  customer: Entity
  lines: ReadLines
  unit: number
  afterDiscount: boolean
  mode: string | undefined
  /** What the caller asked of the tax; absent when they left it to the service. */
  asked: JsonObject | undefined
}

export interface TaxAnswer {
  detail: JsonObject
  cents: number
  /** One for each line that sells something, none for those that only say something. */
  lines: readonly (TaxedLine | undefined)[]
  mode: string | undefined
}

/**
 * The tax of a document. While nothing that is taxed changes, the tax stays as it stands, so that one that
 * was overridden survives an edit of the memo. When it does change, what merely came back is not an order.
 */
export function taxOf(question: TaxQuestion, written: JsonObject, before: Entity | undefined): TaxAnswer {
  const isUS = question.tx.company.country === 'US'
  if (isUS && written['GlobalTaxCalculation'] !== undefined) {
    throw faults.businessRule('GlobalTaxCalculation cannot be used in a US company.')
  }
  const answer = isUS ? taxedInTheUS : taxedAbroad
  const given = written['TxnTaxDetail'] as JsonObject | undefined
  const stood = before?.['TxnTaxDetail'] as JsonObject | undefined
  const isEcho = given !== undefined && stood !== undefined && toJson(given) === toJson(stood)
  if (!isEcho || before === undefined) return answer({ ...question, asked: given })
  const fresh = answer({ ...question, asked: codeOnly(stood) })
  return taxBase(fresh, question) === taxBaseOf(before)
    ? { ...fresh, detail: stood, cents: centsIn(stood, 'TotalTax') }
    : fresh
}

const codeOnly = (detail: JsonObject): JsonObject | undefined =>
  detail['TxnTaxCodeRef'] === undefined ? undefined : { TxnTaxCodeRef: detail['TxnTaxCodeRef'] }

/** What tax is worked out from, as one text to compare. */
function taxBase({ lines, mode }: TaxAnswer, { lines: read, afterDiscount }: TaxQuestion): string {
  const sales = lines.flatMap((each) =>
    each === undefined ? [] : [[each.cents, each.taxCode ?? '', each.gross ?? 0]],
  )
  return JSON.stringify([sales, read.discount?.cents ?? 0, afterDiscount, mode ?? ''])
}

function taxBaseOf(document: Entity): string {
  const lines = linesOf(document)
  const sales = lines
    .filter((each) => each['DetailType'] === 'SalesItemLineDetail')
    .map((each) => {
      const detail = each['SalesItemLineDetail'] as JsonObject
      const code = detail['TaxCodeRef'] as JsonObject | undefined
      return [centsIn(each, 'Amount'), code?.['value'] ?? '', centsIn(detail, 'TaxInclusiveAmt')]
    })
  const discount = lines.find((each) => each['DetailType'] === 'DiscountLineDetail')
  return JSON.stringify([
    sales,
    discount === undefined ? 0 : centsIn(discount, 'Amount'),
    document['ApplyTaxAfterDiscount'] === true,
    document['GlobalTaxCalculation'] ?? '',
  ])
}
