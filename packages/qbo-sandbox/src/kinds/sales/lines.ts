import { accountFor } from '../../company/accounts.ts'
import { nameOf } from '../../company/references.ts'
import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { type Lines, linesOf } from '../others/paper.ts'
import { isProduct, payable, share } from './money.ts'
import { refusals } from './refusals.ts'
import type { SalesSettings } from './settings.ts'

/** What a line sells, or what it only says. */
export interface SoldLine {
  given: JsonObject
  detail: JsonObject
  /** Absent on a line that only says something. */
  sale?: { cents: number; item: Entity | undefined; taxCode: string | undefined; gross: number | undefined }
}

export interface Discount {
  cents: number
  percent: number | undefined
  account: JsonObject
}

export interface ReadLines {
  sold: readonly SoldLine[]
  subtotal: number
  discount: Discount | undefined
}

/** The lines of a document as somebody wrote them, checked. Subtotals are the service's own and passed over. */
export function readLines(
  tx: Transaction,
  written: JsonObject,
  settings: SalesSettings,
  unit: number,
): ReadLines {
  const given = linesOf(written).filter((each) => each['DetailType'] !== 'SubTotalLineDetail')
  const sold = given
    .filter((each) => each['DetailType'] !== 'DiscountLineDetail')
    .map((each) => readSold(tx, each, settings, unit))
  if (!sold.some((each) => each.sale !== undefined)) throw faults.required('Line')
  const subtotal = sold.reduce((sum, each) => sum + (each.sale?.cents ?? 0), 0)
  const [discount, second] = given.filter((each) => each['DetailType'] === 'DiscountLineDetail')
  if (second !== undefined) throw faults.businessRule('A transaction can have one discount line only.')
  return {
    sold,
    subtotal,
    discount: discount === undefined ? undefined : readDiscount(tx, discount, settings, subtotal, unit),
  }
}

function readSold(tx: Transaction, given: JsonObject, settings: SalesSettings, unit: number): SoldLine {
  switch (given['DetailType']) {
    case undefined:
      throw faults.required('Line.DetailType')
    case 'SalesItemLineDetail':
      return readSale(tx, given, settings, unit)
    case 'DescriptionOnly':
      return { given, detail: (given['DescriptionLineDetail'] ?? {}) as JsonObject }
    default:
      throw faults.unmodelled(`lines with ${String(given['DetailType'])} on sales transactions`)
  }
}

function readSale(tx: Transaction, given: JsonObject, settings: SalesSettings, unit: number): SoldLine {
  const detail = given['SalesItemLineDetail'] as JsonObject | undefined
  if (detail === undefined) throw faults.lineDetailMissing()
  if (given['Amount'] === undefined) throw faults.required('Line.Amount')
  const cents = payable(Number(given['Amount']), unit, 'Amount')
  const { UnitPrice: price, Qty: quantity, TaxInclusiveAmt: gross } = detail
  if (typeof price === 'number' && typeof quantity === 'number' && !isProduct(cents, price, quantity, unit)) {
    throw faults.amountNotPriceTimesQty(String(given['Amount']))
  }
  const taxCode = detail['TaxCodeRef'] as JsonObject | undefined
  return {
    given,
    detail: settings.classPerLine ? detail : { ...detail, ClassRef: undefined },
    sale: {
      cents,
      item: itemOf(tx, detail, settings),
      taxCode: taxCode?.['value'] as string | undefined,
      gross: typeof gross === 'number' ? payable(gross, unit, 'TaxInclusiveAmt') : undefined,
    },
  }
}

/** What is sold; shipping is an item that no list has. */
function itemOf(tx: Transaction, detail: JsonObject, settings: SalesSettings): Entity | undefined {
  const id = (detail['ItemRef'] as JsonObject | undefined)?.['value']
  if (typeof id !== 'string') throw faults.required('Line.SalesItemLineDetail.ItemRef')
  if (id === 'SHIPPING_ITEM_ID') {
    if (!settings.allowShipping) throw faults.invalidReference('ItemRef', 'shipping is turned off')
    return undefined
  }
  const item = tx.mustGet('Item', id, 'ItemRef')
  if (item['Type'] === 'Category') throw faults.invalidReference('ItemRef', 'a category cannot be sold')
  return item
}

