import { getDocument } from '@tieout/accounting-sync/contract'
import {
  applyCredit,
  creditInvoice,
  finalizeInvoices,
  getCredit,
  getInvoice,
  listCredits,
  unapplyCredit,
  type CreditedPart,
  type InvoiceView,
} from '@tieout/billing/contract'
import { owes } from '../demo-in/following.ts'
import { follows } from '../demo-in/following.ts'
import type { Begun } from '../demo-out/beginning.ts'
import { arrives, badgeOf, finalized, minor, numberOf, type Scene } from '../demo-out/scene.ts'

/** A credit note, its pool here and its memo over there. */
export interface Note {
  note: InvoiceView
  creditId: string
  memoId: string
}

/** Billed, over there, and the same on both sides. */
export async function billed(
  scene: Scene,
  { mapped }: Begun,
  more: { taxable?: boolean } = {},
): Promise<InvoiceView> {
  const { clientId, serviceIds } = mapped
  const invoice = await finalized(scene, { clientId, serviceIds, ...more })
  await arrives(scene, invoice)
  return invoice
}

/** Credited, and the memo is there with its number, its lines, its tax and its total. */
export async function credited(scene: Scene, invoice: InvoiceView, part: CreditedPart): Promise<Note> {
  const { bill, story, quickbooks } = scene
  const { invoiceId } = await bill.api(creditInvoice, { invoiceId: invoice.invoiceId, part })
  await bill.api(finalizeInvoices, { invoiceIds: [invoiceId] })
  const note = await bill.api(getInvoice, { invoiceId })
  await story.until(`the badge of ${note.number} says “synced” with its tick`, async () => {
    const badge = await badgeOf(scene, note)
    return badge?.state === 'synced' && badge.verified
  })
  const found = await quickbooks.memosUnder(numberOf(note))
  story.ensureEqual(found.length, 1, `The number of credit memos ${note.number} in QuickBooks`)
  const [there] = found
  if (there === undefined) throw new Error('it was there')
  story.ensureEqual(minor(there.TotalAmt), note.totalMinor, `The total of ${note.number} in QuickBooks`)
  story.ensureEqual(
    minor(there.TxnTaxDetail?.TotalTax ?? 0),
    note.taxMinor,
    `The tax of ${note.number} in QuickBooks`,
  )
  story.ensureEqual(
    there.Line.filter((line) => line.DetailType === 'SalesItemLineDetail').map((line) => minor(line.Amount)),
    note.lines.map((line) => line.netMinor),
    `The lines of ${note.number} in QuickBooks`,
  )
  const { items } = await bill.api(listCredits, { clientId: note.clientId, limit: 200 })
  const pool = items.find((each) => each.sourceInvoiceId === invoiceId)
  story.ensureEqual(pool?.amountMinor, note.totalMinor, `The credit of ${note.number}`)
  return { note, creditId: pool?.creditId ?? '', memoId: there.Id }
}

export async function applied(
  { bill, story }: Scene,
  { creditId }: Note,
  { invoiceId }: InvoiceView,
  amountMinor: number,
): Promise<string> {
  const { allocations } = await bill.api(applyCredit, { invoiceId, creditId, amountMinor })
  story.ensureEqual(allocations.length, 1, 'The number of applications')
  return allocations[0]?.creditAllocationId ?? ''
}

export async function takenOff({ bill }: Scene, creditAllocationId: string): Promise<void> {
  await bill.api(unapplyCredit, { creditAllocationId, reason: 'meant for another' })
}

/** So much of it is left in its pool here and on its memo there. */
export async function leaves(
  scene: Scene,
  { connectionId }: Begun,
  { note, creditId, memoId }: Note,
  leftMinor: number,
): Promise<void> {
  const { bill, quickbooks, story } = scene
  let seen = ''
  await follows(
    scene,
    connectionId,
    () => `${leftMinor} minor units are left of ${note.number}; ${seen}`,
    async () => {
      const here = (await bill.api(getCredit, { creditId })).remainingMinor
      const [there] = await quickbooks.memosUnder(numberOf(note))
      const open = minor(there?.Balance ?? 0)
      seen = `here ${here}, there ${open}`
      return here === leftMinor && open === leftMinor
    },
  )
  story.ensure(memoId !== '', `${note.number} should have its memo.`)
}

/** The same owed here, in the portal and there: whichever side has to follow. */
export async function owesEverywhere(
  scene: Scene,
  { connectionId }: Begun,
  invoice: InvoiceView,
  dueMinor: number,
): Promise<void> {
  const { quickbooks } = scene
  let seen: number | null = null
  await follows(
    scene,
    connectionId,
    () => `${invoice.number} owes ${dueMinor} minor units in QuickBooks; it owes ${seen}`,
    async () => {
      const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
      seen = minor(there?.Balance ?? -1)
      return seen === dueMinor
    },
  )
  await owes(scene, connectionId, invoice, dueMinor)
}

export async function standingThere({ bill }: Scene, { invoiceId }: InvoiceView): Promise<string | null> {
  return (await bill.sync(getDocument, { documentId: invoiceId })).theirStanding
}
