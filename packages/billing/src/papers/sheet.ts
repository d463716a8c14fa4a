import PDFDocument from 'pdfkit'
import { writable } from './letters.ts'
import { typeface } from './typeface.ts'
import { wrap } from './wrap.ts'

/** How a piece of text looks. */
export interface TextStyle {
  size?: number
  bold?: boolean
  /** For what explains rather than says. */
  faint?: boolean
}

export interface SheetOptions {
  /** Of the file, shown by readers; and the language it is in. */
  title: string
  author: string
  locale: string
  /** Where paper is measured in inches it is Letter, else A4. */
  paper: 'LETTER' | 'A4'
  /** The same document always gives the same bytes, so this comes from the document. */
  createdAt: Date
}

/**
 * Paper on which text flows downwards: it turns the page when something no longer fits, repeating
 * what stands at the head of following pages. Everything is measured in points from the top left.
 */
export interface Sheet {
  readonly left: number
  readonly right: number
  /** Where the next thing goes. */
  y: number
  /** Makes room; answers whether a page was turned. */
  need(height: number): boolean
  /** Drawn at the head of every page from the next one on. */
  onNewPage(draw: () => void): void
  /** One line of text at a place, ending in `…` where it would leave its width. */
  put(text: string, x: number, width: number, style?: TextStyle & { align?: 'left' | 'right' }): void
  /** The lines a text takes in a width. */
  lines(text: string, width: number, style?: TextStyle): string[]
  rule(weight?: number): void
  /** Writes something across the middle of every page, behind nothing and in front of nothing else. */
  finish(footer: (page: number, pages: number) => string, mark?: string): Promise<Uint8Array>
}

const MARGIN = 50
const FOOTER_ROOM = 30
const BODY_SIZE = 9
const INK = '#1f2328'
const FAINT = '#57606a'
const LINE = '#c3c9d0'

export const LINE_HEIGHT = 1.35

export const heightOf = (style: TextStyle = {}) => (style.size ?? BODY_SIZE) * LINE_HEIGHT

export function createSheet(options: SheetOptions): Sheet {
  const pdf = openPdf(options)
  const bytes = collect(pdf)
  const bottom = pdf.page.height - MARGIN - FOOTER_ROOM
  let atHead: (() => void) | null = null
  const use = ({ size = BODY_SIZE, bold = false, faint = false }: TextStyle = {}) =>
    pdf
      .font(bold ? BOLD : REGULAR)
      .fontSize(size)
      .fillColor(faint ? FAINT : INK)
  const widthIn = (style?: TextStyle) => {
    use(style)
    return (text: string) => pdf.widthOfString(text)
  }
  const sheet: Sheet = {
    left: MARGIN,
    right: pdf.page.width - MARGIN,
    y: MARGIN,
    need(height) {
      if (sheet.y + height <= bottom) return false
      pdf.addPage()
      sheet.y = MARGIN
      atHead?.()
      return true
    },
    onNewPage(draw) {
      atHead = draw
    },
    put(text, x, width, style = {}) {
      const shown = fitted(writable(text), width, widthIn(style))
      const from = style.align === 'right' ? x + width - pdf.widthOfString(shown) : x
      pdf.text(shown, from, sheet.y, { lineBreak: false })
    },
    lines(text, width, style) {
      return wrap(writable(text), width, widthIn(style))
    },
    rule(weight = 0.5) {
      pdf
        .lineWidth(weight)
        .strokeColor(LINE)
        .moveTo(sheet.left, sheet.y)
        .lineTo(sheet.right, sheet.y)
        .stroke()
    },
    async finish(footer, mark) {
      const { start, count } = pdf.bufferedPageRange()
      for (let page = 1; page <= count; page += 1) {
        pdf.switchToPage(start + page - 1)
        sheet.y = bottom + FOOTER_ROOM - BODY_SIZE
        const width = sheet.right - sheet.left
        sheet.put(footer(page, count), sheet.left, width, { size: 8, faint: true, align: 'right' })
        if (mark) stampAcross(pdf, writable(mark))
      }
      pdf.end()
      return await bytes
    },
  }
  return sheet
}

const REGULAR = 'regular'
const BOLD = 'bold'

function openPdf(options: SheetOptions): PDFKit.PDFDocument {
  const pdf = new PDFDocument({
    size: options.paper,
    // Our own flow turns the pages; pdfkit's would do it a second time near the edge.
    margin: 0,
    bufferPages: true,
    lang: options.locale,
    displayTitle: true,
    info: {
      Title: options.title,
      Author: options.author,
      Producer: 'Tieout',
      Creator: 'Tieout',
      CreationDate: options.createdAt,
    },
  })
  const { regular, bold } = typeface()
  return pdf.registerFont(REGULAR, regular).registerFont(BOLD, bold)
}

async function collect(pdf: PDFKit.PDFDocument): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of pdf) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

function fitted(text: string, width: number, measure: (text: string) => number): string {
  // Half a point for the rounding of measured columns.
  if (measure(text) <= width + 0.5) return text
  const kept = Array.from(text)
  while (kept.length > 0 && measure(`${kept.join('')}…`) > width) kept.pop()
  return `${kept.join('').trimEnd()}…`
}

function stampAcross(pdf: PDFKit.PDFDocument, text: string): void {
  const { width, height } = pdf.page
  pdf.save().rotate(-35, { origin: [width / 2, height / 2] })
  pdf.font(BOLD).fontSize(72).fillColor('#b42318', 0.14)
  pdf.text(text, (width - pdf.widthOfString(text)) / 2, height / 2 - 36, { lineBreak: false })
  pdf.restore()
}
