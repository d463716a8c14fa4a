import { heightOf, type Sheet, type TextStyle } from './sheet.ts'

export interface PaperColumn {
  heading: string
  width: number
  align?: 'left' | 'right'
}

/** A cell: one line, or the several of a description with fainter ones below them. */
export interface PaperCell {
  text: string
  below?: string
}

const GAP = 8
const PADDING = 4

/**
 * Rows under headings that are repeated on every page. A row that is taller than what is left of a
 * page goes on at the top of the next one, line by line, so none is too long to be printed.
 */
export function drawTable(sheet: Sheet, columns: readonly PaperColumn[], rows: readonly PaperCell[][]): void {
  drawHeadings(sheet, columns)
  sheet.onNewPage(() => drawHeadings(sheet, columns))
  for (const row of rows) drawRow(sheet, columns, row)
  sheet.onNewPage(() => undefined)
}

const HEADING: TextStyle = { size: 8, bold: true, faint: true }
const PLAIN: TextStyle = {}
const BELOW: TextStyle = { size: 8, faint: true }

function drawHeadings(sheet: Sheet, columns: readonly PaperColumn[]): void {
  drawCells(sheet, columns, HEADING, (at) => columns[at]?.heading ?? '')
  sheet.y += heightOf(HEADING) + PADDING
  sheet.rule(1)
  sheet.y += PADDING
}

function drawRow(sheet: Sheet, columns: readonly PaperColumn[], row: readonly PaperCell[]): void {
  const cells = columns.map(({ width }, at) => {
    const { text = '', below } = row[at] ?? {}
    const linesIn = (words: string, style: TextStyle) =>
      sheet.lines(words, width - GAP, style).map((line) => ({ text: line, style }))
    return [...linesIn(text, PLAIN), ...(below ? linesIn(below, BELOW) : [])]
  })
  const height = Math.max(...cells.map((lines) => lines.length))
  for (let line = 0; line < height; line += 1) {
    // The last line of a row keeps the room of the rule below it.
    sheet.need(heightOf() + PADDING)
    for (const style of [PLAIN, BELOW]) {
      drawCells(sheet, columns, style, (at) => {
        const found = cells[at]?.[line]
        return found?.style === style ? found.text : ''
      })
    }
    sheet.y += heightOf()
  }
  sheet.y += PADDING / 2
  sheet.rule()
  sheet.y += PADDING
}

function drawCells(
  sheet: Sheet,
  columns: readonly PaperColumn[],
  style: TextStyle,
  textOf: (at: number) => string,
): void {
  let x = sheet.left
  for (const [at, { width, align = 'left' }] of columns.entries()) {
    const text = textOf(at)
    const from = align === 'right' ? x + GAP : x
    if (text !== '') sheet.put(text, from, width - GAP, { ...style, align })
    x += width
  }
}

/** The first column takes what the others leave. */
export function spread(sheet: Sheet, first: PaperColumn, others: readonly PaperColumn[]): PaperColumn[] {
  const taken = others.reduce((sum, column) => sum + column.width, 0)
  return [{ ...first, width: sheet.right - sheet.left - taken }, ...others]
}
