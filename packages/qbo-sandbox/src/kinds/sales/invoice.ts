import { type Field, type Fields, day, flag, shown } from '../../company/fields.ts'
import type { Kind, WriteOptions } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import type { JsonObject } from '../../json.ts'
import { autoApply } from './auto-apply.ts'
import { completeDocument } from './document.ts'
import { dueDate } from './due-date.ts'
import { any, salesFields } from './fields.ts'
import { postSale } from './post-sale.ts'
import { INVOICE_PROPERTIES } from './properties.ts'
import { unlinkOrRefuse, voidedInvoice, withOpen } from './standing.ts'

const { BillEmail, ...totals } = salesFields.totals

const fields: Fields = {
  AllowIPNPayment: flag,
  AllowOnlinePayment: flag,
  AllowOnlineCreditCardPayment: flag,
  AllowOnlineACHPayment: flag,
  ...salesFields.start,
  ...salesFields.transaction,
  ...salesFields.customer,
  DueDate: day satisfies Field,
  ...totals,
  BillEmail,
  DeliveryInfo: shown(any),
  ...salesFields.balance,
}

export const invoices: Kind = {
  name: 'Invoice',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled: INVOICE_PROPERTIES.filter((each) => !Object.hasOwn(fields, each)),
  properties: INVOICE_PROPERTIES,
  queryable: {
    Balance: 'number',
    CustomerRef: 'ref',
    DocNumber: 'text',
    DueDate: 'date',
    SalesTermRef: 'ref',
    TotalAmt: 'number',
    TxnDate: 'date',
  },
  complete,
  settle(tx, after, before) {
    if (before === undefined) autoApply(tx, 'Invoice', after)
  },
  beforeDelete: (tx, before) => unlinkOrRefuse(tx, 'Invoice', before),
  voided: voidedInvoice,
  voidedBy: 'operation=void',
  post: (invoice, company) => postSale(invoice, company, 1),
}

function complete(
  tx: Transaction,
  written: JsonObject,
  before: Entity | undefined,
  options: WriteOptions,
): JsonObject {
  const { whole, total, customer } = completeDocument(tx, 'Invoice', written, before, options)
  const term = written['SalesTermRef'] ?? customer['SalesTermRef']
  const invoice = {
    ...whole,
    AllowIPNPayment: written['AllowIPNPayment'] ?? false,
    AllowOnlinePayment: written['AllowOnlinePayment'] ?? false,
    AllowOnlineCreditCardPayment: written['AllowOnlineCreditCardPayment'] ?? false,
    AllowOnlineACHPayment: written['AllowOnlineACHPayment'] ?? false,
    SalesTermRef: term,
    DueDate: written['DueDate'] ?? dueDate(tx, String(whole['TxnDate']), term as JsonObject | undefined),
    DeliveryInfo: deliveryOf(written),
  }
  return withOpen(tx, 'Invoice', invoice, total, before)
}

/** How a paper reaches the customer, once it is to. */
export const deliveryOf = ({ EmailStatus: status }: JsonObject): JsonObject | undefined =>
  status === 'NeedToSend' || status === 'EmailSent' ? { DeliveryType: 'Email' } : undefined
