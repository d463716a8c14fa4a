import { getBadges, type BadgeView } from '@tieout/accounting-sync/contract'
import { createDraft, finalizeInvoices, getInvoice, type InvoiceView } from '@tieout/billing/contract'
import type { Person } from '../demo-person.ts'
import type { QuickBooks } from '../demo-quickbooks.ts'
import type { Story } from '../demo-story.ts'
import type { DemoWorld } from '../demo-world.ts'

/** What every step of the chapter works with. */
export interface Scene {
  story: Story
  world: DemoWorld
  quickbooks: QuickBooks
  bill: Person
  /** Of the client who is billed. */
  portal: Person
  /** Every invoice that was finalized since the company was opened. */
  finalized: string[]
}

export interface ToBill {
  clientId: string
  /** A line for each. */
  serviceIds: readonly string[]
  issueDate?: string
  taxable?: boolean
}

/** Drafted and finalized as people do it. */
export async function finalized(
  { bill, finalized }: Scene,
  { clientId, serviceIds, ...more }: ToBill,
): Promise<InvoiceView> {
  const lines = serviceIds.map((serviceId, n) => ({
    description: `Work of the month, part ${n + 1}`,
    serviceId,
    unitPriceMinor: 12_345 + n,
    quantity: String(n + 1),
    taxable: more.taxable ?? false,
  }))
  const { issueDate } = more
  const draft = await bill.api(createDraft, {
    clientId,
    lines,
    ...(issueDate === undefined ? {} : { issueDate }),
  })
  await bill.api(finalizeInvoices, { invoiceIds: [draft.invoiceId] })
  finalized.push(draft.invoiceId)
  return await bill.api(getInvoice, { invoiceId: draft.invoiceId })
}

export async function badgeOf({ bill }: Scene, { invoiceId }: InvoiceView): Promise<BadgeView | undefined> {
  const { items } = await bill.sync(getBadges, { documentIds: [invoiceId] })
  return items.find((each) => each.documentId === invoiceId)
}

/** Waits until its badge says that both books agree, then makes sure that QuickBooks itself says the same. */
export async function arrives(scene: Scene, invoice: InvoiceView): Promise<void> {
  const { story, quickbooks } = scene
  let badge: BadgeView | undefined
  const saw = () =>
    `the badge of ${invoice.number} says “synced” with its tick; it says ${JSON.stringify(badge)}`
  await story.until(saw, async () => {
    badge = await badgeOf(scene, invoice)
    return badge?.state === 'synced' && badge.verified
  })
  const found = await quickbooks.invoicesUnder(numberOf(invoice))
  story.ensureEqual(found.length, 1, `The number of invoices ${invoice.number} in QuickBooks`)
  const [there] = found
  if (there === undefined) return
  story.ensureEqual(minor(there.TotalAmt), invoice.totalMinor, `The total of ${invoice.number} in QuickBooks`)
  story.ensureEqual(
    minor(there.TxnTaxDetail?.TotalTax ?? 0),
    invoice.taxMinor,
    `The tax of ${invoice.number} in QuickBooks`,
  )
  story.ensureEqual(there.TxnDate, invoice.issueDate, `The date of ${invoice.number} in QuickBooks`)
  story.ensureEqual(
    there.Line.filter((line) => line.DetailType === 'SalesItemLineDetail').map((line) => minor(line.Amount)),
    invoice.lines.map((line) => line.netMinor),
    `The lines of ${invoice.number} in QuickBooks`,
  )
}

export const numberOf = ({ number }: InvoiceView): string => number ?? ''
export const shownMoney = ({ totalMinor, currency }: InvoiceView): string =>
  `${(totalMinor / 100).toFixed(2)} ${currency}`
export const minor = (amount: number): number => Math.round(amount * 100)
