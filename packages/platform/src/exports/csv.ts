import { stringify } from 'csv-stringify/sync'

/** A cell: words, a number, a number that must stay exact as it is written, or nothing. */
export type Cell = string | number | null | { exact: string }

/**
 * A file as RFC 4180 describes it, with the mark by which spreadsheets know UTF-8. Words that a
 * spreadsheet would take for a formula get an apostrophe before them; numbers stay numbers.
 */
export function toCsv(headings: readonly string[], rows: readonly (readonly Cell[])[]): Uint8Array {
  const written = [headings.map(words), ...rows.map((row) => row.map(asText))]
  return Buffer.from(stringify(written, { bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ }))
}

function asText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return typeof cell === 'string' ? words(cell) : cell.exact
}

const words = (text: string) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text)
