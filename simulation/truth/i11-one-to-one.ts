import type { Check, SimTenant, Violation, World } from '../world.ts'
import { bothBooks, isStandingLink, type Both } from './both.ts'
import { marked } from './i1-once.ts'
import type { OurLink } from './ours.ts'
import { theirBooks } from './theirs.ts'

/**
 * I11: links and objects over there match one to one. What a link names is there, or is known to be gone; what
 * bears our mark there is what its link says; nothing bears the mark of what this tenant does not have (I6).
 */
export const oneToOne: Check = async (world) => {
  const all = await Promise.all(
    world.tenants.map(async (tenant) => {
      const both = await bothBooks(world, tenant)
      const sentences = [
        ...shared(both),
        ...both.ours.links.flatMap((each) => dangling(world, tenant, both, each)),
        ...orphans(both),
      ]
      return [
        ...sentences.map((what) => ({ invariant: 'I11', tenant: tenant.tenant, what })),
        ...(await marksOfOthers(world, tenant)),
      ]
    }),
  )
  return all.flat()
}

const DOCUMENTS = ['invoice', 'credit_note', 'payment', 'credit_allocation']

/** Two of ours that are the same over there. */
function shared({ ours }: Both): string[] {
  const seen = new Map<string, OurLink>()
  return ours.links.flatMap((link) => {
    if (!link.exclusive) return []
    const key = `${link.externalKind} ${link.externalId} ${link.externalPart}`
    const before = seen.get(key)
    seen.set(key, link)
    return before === undefined
      ? []
      : [`${key} is both ${before.entityType} ${before.entityId} and ${link.entityType} ${link.entityId}`]
  })
}

/** What a link names is over there, unless it says that it is not, or something says so. */
function dangling(world: World, { realm }: SimTenant, both: Both, link: OurLink): string[] {
  const { entityType, entityId, externalKind, externalId, status } = link
  if (!DOCUMENTS.includes(entityType) || !isStandingLink(link)) return []
  const { tables } = world.sandbox.company(realm)
  const table =
    externalKind === 'invoice'
      ? tables.Invoice
      : externalKind === 'credit_memo'
        ? tables.CreditMemo
        : tables.Payment
  if (table.rows.has(externalId) || status === 'drift') return []
  const isObserved = both.ours.observations.some(
    (each) => each.kind === externalKind && each.externalId === externalId,
  )
  return isObserved
    ? []
    : [
        `${entityType} ${link.number ?? entityId} is linked to ${externalKind} ${externalId}, which is not there`,
      ]
}

/** What bears our mark is linked, to the very thing that the mark names. */
function orphans(both: Both): string[] {
  return marked(both.theirs).flatMap(({ key, marker, name }) => {
    const [kind, id] = name.split(' ')
    const links = both.ours.links.filter(
      (each) => each.externalKind === kind && each.externalId === id && isStandingLink(each),
    )
    const [link] = links
    if (links.some((each) => each.entityId === marker)) return []
    // What the bookkeeper made of it after our part of it was taken out is his.
    if (both.applications.get(marker)?.isTakenOff === true) return []
    // One that was taken back here while it was being written, or is not settled yet, has an operation that knows.
    const isUnderWay = both.ours.operations.some(
      (each) => each.entityId === marker && ['pending', 'in_progress', 'failed'].includes(each.status),
    )
    if (isUnderWay) return []
    return [
      link === undefined
        ? `${key} stands there as ${name}, and is linked to nothing`
        : `${name} bears the mark of ${marker} and is linked to ${link.entityType} ${link.entityId}`,
    ]
  })
}

/** I6, as it shows over there: what bears the mark of something of ours is of the tenant whose company it is. */
async function marksOfOthers({ owner, sandbox }: World, { tenant, realm }: SimTenant): Promise<Violation[]> {
  const marks = marked(theirBooks(sandbox.company(realm)))
  const { rows }: { rows: { id: string }[] } = await owner.raw(
    `select w.id from unnest(cast(? as text[])) as w (id) where not exists (
       select from invoices i where i.tenant = ? and cast(i.invoice_id as text) = w.id)
     and not exists (select from payments p where p.tenant = ? and cast(p.payment_id as text) = w.id)
     and not exists (select from credit_allocations a where a.tenant = ? and cast(a.allocation_id as text) = w.id)
     order by w.id`,
    [marks.map((each) => each.marker), tenant, tenant, tenant],
  )
  const strangers = new Set(rows.map((row) => row.id))
  return marks
    .filter((each) => strangers.has(each.marker))
    .map(({ name, marker }) => ({
      invariant: 'I6',
      tenant,
      what: `${name} bears the mark of ${marker}, which this tenant does not have`,
    }))
}
