import type { Intent } from '../../adapter.ts'
import type { Trx } from '../../host.ts'
import { openForDocuments } from '../../postgres/causes.ts'
import { loadLinks, loadLinksOfTheirs, type Link } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { agreedOf } from '../inbound/agreed-of.ts'
import { isReversed } from '../inbound/reversed.ts'
import { isMadeAnew } from './made-anew.ts'
import type { CreditFacts, StandingCredit } from './plan-credit.ts'
import type { Run } from './run.ts'

/** What decides about applications that are due, in a fixed number of statements; in none when there are none. */
export async function loadCredits(
  { engine, connection }: Run,
  trx: Trx,
  operations: readonly StoredOperation[],
): Promise<CreditFacts> {
  const { tenant } = connection
  const ids = operations.filter((each) => each.kind === 'apply_credit').map((each) => each.entityId)
  if (ids.length === 0) return NONE
  const allocations = await engine.host.books.credits.read(trx, tenant, ids)
  const notes = allocations.flatMap((each) => each.creditNoteId ?? [])
  const documentIds = [...new Set([...allocations.map((each) => each.documentId), ...notes])]
  const links = await loadLinks(trx, tenant, connection, [
    ...documentIds.flatMap((entityId) => [
      { entityType: 'invoice', entityId },
      { entityType: 'credit_note', entityId },
    ]),
    ...ids.map((entityId) => ({ entityType: 'credit_allocation', entityId })),
  ])
  const own = links.filter((each) => each.entityType === 'credit_allocation' && !isReversed(each))
  const around = await loadLinksOfTheirs(trx, tenant, connection, own)
  const open = await openForDocuments(trx, tenant, connection, documentIds)
  return {
    allocations: new Map(allocations.map((each) => [each.allocationId, each])),
    documentIds: new Map(
      links
        .filter((each) => isDocument(each) && !isMadeAnew(each, open))
        .map((each) => [each.entityId, each.externalId]),
    ),
    // One that is left out is on no way; should it be taken back in, what is applied to it follows it.
    onTheirWay: new Set(open.filter((each) => each.waitReason !== 'excluded').map((each) => each.entityId)),
    standing: new Map(own.flatMap((each) => standingOf(each, around))),
  }
}

const isDocument = ({ entityType, status }: Link): boolean =>
  entityType !== 'credit_allocation' && status !== 'voided'

function standingOf(link: Link, around: readonly Link[]): [string, StandingCredit][] {
  const { entityId, externalId, externalPart: part } = link
  const agreed = agreedOf(around.filter((each) => each.externalId === externalId))
  if (agreed === null) return []
  const was = agreed.snapshot as Intent
  return [[entityId, { externalId, version: agreed.version ?? '0', part, was }]]
}

const NONE: CreditFacts = {
  allocations: new Map(),
  documentIds: new Map(),
  onTheirWay: new Set(),
  standing: new Map(),
}
