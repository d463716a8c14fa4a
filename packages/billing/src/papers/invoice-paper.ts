import type { InvoiceLineView, InvoiceType, Parties, TaxTotal } from '../contract/invoice-views.ts'
import { drawClient, drawCompany, drawLines, paperFor } from './letterhead.ts'
import { createSheet, heightOf, type Sheet } from './sheet.ts'
import { drawTable, spread, type PaperCell, type PaperColumn } from './table.ts'
import { speak, type Speech } from './words.ts'

/** All that stands on the paper of a finalized document. */
export interface InvoicePaper {
  invoiceId: string
  invoiceType: InvoiceType
  number: string
  currency: string
  issueDate: string
  dueDate: string
  reference: string | null
  notes: string | null
  taxExempt: boolean
  parties: Parties
  /** Of the invoice that a credit note gives back. */
  sourceNumber: string | null
  netMinor: number
  totalMinor: number
  balanceDueMinor: number
  finalizedAt: string
  voidedAt: string | null
  lines: InvoiceLineView[]
  taxes: TaxTotal[]
  payments: { appliedOn: string; amountMinor: number }[]
  credits: { appliedOn: string; amountMinor: number; sourceNumber: string }[]
}

/** Draws a document as PDF. The same document in the same state gives the same bytes. */
export async function drawInvoice(paper: InvoicePaper, locale: string): Promise<Uint8Array> {
  const say = speak(locale)
  const title = `${say.t(`title.${paper.invoiceType}`)} ${paper.number}`
  const { company } = paper.parties
  const sheet = createSheet({
    title,
    author: company.legalName ?? company.name,
    locale: say.locale,
    paper: paperFor(company.country),
    createdAt: new Date(paper.finalizedAt),
  })
  drawHead(sheet, say, paper)
  drawTable(
    sheet,
    columnsOf(sheet, say, paper),
    paper.lines.map((line) => cellsOf(line, say, paper)),
  )
  drawTotals(sheet, say, paper)
  if (paper.notes) drawNotes(sheet, say, paper.notes)
  const footer = (page: number, pages: number) =>
    `${title}  ·  ${say.t('page', { page: String(page), pages: String(pages) })}`
  return await sheet.finish(footer, paper.voidedAt === null ? undefined : say.t('cancelled'))
}

function drawHead(sheet: Sheet, say: Speech, paper: InvoicePaper): void {
  const half = (sheet.right - sheet.left) / 2 - 10
  const top = sheet.y
  drawCompany(sheet, say, paper.parties.company, half)
  sheet.y += heightOf()
  const isCredit = paper.invoiceType === 'credit_note'
  drawClient(sheet, say, say.t(isCredit ? 'creditTo' : 'billTo'), paper.parties, half)
  const below = sheet.y

  sheet.y = top
  const x = sheet.right - half
  const heading = { size: 18, bold: true, align: 'right' as const }
  sheet.put(say.t(`title.${paper.invoiceType}`), x, half, heading)
  sheet.y += heightOf(heading) + 4
  const facts: [string, string | null][] = [
    [say.t('number'), paper.number],
    [say.t('issueDate'), say.date(paper.issueDate)],
    [say.t('dueDate'), isCredit ? null : say.date(paper.dueDate)],
    [say.t('source'), paper.sourceNumber],
    [say.t('reference'), paper.reference],
  ]
  for (const [name, value] of facts) {
    if (value) drawFact(sheet, name, value, x, half)
  }
  sheet.y = Math.max(sheet.y, below) + 2 * heightOf()
}

function drawFact(sheet: Sheet, name: string, value: string, x: number, width: number): void {
  sheet.put(name, x, width / 2 - 6, { faint: true, align: 'right' })
  // Whole, however long: the reference is what the client's bookkeeper looks for.
  for (const line of sheet.lines(value, width / 2)) {
    sheet.put(line, x + width / 2, width / 2, { align: 'right' })
    sheet.y += heightOf()
  }
}

