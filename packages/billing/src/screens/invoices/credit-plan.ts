import type { CreditedPart, InvoiceView } from '../../contract/index.ts'
import { planCredit } from '../../documents/credited-part.ts'
import { parseAmount, parseQuantity } from '../../money/input.ts'

export type CreditWay = CreditedPart['by']

/** What somebody has filled in so far; a chosen line without a quantity is all that is left of it. */
export interface CreditChoice {
  way: CreditWay
  quantities: Readonly<Record<string, string>>
  amount: string
}

export const beginCredit: CreditChoice = { way: 'whole', quantities: {}, amount: '' }

export type CreditPlan =
  | { ok: true; part: CreditedPart; amountMinor: number; exact: boolean }
  | { ok: false; mistake: 'amount' | 'noLines' | 'quantity' | 'moreThanRemains' }

/** What the credit note will come to, worked out as the server will. */
export function planOf(invoice: InvoiceView, choice: CreditChoice, locale: string): CreditPlan {
  const read = partOf(invoice, choice, locale)
  if ('mistake' in read) return { ok: false, mistake: read.mistake }
  const { part } = read
  if (part.by === 'whole') return { ok: true, part, amountMinor: invoice.creditableMinor, exact: true }
  if (part.by === 'amount') {
    if (part.amountMinor > invoice.creditableMinor) return { ok: false, mistake: 'moreThanRemains' }
    return { ok: true, part, amountMinor: part.amountMinor, exact: true }
  }
  const untouched = invoice.lines.map((line) => ({ line, netMinor: line.netMinor, taxes: line.taxes }))
  const plan = planCredit(untouched, part)
  if (!plan.ok) return { ok: false, mistake: plan.refusal === 'quantity' ? 'quantity' : 'moreThanRemains' }
  const amountMinor = plan.lines.reduce((sum, line) => sum + line.netMinor + line.taxMinor, 0)
  return {
    ok: true,
    part,
    amountMinor: Math.min(amountMinor, invoice.creditableMinor),
    // Which lines earlier credit notes gave back is for the server to know; it cannot be more than this.
    exact: invoice.creditableMinor === invoice.totalMinor,
  }
}

function partOf(
  invoice: InvoiceView,
  { way, quantities, amount }: CreditChoice,
  locale: string,
): { part: CreditedPart } | { mistake: 'amount' | 'noLines' | 'quantity' } {
  if (way === 'whole') return { part: { by: 'whole' } }
  if (way === 'amount') {
    const read = parseAmount(amount, invoice.currency, locale)
    return read.ok && read.value > 0
      ? { part: { by: 'amount', amountMinor: read.value } }
      : { mistake: 'amount' }
  }
  const lines: { lineId: string; quantity?: string }[] = []
  for (const [lineId, text] of Object.entries(quantities)) {
    if (text.trim() === '') {
      lines.push({ lineId })
      continue
    }
    const read = parseQuantity(text, locale)
    if (!read.ok) return { mistake: 'quantity' }
    lines.push({ lineId, quantity: read.value })
  }
  return lines.length === 0 ? { mistake: 'noLines' } : { part: { by: 'lines', lines } }
}