/** A discount takes off what it says, or a percentage of all that is sold. */
function readDiscount(
  tx: Transaction,
  given: JsonObject,
  settings: SalesSettings,
  subtotal: number,
  unit: number,
): Discount {
  if (!settings.allowDiscount) throw faults.businessRule('Discounts are turned off for this company.')
  const detail = given['DiscountLineDetail'] as JsonObject | undefined
  if (detail === undefined) throw faults.lineDetailMissing()
  const percent = detail['PercentBased'] === true ? detail['DiscountPercent'] : undefined
  if (typeof percent === 'number' && (percent < 0 || percent > 100)) throw refusals.percent(percent)
  if (typeof percent !== 'number' && given['Amount'] === undefined) throw faults.discountNeedsValue()
  const cents =
    typeof percent === 'number'
      ? share(subtotal, percent, 100, unit)
      : payable(Number(given['Amount']), unit, 'Amount')
  if (cents < 0) throw faults.invalidAmount('Amount', String(given['Amount']))
  return {
    cents,
    percent: typeof percent === 'number' ? percent : undefined,
    account: (detail['DiscountAccountRef'] as JsonObject | undefined) ?? discountAccount(tx, settings),
  }
}

function discountAccount(tx: Transaction, settings: SalesSettings): JsonObject {
  const id = settings.discountAccount ?? accountFor(tx.company, 'discounts')
  return { value: id, name: nameOf(tx.mustGet('Account', id, 'DiscountAccountRef')) }
}

/** What a line came to once tax was worked out: its tax code, and its gross amount where taxes are included. */
export interface TaxedLine {
  cents: number
  taxCode: string | undefined
  gross: number | undefined
}

/** The lines as they are stored: numbered, with the subtotal the service adds and the discount after it. */
export function writeLines(
  { sold, discount }: ReadLines,
  taxed: readonly (TaxedLine | undefined)[],
  before: Entity | undefined,
): Lines {
  const ids = lineIds(sold, before)
  const subtotal = taxed.reduce((sum, each) => sum + (each?.cents ?? 0), 0)
  const lines = sold.map((each, index) => writeLine(each, taxed[index], ids[index] ?? '', index + 1))
  lines.push({ Amount: amount(subtotal), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} })
  if (discount !== undefined) {
    lines.push({
      Amount: amount(discount.cents),
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: {
        PercentBased: discount.percent !== undefined,
        DiscountPercent: discount.percent,
        DiscountAccountRef: discount.account,
      },
    })
  }
  return lines
}

function writeLine(line: SoldLine, taxed: TaxedLine | undefined, id: string, number: number): JsonObject {
  const start = { Id: id, LineNum: number, Description: line.given['Description'] }
  if (line.sale === undefined || taxed === undefined) {
    return { ...start, DetailType: 'DescriptionOnly', DescriptionLineDetail: line.detail }
  }
  const { detail } = line
  return {
    ...start,
    Amount: amount(taxed.cents),
    DetailType: 'SalesItemLineDetail',
    SalesItemLineDetail: {
      ServiceDate: detail['ServiceDate'],
      TaxInclusiveAmt: taxed.gross === undefined ? undefined : amount(taxed.gross),
      ItemRef: detail['ItemRef'],
      ClassRef: detail['ClassRef'],
      UnitPrice: detail['UnitPrice'],
      Qty: detail['Qty'],
      TaxCodeRef: taxed.taxCode === undefined ? undefined : { value: taxed.taxCode },
    },
  }
}

/** A line keeps the id it is known by; any other is new and numbered after the highest there was. */
function lineIds(sold: readonly SoldLine[], before: Entity | undefined): string[] {
  const free = new Set(before === undefined ? [] : linesOf(before).map((each) => each['Id']))
  free.delete(undefined)
  let last = Math.max(0, ...[...free].map(Number))
  return sold.map(({ given }) => {
    const id = given['Id']
    if (typeof id === 'string' && free.delete(id)) return id
    last += 1
    return String(last)
  })
}
