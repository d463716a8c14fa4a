import type { Parties } from '../contract/invoice-views.ts'
import type { Movement } from '../contract/receivables.ts'
import { drawClient, drawCompany, drawLines, paperFor } from './letterhead.ts'
import { createSheet, heightOf, type Sheet } from './sheet.ts'
import { drawTable, spread, type PaperCell, type PaperColumn } from './table.ts'
import { speak, type Speech } from './words.ts'

/** What a client owed before a period, what moved it and what they owe after it. */
export interface StatementPaper {
  parties: Parties
  from: string
  to: string
  currencies: { currency: string; openingMinor: number; closingMinor: number }[]
  movements: Movement[]
}

/** Draws a statement as PDF, one table for each currency. */
export async function drawStatement(paper: StatementPaper, locale: string): Promise<Uint8Array> {
  const say = speak(locale)
  const { company, client } = paper.parties
  const title = `${say.t('statement.title')} ${client.name}`
  const sheet = createSheet({
    title,
    author: company.legalName ?? company.name,
    locale: say.locale,
    paper: paperFor(company.country),
    createdAt: new Date(`${paper.to}T00:00:00Z`),
  })
  drawHead(sheet, say, paper)
  if (paper.currencies.length === 0) {
    drawLines(sheet, [say.t('statement.none')], sheet.left, sheet.right - sheet.left)
  }
  for (const account of paper.currencies) drawAccount(sheet, say, paper, account)
  return await sheet.finish(
    (page, pages) => `${title}  ·  ${say.t('page', { page: String(page), pages: String(pages) })}`,
  )
}

function drawHead(sheet: Sheet, say: Speech, paper: StatementPaper): void {
  const half = (sheet.right - sheet.left) / 2 - 10
  const top = sheet.y
  drawCompany(sheet, say, paper.parties.company, half)
  sheet.y += heightOf()
  drawClient(sheet, say, say.t('statement.forClient'), paper.parties, half)
  const below = sheet.y
  sheet.y = top
  const heading = { size: 18, bold: true, align: 'right' as const }
  sheet.put(say.t('statement.title'), sheet.right - half, half, heading)
  sheet.y += heightOf(heading) + 4
  const period = say.t('statement.asOf', { from: say.date(paper.from), to: say.date(paper.to) })
  sheet.put(period, sheet.right - half, half, { align: 'right' })
  sheet.y = Math.max(sheet.y, below) + 2 * heightOf()
}

function drawAccount(
  sheet: Sheet,
  say: Speech,
  paper: StatementPaper,
  { currency, openingMinor, closingMinor }: StatementPaper['currencies'][number],
): void {
  const balance = (name: string, day: string, minor: number): PaperCell[] => [
    { text: name },
    { text: say.date(day) },
    { text: '' },
    { text: say.money(minor, currency) },
  ]
  const moved = paper.movements.filter((movement) => movement.currency === currency)
  sheet.need(6 * heightOf())
  drawTable(sheet, columnsOf(sheet, say), [
    balance(say.t('statement.opening'), paper.from, openingMinor),
    ...moved.map((movement) => [
      { text: nameOf(movement, say) },
      { text: say.date(movement.occurredOn) },
      { text: say.amount(movement.receivableMinor, currency) },
      { text: say.amount(movement.balanceMinor, currency) },
    ]),
    balance(say.t('statement.closing'), paper.to, closingMinor),
  ])
  sheet.y += heightOf()
}

const columnsOf = (sheet: Sheet, say: Speech): PaperColumn[] =>
  spread(sheet, { heading: say.t('statement.movement'), width: 0 }, [
    { heading: say.t('statement.date'), width: 90, align: 'right' },
    { heading: say.t('statement.amount'), width: 100, align: 'right' },
    { heading: say.t('statement.balance'), width: 110, align: 'right' },
  ])

const KINDS = [
  'invoice_finalized',
  'invoice_reopened',
  'invoice_cancelled',
  'payment',
  'payment_unapplied',
  'payment_reversal',
  'credit_issued',
  'credit_withdrawn',
  'credit_applied',
  'credit_unapplied',
] as const

/** What changes nothing about what is owed still says how much it was. */
function nameOf(
  { kind, invoiceNumber, receivableMinor, amountMinor, currency }: Movement,
  say: Speech,
): string {
  const known = KINDS.find((each) => each === kind) ?? 'other'
  const name = say.t(`statement.kind.${known}`, { number: invoiceNumber ?? '' }).trim()
  return receivableMinor === 0 ? `${name} (${say.money(amountMinor, currency)})` : name
}
