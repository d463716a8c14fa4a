import type { CreditedPart, InvoiceView, TaxTotal } from '../../contract/index.ts'
import { planCredit, type CreditableLine } from '../../documents/credited-part.ts'
import { taxTotals } from '../../documents/tax-totals.ts'
import { parseAmount, parseQuantity } from '../../money/input.ts'

export type CreditWay = CreditedPart['by']

/** What somebody has filled in so far; a chosen line without a quantity is all that is left of it. */
export interface CreditChoice {
  way: CreditWay
  quantities: Readonly<Record<string, string>>
  amount: string
}

export const beginCredit: CreditChoice = { way: 'whole', quantities: {}, amount: '' }

export interface PlannedCredit {
  part: CreditedPart
  netMinor: number
  taxes: readonly TaxTotal[]
  amountMinor: number
}

export type CreditPlan =
  | ({ ok: true } & PlannedCredit)
  | { ok: false; mistake: 'amount' | 'noLines' | 'quantity' | 'moreThanRemains' }

/** What the credit note will come to, worked out as the server will: to the cent, and line by line. */
export function planOf(invoice: InvoiceView, choice: CreditChoice, locale: string): CreditPlan {
  const read = partOf(invoice, choice, locale)
  if ('mistake' in read) return { ok: false, mistake: read.mistake }
  const { part } = read
  const plan = planCredit(leftOf(invoice), part)
  if (!plan.ok) return { ok: false, mistake: plan.refusal === 'quantity' ? 'quantity' : 'moreThanRemains' }
  const netMinor = plan.lines.reduce((sum, line) => sum + line.netMinor, 0)
  const taxMinor = plan.lines.reduce((sum, line) => sum + line.taxMinor, 0)
  return {
    ok: true,
    part,
    netMinor,
    taxes: taxTotals(plan.lines).filter((tax) => tax.taxMinor !== 0),
    amountMinor: netMinor + taxMinor,
  }
}

/** Its lines less what credit notes give back of them already. */
export function leftOf({ lines, creditable }: InvoiceView): CreditableLine[] {
  const left = new Map(creditable.map((each) => [each.lineId, each]))
  return lines.map((line) => {
    const rest = left.get(line.lineId)
    const taxLeft = new Map(rest?.taxes.map((tax) => [tax.taxRateId, tax.taxMinor]))
    const taxes = line.taxes.map((tax) => ({ ...tax, taxMinor: taxLeft.get(tax.taxRateId) ?? 0 }))
    return { line, netMinor: rest?.netMinor ?? 0, taxes }
  })
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
