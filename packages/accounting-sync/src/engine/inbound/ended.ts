import type { OperationKind } from '../../core/operation.ts'
import type { Trx } from '../../host.ts'
import type { HostReceipt } from '../../host-payments.ts'
import { skip } from '../../postgres/by-people.ts'
import { openFor } from '../../postgres/causes.ts'
import { afterwards } from '../exceptions/actions.ts'
import { driftKey } from '../exceptions/tasks.ts'
import type { Run } from '../outbound/run.ts'
import { linkAgain, type Effects } from './effects.ts'
import type { LinksOfTheirs } from './incoming.ts'
import { linksOf, type IncomingPayment } from './judge-payments.ts'
import { reversedPart } from './reversed.ts'

/**
 * Taken back here, and void or deleted there: both say the same, whoever was first. What was to make it so need not go
 * any more, not even when it was refused.
 */
export async function endOnBothSides(
  run: Run,
  trx: Trx,
  incoming: readonly IncomingPayment[],
  { links, receipts }: { links: LinksOfTheirs; receipts: ReadonlyMap<string, HostReceipt> },
  effects: Effects,
): Promise<void> {
  const ended = incoming
    .filter(({ change }) => change.state !== 'standing')
    .flatMap(({ change }) => linksOf(links, change.externalId))
    .filter(({ status, entityId }) => status !== 'voided' && receipts.get(entityId)?.isReversed === true)
  for (const link of ended) {
    const externalPart = reversedPart(link.entityId)
    effects.counts.verified += 1
    effects.links.push(
      linkAgain(link, { externalPart, status: 'voided', differences: null, verifiedAt: null }),
    )
    if (link.status === 'drift') effects.close.push(driftKey(link))
  }
  const entityIds = ended.map((each) => each.entityId)
  await sendNoMore(run, trx, { entityType: 'payment', entityIds, kinds: ['record_payment'] }, 'already_there')
}

interface Things {
  entityType: string
  entityIds: readonly string[]
  kinds: readonly OperationKind[]
}

/** What waits or was refused for these in this company is over, with the tasks about it. */
export async function sendNoMore(
  { engine, connection }: Run,
  trx: Trx,
  { entityType, entityIds, kinds }: Things,
  reason: string,
): Promise<void> {
  if (entityIds.length === 0) return
  const { tenant, adapterType, realm } = connection
  const open = (await openFor(trx, tenant, { entityTypes: [entityType], entityIds })).filter(
    (each) => kinds.includes(each.kind) && each.adapterType === adapterType && each.realm === realm,
  )
  if (open.length === 0) return
  const ids = open.map((each) => each.operationId)
  const over = new Set(await skip(trx, tenant, ids, { reason, by: null, at: engine.host.clock.now() }))
  await afterwards(
    engine.host,
    trx,
    tenant,
    open.filter((each) => over.has(each.operationId)),
  )
}
