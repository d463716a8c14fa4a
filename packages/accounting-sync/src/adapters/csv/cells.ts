/** The columns of a file, in their order. */
export const COLUMNS = [
  'document_id',
  'kind',
  'number',
  'issue_date',
  'due_date',
  'currency',
  'exchange_rate',
  'customer_id',
  'customer_name',
  'reference',
  'terms_id',
  'line',
  'item_id',
  'description',
  'quantity',
  'unit_price',
  'discount',
  'net',
  'tax_code',
  'tax_rates',
  'tax',
  'service_from',
  'service_to',
  'document_net',
  'document_tax',
  'document_total',
] as const

/** As it stands in the file, already safe to be opened in a spreadsheet. */
export type Cell = string
export type Row = Record<(typeof COLUMNS)[number], Cell>

/** What a spreadsheet would calculate, however wide it is written, is words to everybody else. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/

export const words = (text: string): Cell => (FORMULA.test(text) ? `'${text}` : text)

/** Of our own making, such as an amount: a minus sign before it is part of it. */
export function exact(text: string): Cell {
  if (!/^(-?\d+(\.\d+)?)?$/.test(text)) throw new Error('What a file says exactly is a number.')
  return text
}
