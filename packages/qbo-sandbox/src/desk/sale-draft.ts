import type { Company, Entity } from '../company/state.ts'
import { amount, cents, timesCents } from '../decimal.ts'
import type { Json, JsonObject } from '../json.ts'
import { isOn, linesOf, refOf, section, textOf } from './books.ts'
import { centsOf, editable, sentNumber, typedNumber } from './money.ts'

export type SaleKind = 'Invoice' | 'CreditMemo'

/** One line of an invoice or a credit memo, as typed. */
export interface LineDraft {
  id: string
  item: string
  description: string
  quantity: string
  price: string
  amount: string
  tax: string
  class: string
}

const LINE_FIELDS = ['id', 'item', 'description', 'quantity', 'price', 'amount', 'tax', 'class'] as const

const FIELDS = [
  'CustomerRef',
  'TxnDate',
  'DueDate',
  'SalesTermRef',
  'DocNumber',
  'ExchangeRate',
  'ClassRef',
  'DepartmentRef',
  'TaxCode',
  'GlobalTaxCalculation',
  'discount',
  'CustomerMemo',
  'PrivateNote',
] as const
export type SaleField = (typeof FIELDS)[number]

export interface SaleDraft {
  kind: SaleKind
  before: Entity | undefined
  fields: Readonly<Record<SaleField, string>>
  lines: readonly LineDraft[]
}

const EMPTY: LineDraft = {
  id: '',
  item: '',
  description: '',
  quantity: '',
  price: '',
  amount: '',
  tax: '',
  class: '',
}
const SPARE = 3

/** What is typed; before anything is, what stands. There is always room for a few more lines. */
export function saleDraft(
  kind: SaleKind,
  before: Entity | undefined,
  typed: URLSearchParams | undefined,
  fresh: { today: string; customer: string },
): SaleDraft {
  if (typed === undefined) {
    const lines = before === undefined ? [] : standingLines(before)
    return { kind, before, fields: standingFields(before, fresh), lines: [...lines, EMPTY, EMPTY, EMPTY] }
  }
  const fields = Object.fromEntries(FIELDS.map((name) => [name, typed.get(name) ?? ''])) as Record<
    SaleField,
    string
  >
  const more = typed.get('do') === 'lines' ? SPARE : 0
  const count = Math.min(10_000, Number(typed.get('lines') ?? 0) + more)
  const lines = Array.from({ length: count }, (_, index) => {
    const own = LINE_FIELDS.map((name) => [name, typed.get(`line.${index}.${name}`) ?? ''])
    return Object.fromEntries(own) as unknown as LineDraft
  })
  return { kind, before, fields, lines }
}

function standingFields(
  before: Entity | undefined,
  fresh: { today: string; customer: string },
): Record<SaleField, string> {
  return {
    CustomerRef: refOf(before, 'CustomerRef') || fresh.customer,
    TxnDate: textOf(before, 'TxnDate') || fresh.today,
    DueDate: textOf(before, 'DueDate'),
    SalesTermRef: refOf(before, 'SalesTermRef'),
    DocNumber: textOf(before, 'DocNumber'),
    ExchangeRate: textOf(before, 'ExchangeRate'),
    ClassRef: refOf(before, 'ClassRef'),
    DepartmentRef: refOf(before, 'DepartmentRef'),
    TaxCode: taxCodeOf(before),
    GlobalTaxCalculation: textOf(before, 'GlobalTaxCalculation'),
    discount: before === undefined ? '' : discountOf(before),
    CustomerMemo: refOf(before, 'CustomerMemo'),
    PrivateNote: textOf(before, 'PrivateNote'),
  }
}

const taxCodeOf = (paper: Entity | undefined): string =>
  refOf(paper?.['TxnTaxDetail'] as JsonObject | undefined, 'TxnTaxCodeRef')

const isDiscount = (line: JsonObject): boolean => line['DetailType'] === 'DiscountLineDetail'
const soldLines = (paper: Entity): readonly JsonObject[] =>
  linesOf(paper).filter((line) => !isDiscount(line) && line['DetailType'] !== 'SubTotalLineDetail')

/** `10%`, or an amount. */
function discountOf(paper: Entity): string {
  const line = linesOf(paper).find(isDiscount)
  if (line === undefined) return ''
  const detail = line['DiscountLineDetail'] as JsonObject | undefined
  return isOn(detail, 'PercentBased')
    ? `${textOf(detail, 'DiscountPercent')}%`
    : editable(centsOf(line['Amount']))
}

const standingLines = (paper: Entity): LineDraft[] =>
  soldLines(paper).map((line) => {
    const detail = (line['SalesItemLineDetail'] ?? {}) as JsonObject
    return {
      id: textOf(line, 'Id'),
      item: refOf(detail, 'ItemRef'),
      description: textOf(line, 'Description'),
      quantity: textOf(detail, 'Qty'),
      price: textOf(detail, 'UnitPrice'),
      amount: typeof line['Amount'] === 'number' ? editable(centsOf(line['Amount'])) : '',
      tax: refOf(detail, 'TaxCodeRef'),
      class: refOf(detail, 'ClassRef'),
    }
  })

