import { getBadges } from '@tieout/accounting-sync/contract'
import { asUseCase } from '../../server/src/accounting/as-use-case.ts'
import type { Check, SimTenant, Violation, World } from '../world.ts'
import { bothBooks, entityTypeOf, linkOf, type Both } from './both.ts'
import type { OurDocument } from './ours.ts'

/** I15: what each document says of itself follows from the ledger and the operations, reckoned here once more. */
export const badgesAreTrue: Check = async (world) => {
  const found: Violation[] = []
  for (const tenant of world.tenants) {
    const both = await bothBooks(world, tenant)
    const shown = await shownFor(world, tenant, both)
    for (const document of both.ours.documents) {
      const { state, verified } = shown.get(document.id) ?? { state: 'nothing', verified: false }
      const due = dueFor(both, document)
      if (state !== due.state || verified !== due.verified)
        found.push({
          invariant: 'I15',
          tenant: tenant.tenant,
          what: `${document.number} says ${words(state, verified)}, and is ${words(due.state, due.verified)}`,
        })
    }
  }
  return found
}

const words = (state: string, verified: boolean): string => (verified ? `${state} and verified` : state)

async function shownFor(world: World, { books, actor }: SimTenant, { ours }: Both) {
  const shown = new Map<string, { state: string; verified: boolean }>()
  for (let start = 0; start < ours.documents.length; start += 200) {
    const documentIds = ours.documents.slice(start, start + 200).map((each) => each.id)
    const { items } = await world.goOn(() => books.execute(asUseCase(getBadges), actor, { documentIds }))
    for (const each of items) shown.set(each.documentId, each)
  }
  return shown
}

/** What needs somebody comes before what is under way, and that before what is known. */
function dueFor(both: Both, document: OurDocument): { state: string; verified: boolean } {
  const link = linkOf(both, document)
  const open = both.ours.operations.filter(
    (each) =>
      each.entityId === document.id &&
      each.entityType === entityTypeOf(document) &&
      ['pending', 'in_progress', 'failed'].includes(each.status),
  )
  const verified = link?.status === 'verified'
  if (open.some((each) => each.status === 'failed')) return { state: 'error', verified }
  if (link?.status === 'drift') return { state: 'drift', verified }
  if (open.length > 0) return { state: 'queued', verified }
  if (link === undefined) return { state: 'not_synced', verified }
  return { state: link.status === 'voided' ? 'voided' : 'synced', verified }
}
