import type { SimTenant, World } from '../world.ts'
import {
  ourBooks,
  type OurApplication,
  type OurBooks,
  type OurDocument,
  type OurLink,
  type OurPool,
  type OurReceipt,
} from './ours.ts'
import { theirBooks, type TheirBooks, type TheirDocument } from './theirs.ts'

/** Both books of a company side by side, and what is linked to what. */
export interface Both {
  ours: OurBooks
  theirs: TheirBooks
  /** By `type:id` of ours. */
  links: ReadonlyMap<string, OurLink>
  documents: ReadonlyMap<string, OurDocument>
  receipts: ReadonlyMap<string, OurReceipt>
  applications: ReadonlyMap<string, OurApplication>
  pools: ReadonlyMap<string, OurPool>
}

export async function bothBooks({ owner, sandbox }: World, tenant: SimTenant): Promise<Both> {
  const ours = await ourBooks(owner, tenant)
  return {
    ours,
    theirs: theirBooks(sandbox.company(tenant.realm)),
    links: new Map(ours.links.map((each) => [`${each.entityType}:${each.entityId}`, each])),
    documents: new Map(ours.documents.map((each) => [each.id, each])),
    receipts: new Map(ours.receipts.map((each) => [each.id, each])),
    applications: new Map(ours.applications.map((each) => [each.id, each])),
    pools: new Map(ours.pools.map((each) => [each.id, each])),
  }
}

export const entityTypeOf = ({ type }: OurDocument): string =>
  type === 'credit_note' ? 'credit_note' : 'invoice'

export const linkOf = ({ links }: Both, document: OurDocument): OurLink | undefined =>
  links.get(`${entityTypeOf(document)}:${document.id}`)

/** What it is over there; nothing when it is not linked, or gone. */
export function counterpart(both: Both, document: OurDocument): TheirDocument | undefined {
  const link = linkOf(both, document)
  return link === undefined ? undefined : both.theirs.documents.get(`${link.externalKind}:${link.externalId}`)
}

/** What is owed on it here; a credit note owes nothing, and what it is worth is told by its total. */
export const openHere = ({ isVoided, type, totalMinor, paidMinor, creditedMinor }: OurDocument): number =>
  isVoided || type === 'credit_note' ? 0 : totalMinor - paidMinor - creditedMinor

/** A receipt's link that still means it: one that was taken back keeps its link for its history alone. */
export const isStandingLink = ({ externalPart, status }: OurLink): boolean =>
  !externalPart.startsWith('reversed:') && status !== 'voided'

/** The receipts here that are this payment over there. */
export const receiptsOf = ({ ours, receipts }: Both, paymentId: string): OurReceipt[] =>
  ours.links.flatMap((link) => {
    const isOf = link.entityType === 'payment' && link.externalId === paymentId && isStandingLink(link)
    const receipt = isOf ? receipts.get(link.entityId) : undefined
    return receipt === undefined ? [] : [receipt]
  })

/** What of our credit is this payment over there, taken off or not. */
export const applicationsOf = ({ ours, applications }: Both, paymentId: string): OurApplication[] =>
  ours.links.flatMap((link) => {
    const isOf = link.entityType === 'credit_allocation' && link.externalId === paymentId
    const application = isOf ? applications.get(link.entityId) : undefined
    return application === undefined ? [] : [application]
  })

/** The credit note that it draws on; none where the credit came of a prepayment. */
export function noteOf({ documents, pools }: Both, { creditId }: OurApplication): OurDocument | undefined {
  const note = documents.get(pools.get(creditId)?.documentId ?? '')
  return note?.type === 'credit_note' ? note : undefined
}

export const money = (minor: number): string => {
  const whole = Math.abs(minor)
  return `${minor < 0 ? '-' : ''}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`
}