function columnsOf(sheet: Sheet, say: Speech, paper: InvoicePaper): PaperColumn[] {
  const amount = (
    name: 'quantity' | 'unitPrice' | 'discount' | 'tax' | 'amount',
    width: number,
  ): PaperColumn => ({
    heading: say.t(`column.${name}`),
    width,
    align: 'right',
  })
  return spread(sheet, { heading: say.t('column.description'), width: 0 }, [
    amount('quantity', 48),
    amount('unitPrice', 76),
    ...(hasDiscount(paper) ? [amount('discount', 60)] : []),
    amount('tax', 50),
    amount('amount', 80),
  ])
}

const hasDiscount = (paper: InvoicePaper) => paper.lines.some((line) => line.discountMinor !== 0)

function cellsOf(line: InvoiceLineView, say: Speech, paper: InvoicePaper): PaperCell[] {
  const amount = (minor: number): PaperCell => ({ text: say.amount(minor, paper.currency) })
  return [
    { text: line.description, below: periodOf(line, say) },
    { text: say.quantity(line.quantity) },
    amount(line.unitPriceMinor),
    ...(hasDiscount(paper) ? [amount(line.discountMinor)] : []),
    { text: line.taxes.map((tax) => say.rate(tax.ratePpm)).join('\n') },
    amount(line.netMinor),
  ]
}

function periodOf({ serviceFrom, serviceTo }: InvoiceLineView, say: Speech): string | undefined {
  if (serviceFrom && serviceTo) {
    return say.t('servicePeriod', { from: say.date(serviceFrom), to: say.date(serviceTo) })
  }
  if (serviceFrom) return say.t('serviceFrom', { from: say.date(serviceFrom) })
  if (serviceTo) return say.t('serviceTo', { to: say.date(serviceTo) })
  return undefined
}

interface Sum {
  name: string
  minor: number
  bold?: boolean
}

function drawTotals(sheet: Sheet, say: Speech, paper: InvoicePaper): void {
  sheet.y += heightOf()
  for (const sum of sumsOf(say, paper)) {
    sheet.need(heightOf() + 6)
    const { bold = false } = sum
    const x = sheet.left + (sheet.right - sheet.left) * 0.35
    const amountWidth = 110
    sheet.put(sum.name, x, sheet.right - x - amountWidth, { bold, align: 'right' })
    const amount = say.money(sum.minor, paper.currency)
    sheet.put(amount, sheet.right - amountWidth, amountWidth, { bold, align: 'right' })
    sheet.y += heightOf() + (bold ? 5 : 1)
  }
  if (!paper.taxExempt) return
  sheet.need(heightOf())
  sheet.put(say.t('exempt'), sheet.left, sheet.right - sheet.left, { faint: true, align: 'right' })
  sheet.y += heightOf()
}

function sumsOf(say: Speech, paper: InvoicePaper): Sum[] {
  const money = (minor: number) => say.money(minor, paper.currency)
  return [
    { name: say.t('net'), minor: paper.netMinor },
    ...paper.taxes.map((tax) => ({
      name: say.t('taxOn', { name: tax.name, rate: say.rate(tax.ratePpm), amount: money(tax.taxableMinor) }),
      minor: tax.taxMinor,
    })),
    { name: say.t('total'), minor: paper.totalMinor, bold: true },
    ...paper.payments.map((each) => ({
      name: say.t('payment', { date: say.date(each.appliedOn) }),
      minor: -each.amountMinor,
    })),
    ...paper.credits.map((each) => ({
      name: say.t('credit', { number: each.sourceNumber, date: say.date(each.appliedOn) }),
      minor: -each.amountMinor,
    })),
    // Nobody owes a credit note.
    ...(paper.invoiceType === 'credit_note'
      ? []
      : [{ name: say.t('balanceDue'), minor: paper.balanceDueMinor, bold: true }]),
  ]
}

function drawNotes(sheet: Sheet, say: Speech, notes: string): void {
  sheet.y += heightOf()
  sheet.need(3 * heightOf())
  drawLines(sheet, [say.t('notes')], sheet.left, sheet.right - sheet.left, { bold: true })
  drawLines(sheet, [notes], sheet.left, sheet.right - sheet.left)
}
