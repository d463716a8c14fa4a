import {
  applicationsOf,
  counterpart,
  isStandingLink,
  linkOf,
  money,
  openHere,
  receiptsOf,
  type Both,
} from './both.ts'
import type { OurApplication, OurDocument, OurReceipt } from './ours.ts'
import {
  whyApplicationDiffers,
  whyNotThere,
  whyPaymentDiffers,
  whyReceiptDiffers,
  whyTotalsDiffer,
  type Strictness,
} from './reasons.ts'

/** One amount by which the two sides differ on a document: there less here, and what excuses it. */
export interface Apart {
  document: OurDocument
  apartMinor: number
  /** What it is about, with the amounts. */
  what: string
  why: string | null
  /** The payment over there that it is about, where it is about one. */
  paymentId: string | null
}

/**
 * All differences of a document, each on its own: what it is worth, each payment over there, each receipt here
 * or application of credit that stands for none. Their sum is what it is apart, so that nothing hides behind anything.
 */
export function apartOn(both: Both, document: OurDocument, strictness: Strictness): Apart[] {
  const link = linkOf(both, document)
  if (link === undefined) return notThere(both, document, strictness)
  return [
    ...totalsApart(both, document, strictness),
    ...(document.type === 'credit_note' ? [] : paymentsApart(both, document, link.externalId, strictness)),
  ]
}

function notThere(both: Both, document: OurDocument, strictness: Strictness): Apart[] {
  const here = document.type === 'credit_note' ? 0 - worthHere(document) : openHere(document)
  if (here === 0) return []
  const why = whyNotThere(both, document, strictness)
  const what = `${document.number}: ${money(here)} here, and it is not there`
  return [{ document, apartMinor: 0 - here, what, why, paymentId: null }]
}

const worthHere = ({ isVoided, totalMinor }: OurDocument): number => (isVoided ? 0 : totalMinor)

function totalsApart(both: Both, document: OurDocument, strictness: Strictness): Apart[] {
  const theirs = counterpart(both, document)
  const there = Math.abs(theirs?.postedMinor ?? 0)
  const here = worthHere(document)
  if (there === here) return []
  const apartMinor = there - here
  const what = `${document.number}: ${money(here)} in all here, ${money(there)} there${theirs === undefined ? ', where it is gone' : ''}`
  const why = whyTotalsDiffer(both, document, apartMinor, strictness)
  return [{ document, apartMinor, what, why, paymentId: null }]
}

/** Of everything that pays it on either side. */
function paymentsApart(
  both: Both,
  document: OurDocument,
  externalId: string,
  strictness: Strictness,
): Apart[] {
  const told = new Set<string>()
  const apart: Apart[] = []
  for (const paymentId of paymentsOn(both, document, externalId)) {
    const there = both.theirs.payments.get(paymentId)?.onInvoices.get(externalId) ?? 0
    const receipts = receiptsOf(both, paymentId)
    const applications = applicationsOf(both, paymentId)
    for (const each of [...receipts, ...applications]) told.add(each.id)
    const here =
      receipts.reduce((sum, each) => sum + onDocument(each, document), 0) +
      applications.reduce((sum, each) => sum + creditOn(each, document), 0)
    if (there === here) continue
    const apartMinor = there - here
    const why = whyPaymentDiffers(both, paymentId, document, {
      apartMinor,
      receipts,
      applications,
      ...strictness,
    })
    const what = `${document.number}: payment ${paymentId} pays ${money(there)} there, and ${money(here)} is recorded of it here`
    apart.push({ document, apartMinor: 0 - apartMinor, what, why, paymentId })
  }
  for (const receipt of both.ours.receipts) {
    const here = onDocument(receipt, document)
    if (here === 0 || told.has(receipt.id)) continue
    const what = `${document.number}: ${money(here)} was taken here (${receipt.provider}, ${receipt.paidOn}), and stands for no payment there`
    apart.push({
      document,
      apartMinor: here,
      what,
      why: whyReceiptDiffers(both, receipt, strictness),
      paymentId: null,
    })
  }
  for (const application of both.ours.applications) {
    const here = creditOn(application, document)
    if (here === 0 || told.has(application.id)) continue
    const what = `${document.number}: ${money(here)} of credit is on it here alone`
    const why = whyApplicationDiffers(both, application, strictness)
    apart.push({ document, apartMinor: here, what, why, paymentId: null })
  }
  return apart
}

const onDocument = ({ on, isReversed }: OurReceipt, { id }: OurDocument): number =>
  isReversed ? 0 : (on[id] ?? 0)

const creditOn = ({ documentId, isTakenOff, amountMinor }: OurApplication, { id }: OurDocument): number =>
  isTakenOff || documentId !== id ? 0 : amountMinor

/** Payments over there that pay it, and those that should because a receipt or credit of theirs does here. */
function paymentsOn(both: Both, document: OurDocument, externalId: string): string[] {
  const ids = new Set<string>()
  for (const { id, onInvoices } of both.theirs.payments.values()) if (onInvoices.has(externalId)) ids.add(id)
  for (const link of both.ours.links) {
    const application = both.applications.get(link.entityId)
    if (link.entityType === 'credit_allocation' && application !== undefined) {
      if (creditOn(application, document) > 0) ids.add(link.externalId)
    }
    if (link.entityType !== 'payment' || !isStandingLink(link)) continue
    const receipt = both.receipts.get(link.entityId)
    if (receipt !== undefined && onDocument(receipt, document) > 0) ids.add(link.externalId)
  }
  return [...ids].toSorted((a, b) => Number(a) - Number(b))
}
