import type { WriteOptions } from '../../company/kind.ts'
import type { Entity, KindName } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import { amount } from '../../decimal.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isObject, toJson } from '../../json.ts'
import { currencyOf, head, homeCents, valueOf } from '../others/paper.ts'
import { readLines, writeLines } from './lines.ts'
import { unitOf } from './money.ts'
import { numberFor } from './numbers.ts'
import { refusals } from './refusals.ts'
import { settingsOf, type SalesSettings } from './settings.ts'
import { taxOf } from './tax.ts'

/** A sales paper made whole, but for what is open on it, which its kind knows. */
export interface Completed {
  whole: JsonObject
  total: number
  customer: Entity
}

export function completeDocument(
  tx: Transaction,
  kind: KindName,
  written: JsonObject,
  before: Entity | undefined,
  options: WriteOptions,
): Completed {
  const settings = settingsOf(tx)
  const customer = customerOf(tx, written)
  const top = headOf(tx, written, customer)
  const unit = unitOf(currencyOf(top))
  const lines = readLines(tx, written, settings, unit)
  const afterDiscount = written['ApplyTaxAfterDiscount'] === true
  const mode = written['GlobalTaxCalculation'] as string | undefined
  const tax = taxOf(
    { tx, settings, customer, lines, unit, afterDiscount, mode, asked: undefined },
    written,
    before,
  )
  const net = tax.lines.reduce((sum, each) => sum + (each?.cents ?? 0), 0) - (lines.discount?.cents ?? 0)
  const total = net + tax.cents
  if (total < 0 || net < 0) throw refusals.negativeTotal()
  const whole = {
    ...written,
    ...top,
    CustomField: customFields(written, settings),
    DocNumber: numberFor(tx, kind, written, before, settings, options),
    LinkedTxn: linksKept(kind, written, before),
    Line: writeLines(lines, tax.lines, before),
    TxnTaxDetail: tax.detail,
    BillAddr: addressOf(tx, 'BillAddr', written, before, customer),
    ShipAddr: addressOf(tx, 'ShipAddr', written, before, customer),
    ClassRef: settings.classPerDocument ? written['ClassRef'] : undefined,
    GlobalTaxCalculation: tax.mode,
    TotalAmt: amount(total),
    HomeTotalAmt: top['ExchangeRate'] === undefined ? undefined : amount(homeCents(total, top)),
    ApplyTaxAfterDiscount: afterDiscount,
    PrintStatus: written['PrintStatus'] ?? 'NeedToPrint',
    EmailStatus: written['EmailStatus'] ?? 'NotSet',
  }
  return { whole, total, customer }
}

export function customerOf(tx: Transaction, written: JsonObject): Entity {
  const reference = written['CustomerRef'] as JsonObject | undefined
  if (reference === undefined) throw faults.required('CustomerRef')
  return tx.mustGet('Customer', String(reference['value']), 'CustomerRef')
}

/** Date, location, currency and rate; the currency is the customer's. */
export function headOf(tx: Transaction, written: JsonObject, customer: Entity): JsonObject {
  const top = head(tx, written)
  if (currencyOf(top) !== currencyOf(customer)) throw refusals.otherCurrency('customer')
  return top
}

/** The fields that the company has, each with its value or without; others are not kept. */
function customFields(written: JsonObject, settings: SalesSettings): Json | undefined {
  if (settings.customFields.length === 0) return undefined
  const given = (written['CustomField'] ?? []) as readonly JsonObject[]
  return settings.customFields.map(({ id, name }): JsonObject => {
    const value = given.find((each) => each['DefinitionId'] === id)?.['StringValue']
    return { DefinitionId: id, Name: name, Type: 'StringType', StringValue: value }
  })
}

/** Links to payments follow from the payments. Links to other papers would have to be made, and are not modelled. */
function linksKept(kind: KindName, written: JsonObject, before: Entity | undefined): Json | undefined {
  const given = (written['LinkedTxn'] ?? []) as readonly JsonObject[]
  const stood = (before?.['LinkedTxn'] ?? []) as readonly JsonObject[]
  for (const link of given) {
    const type = String(link['TxnType'])
    if (type !== 'Payment' && !stood.some((each) => each['TxnId'] === link['TxnId'])) {
      throw faults.unmodelled(`${kind}.LinkedTxn to ${type}`)
    }
  }
  return before?.['LinkedTxn']
}

/** The address as written, with an id of its own; else the customer's, as it is today. */
function addressOf(
  tx: Transaction,
  name: string,
  written: JsonObject,
  before: Entity | undefined,
  customer: Entity,
): Json | undefined {
  const given = written[name]
  if (!isObject(given)) return customer[name]
  const text = toJson(withoutId(given))
  for (const known of [before?.[name], customer[name]]) {
    if (isObject(known) && toJson(withoutId(known)) === text) return known
  }
  return { Id: tx.nextOf('addresses'), ...withoutId(given) }
}

function withoutId(address: JsonObject): JsonObject {
  const { Id: _, Lat: _lat, Long: _long, ...rest } = address
  return rest
}

/** A linked paper stays with its customer and its rate: what pays it was counted by both. */
export function refuseMovingLinked(whole: JsonObject, before: Entity): void {
  if (valueOf(whole['CustomerRef']) !== valueOf(before['CustomerRef'])) {
    throw refusals.linkedStays('customer')
  }
  if (whole['ExchangeRate'] !== before['ExchangeRate']) throw refusals.linkedStays('exchange rate')
}
