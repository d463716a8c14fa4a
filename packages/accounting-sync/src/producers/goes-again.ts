import { wake } from '../engine/exceptions/actions.ts'
import type { SyncHost, Trx } from '../host.ts'
import type { AnnouncedCredit } from '../host-credits.ts'
import type { AnnouncedPayment } from '../host-payments.ts'
import type { OperationKind } from '../core/operation.ts'
import type { EntityRef } from '../core/references.ts'
import type { Connection } from '../postgres/connection.ts'
import { enqueue, noteChanges, type OperationDraft } from '../postgres/enqueue.ts'
import type { Target } from '../postgres/place.ts'
import { whereLinked } from '../postgres/where-linked.ts'
import { judgeAgain } from './judge-again.ts'

/** What is made to stand there as it stands here now: money, and what credit pays. */
type Told = AnnouncedPayment | AnnouncedCredit

export interface Subject {
  kind: OperationKind
  entityType: string
}

/** Where something belongs. */
export interface Home {
  connection: Connection
  /** It stands there itself. */
  isThere: boolean
}

/**
 * What of these is open in any company is told that it changed, and what was refused is judged again: neither is
 * queued once more. Before anything is queued, for what settles between a look and this would take the change for
 * told.
 */
export async function goesAgain(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  all: readonly Connection[],
  { kind, entityType }: Subject,
  entityIds: readonly string[],
): Promise<{ open: ReadonlySet<string>; judgedAgain: number }> {
  const at = host.clock.now()
  const open = new Set<string>()
  for (const connection of all) {
    const changed = await noteChanges(trx, tenant, connection, { kind, entityIds, at })
    for (const each of changed) open.add(each)
    if (changed.length > 0) await wake(host, trx, [connection])
  }
  const again = await judgeAgain(host, trx, tenant, { entityType, entityIds })
  for (const each of again) open.add(each)
  if (again.length > 0) await wake(host, trx, all)
  return { open, judgedAgain: again.length }
}

/** Of each the company in which it stands, or else a document that it is about; none while nothing stands anywhere. */
export async function homesOf(
  trx: Trx,
  tenant: string,
  all: readonly Connection[],
  { entityType }: Subject,
  ids: readonly string[],
  documentsOf: (others: readonly string[]) => Promise<ReadonlyMap<string, readonly EntityRef[]>>,
): Promise<Map<string, Home>> {
  const homes = new Map<string, Home>()
  const find = (target: Target) =>
    all.find((each) => each.adapterType === target.adapterType && each.realm === target.realm)
  const themselves = ids.map((entityId) => ({ entityType, entityId }))
  for (const link of await whereLinked(trx, tenant, themselves)) {
    const connection = find(link)
    if (connection !== undefined) homes.set(link.entityId, { connection, isThere: true })
  }
  const others = ids.filter((each) => !homes.has(each))
  if (others.length === 0) return homes
  const documents = await documentsOf(others)
  const named = new Map([...documents.values()].flat().map((each) => [each.entityId, each]))
  const linked = named.size === 0 ? [] : await whereLinked(trx, tenant, [...named.values()])
  const places = new Map(linked.map((each) => [each.entityId, find(each)]))
  for (const [id, refs] of documents) {
    const [connection] = refs.flatMap((each) => places.get(each.entityId) ?? [])
    if (connection !== undefined) homes.set(id, { connection, isThere: false })
  }
  return homes
}

/** In one insert; answers how many are new in the queue. */
export async function queueAll(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  subject: Subject,
  told: readonly Told[],
): Promise<number> {
  if (told.length === 0) return 0
  const drafts = told.map(({ id, clientName, date, ...each }): OperationDraft => ({
    ...each,
    ...subject,
    adapterType: connection.adapterType,
    realm: connection.realm,
    operationId: host.ids.uuid(),
    entityId: id,
    issueDate: date,
    payload: { clientName },
  }))
  return (await enqueue(trx, connection.tenant, drafts, host.clock.now())).length
}
