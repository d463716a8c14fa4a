import type { Check, Violation } from '../world.ts'
import { apartOn, type Apart } from './apart.ts'
import { bothBooks, counterpart, linkOf, money, openHere, receiptsOf, type Both } from './both.ts'
import type { OurDocument, OurReceipt } from './ours.ts'
import { whyReceiptDiffers } from './reasons.ts'
import type { TheirPayment } from './theirs.ts'

/**
 * I8: both books agree to the cent, per document, per customer and in total; or what they differ by is named, to
 * the cent, by an open task, a difference that somebody accepted, or a wait that says its reason.
 */
export const booksAgree: Check = async (world) => {
  const found: Violation[] = []
  for (const tenant of world.tenants) {
    const both = await bothBooks(world, tenant)
    const apart = both.ours.documents.flatMap((each) => apartOn(both, each, { isHealed: true }))
    const sentences = [
      ...apart.flatMap(({ what, why }) => (why === null ? [what] : [])),
      ...both.ours.documents.flatMap((each) => sumOfDocument(both, each, apart)),
      ...oursThere(both),
      ...customersApart(both, apart),
      ...totalApart(both),
    ]
    found.push(...sentences.map((what) => ({ invariant: 'I8', tenant: tenant.tenant, what })))
  }
  return found
}

/** What is explained has to come to what is owed more or less there, by the entries there. */
function sumOfDocument(both: Both, document: OurDocument, apart: readonly Apart[]): string[] {
  const theirs = counterpart(both, document)
  if (theirs === undefined) return []
  const said: string[] = []
  if (Math.abs(theirs.openMinor) !== theirs.balanceMinor)
    said.push(
      `${document.number}: its entries there leave ${money(theirs.openMinor)} open, the service shows ${money(theirs.balanceMinor)}`,
    )
  if (document.type === 'credit_note') return said
  const difference = theirs.openMinor - openHere(document)
  const named = sumOf(apart.filter((each) => each.document.id === document.id))
  if (difference !== named)
    said.push(
      `${document.number}: ${money(openHere(document))} is owed here and ${money(theirs.openMinor)} there; reasons come to ${money(named)}`,
    )
  return said
}

const sumOf = (apart: readonly Apart[]): number => apart.reduce((sum, each) => sum + each.apartMinor, 0)

/** Payments that were keyed here are the same money there, whatever it pays. */
function oursThere(both: Both): string[] {
  return [...both.theirs.payments.values()].flatMap((payment) => ourPaymentThere(both, payment))
}

function ourPaymentThere(both: Both, payment: TheirPayment): string[] {
  const all = receiptsOf(both, payment.id)
  const [own, theirs] = [all.filter(isKeyed), all.filter((each) => !isKeyed(each) && !each.isReversed)]
  return own.flatMap((receipt) => {
    // What was taken back here and changed there meanwhile stands here as theirs.
    const here = receipt.isReversed
      ? theirs.reduce((sum, each) => sum + each.amountMinor, 0)
      : receipt.amountMinor
    if (here === payment.totalMinor || whyReceiptDiffers(both, receipt, { isHealed: true }) !== null)
      return []
    const link = both.links.get(`payment:${receipt.id}`)
    if (link?.accepted?.amountMinor === payment.totalMinor - here) return []
    if (isObserved(both, payment.id)) return []
    return [
      `payment ${payment.id} is ${money(payment.totalMinor)} there, and ${money(here)} was keyed for it here`,
    ]
  })
}

const isKeyed = ({ provider }: OurReceipt): boolean => provider === 'manual'

const isObserved = ({ ours }: Both, externalId: string): boolean =>
  ours.observations.some((each) => each.kind === 'payment' && each.externalId === externalId)

/**
 * Each customer by the double entry there, each client by the trail here. What lies between the two is made up
 * of documents that differ, those that one side does not have, and money that pays nothing yet.
 */
function customersApart(both: Both, apart: readonly Apart[]): string[] {
  const clientOf = new Map<string, string>()
  for (const link of both.ours.links)
    if (link.entityType === 'client') clientOf.set(link.externalId, link.entityId)
  return [...both.theirs.customers.values()].flatMap(({ id, name, owesMinor }) => {
    const clientId = clientOf.get(id)
    const here = clientId === undefined ? 0 : (both.ours.trail.get(clientId) ?? 0)
    const between =
      standingApart(both, apart, id, clientId) -
      ofClientElsewhere(both, id, clientId) +
      foreignTo(both, id) -
      looseOf(both, id)
    if (owesMinor - here === between) return []
    return [
      `customer ${name}: owes ${money(here)} here and ${money(owesMinor)} there; what is between them comes to ${money(between)}`,
    ]
  })
}

/** Documents of the client that stand under this customer: by how much more is owed there. Of others: all of it. */
function standingApart(
  both: Both,
  apart: readonly Apart[],
  customerId: string,
  clientId: string | undefined,
): number {
  let sum = 0
  for (const document of both.ours.documents) {
    const theirs = counterpart(both, document)
    if (theirs?.customerId !== customerId) continue
    const isCredit = document.type === 'credit_note'
    if (document.clientId !== clientId || isCredit) sum += theirs.openMinor
    else sum += sumOf(apart.filter((each) => each.document.id === document.id))
  }
  return sum
}

/** What the client owes here on documents that do not stand under this customer. */
const ofClientElsewhere = (both: Both, customerId: string, clientId: string | undefined): number =>
  both.ours.documents
    .filter((each) => each.clientId === clientId && each.currency === 'USD')
    .filter((each) => each.type === 'credit_note' || counterpart(both, each)?.customerId !== customerId)
    .reduce((sum, each) => sum + openHere(each), 0)

/** Documents that were made there: no concern of ours, and what is owed on them is theirs. */
function foreignTo(both: Both, customerId: string): number {
  const linked = new Set(both.ours.documents.flatMap((each) => keyOf(both, each)))
  let sum = 0
  for (const [key, { customerId: whose, openMinor }] of both.theirs.documents) {
    if (whose === customerId && !linked.has(key)) sum += openMinor
  }
  return sum
}

const keyOf = (both: Both, document: OurDocument): string[] => {
  const link = linkOf(both, document)
  return link === undefined ? [] : [`${link.externalKind}:${link.externalId}`]
}

/** Money of the customer that pays nothing, less what entries by hand leave open. */
function looseOf({ theirs }: Both, customerId: string): number {
  let sum = 0
  for (const payment of theirs.payments.values()) {
    if (payment.customerId === customerId) sum += payment.unappliedMinor
  }
  for (const entry of theirs.entries) if (entry.customerId === customerId) sum -= entry.openMinor
  return sum
}

/** The receivable accounts are the customers, and the trail is the documents. */
function totalApart(both: Both): string[] {
  const said: string[] = []
  const customers = [...both.theirs.customers.values()].reduce((sum, each) => sum + each.owesMinor, 0)
  if (customers !== both.theirs.receivableMinor)
    said.push(
      `the receivable accounts there hold ${money(both.theirs.receivableMinor)}, their customers owe ${money(customers)}`,
    )
  const trail = [...both.ours.trail.values()].reduce((sum, each) => sum + each, 0)
  const documents = both.ours.documents
    .filter((each) => each.currency === 'USD')
    .reduce((sum, each) => sum + openHere(each), 0)
  if (trail !== documents)
    said.push(`the trail here says ${money(trail)} is owed, the documents say ${money(documents)}`)
  return said
}