/** What is sent to the same operation as the API's. */
export function saleBody(
  company: Company,
  { kind, before, fields, lines }: SaleDraft,
  token: string,
): JsonObject {
  const customer = company.tables.Customer.rows.get(fields.CustomerRef)
  const multi = isOn(section(company, 'CurrencyPrefs'), 'MultiCurrencyEnabled')
  const currency = refOf(customer, 'CurrencyRef') || company.homeCurrency
  const taxed = fields.TaxCode !== '' && fields.TaxCode !== taxCodeOf(before)
  return {
    ...(before === undefined ? {} : { Id: before.Id, SyncToken: token, sparse: true }),
    CustomerRef: refOrNull(fields.CustomerRef),
    ...(multi ? { CurrencyRef: { value: currency } } : {}),
    ...(fields.ExchangeRate.trim() === '' ? {} : { ExchangeRate: sentNumber(fields.ExchangeRate) }),
    TxnDate: orNull(fields.TxnDate),
    ...(kind === 'Invoice' ? { DueDate: orNull(fields.DueDate) } : {}),
    SalesTermRef: refOrNull(fields.SalesTermRef),
    DocNumber: orNull(fields.DocNumber),
    ClassRef: refOrNull(fields.ClassRef),
    DepartmentRef: refOrNull(fields.DepartmentRef),
    ...(taxed ? { TxnTaxDetail: { TxnTaxCodeRef: { value: fields.TaxCode } } } : {}),
    ...(fields.GlobalTaxCalculation === '' ? {} : { GlobalTaxCalculation: fields.GlobalTaxCalculation }),
    CustomerMemo: fields.CustomerMemo.trim() === '' ? null : { value: fields.CustomerMemo.trim() },
    PrivateNote: orNull(fields.PrivateNote),
    Line: [
      ...lines.flatMap((each) => lineBody(company, each, before)),
      ...discountBody(fields.discount, before),
    ],
  }
}

const orNull = (text: string): Json => (text.trim() === '' ? null : text.trim())
const refOrNull = (id: string): Json => (id === '' ? null : { value: id })

/** A line keeps what the desk does not show of it; an empty one is left out. */
function lineBody(company: Company, line: LineDraft, before: Entity | undefined): JsonObject[] {
  const typed = [line.item, line.description, line.quantity, line.price, line.amount].some(
    (each) => each.trim() !== '',
  )
  if (!typed) return []
  const stood =
    before === undefined ? undefined : soldLines(before).find((each) => textOf(each, 'Id') === line.id)
  const start = { ...(stood === undefined ? {} : { Id: line.id }), Description: orNull(line.description) }
  const saysOnly =
    line.item === '' && [line.quantity, line.price, line.amount].every((each) => each.trim() === '')
  if (saysOnly)
    return [
      {
        ...start,
        DetailType: 'DescriptionOnly',
        DescriptionLineDetail: stood?.['DescriptionLineDetail'] ?? {},
      },
    ]
  const kept = (stood?.['SalesItemLineDetail'] ?? {}) as JsonObject
  const hundredths = amountOf(company, line)
  const sameAmount = stood !== undefined && hundredths === centsOf(stood['Amount'])
  return [
    {
      ...start,
      Amount: typeof hundredths === 'number' ? amount(hundredths) : hundredths,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: {
        ...kept,
        TaxInclusiveAmt: sameAmount ? kept['TaxInclusiveAmt'] : undefined,
        ItemRef: refOrNull(line.item),
        Qty: sentNumber(line.quantity) ?? null,
        UnitPrice: sentNumber(line.price) ?? null,
        TaxCodeRef: refOrNull(line.tax),
        ClassRef: refOrNull(line.class),
      },
    },
  ]
}

/** Quantity and price decide where both are given; else the amount, else the item's own price. */
function amountOf(company: Company, line: LineDraft): number | string | undefined {
  const [quantity, price, typed] = [line.quantity, line.price, line.amount].map(typedNumber)
  if (quantity !== undefined && price !== undefined && isFinite(quantity) && isFinite(price))
    return timesCents(quantity, price)
  if (typed !== undefined) return Number.isNaN(typed) ? line.amount : cents(typed)
  const usual = company.tables.Item.rows.get(line.item)?.['UnitPrice']
  const each = price ?? (typeof usual === 'number' ? usual : undefined)
  return each === undefined || !isFinite(each)
    ? undefined
    : timesCents(isFinite(quantity ?? 1) ? (quantity ?? 1) : 1, each)
}

function discountBody(typed: string, before: Entity | undefined): JsonObject[] {
  const text = typed.trim()
  if (text === '') return []
  const stood = before === undefined ? undefined : linesOf(before).find(isDiscount)
  const account = (stood?.['DiscountLineDetail'] as JsonObject | undefined)?.['DiscountAccountRef']
  const detail = text.endsWith('%')
    ? { PercentBased: true, DiscountPercent: sentNumber(text.slice(0, -1)) }
    : { PercentBased: false }
  return [
    {
      ...(text.endsWith('%') ? {} : { Amount: sentNumber(text) }),
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: { ...detail, DiscountAccountRef: account },
    },
  ]
}
