import type { CanonicalDocument } from '../core/document.ts'
import { fence } from '../core/fence.ts'
import { missingLinks, taxedApart, type Missing } from '../core/missing.ts'
import type { OperationKind } from '../core/operation.ts'
import { namedBy } from '../core/references.ts'
import { afterwards, wake } from '../engine/exceptions/actions.ts'
import { newcomersAmong } from '../engine/mapping/first-export.ts'
import { readSettings } from '../engine/settings.ts'
import type { SyncHost, Trx } from '../host.ts'
import { cancelQueued, exportedAmong } from '../postgres/by-people.ts'
import { openFor } from '../postgres/causes.ts'
import { resolveConnection, type Connection } from '../postgres/connection.ts'
import { hasten } from '../postgres/due.ts'
import { enqueue, type OperationDraft } from '../postgres/enqueue.ts'
import { loadLinks } from '../postgres/links.ts'
import { voidThere } from './voids.ts'

/** A document as its own module announces it, inside the transaction in which it happened. */
export interface Announced {
  id: string
  kind: CanonicalDocument['kind']
  number: string
  issueDate: string
  clientId: string
  clientName: string
  totalMinor: number
  currency: string
}

const KINDS: Record<Announced['kind'], { operation: OperationKind; entityType: string }> = {
  invoice: { operation: 'export_invoice', entityType: 'invoice' },
  credit_memo: { operation: 'export_credit_memo', entityType: 'credit_note' },
}

/**
 * Queues what is to go out by itself, in one insert; nothing when no company is connected, the tenant keeps
 * it switched off, or the document is older than go-live. What is excluded or paused is queued too, and
 * waits visibly. Answers how many are new in the queue.
 */
export async function documentsFinalized(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  documents: readonly Announced[],
): Promise<number> {
  if (documents.length === 0) return 0
  const connection = await resolveConnection(trx, tenant)
  if (connection === null) return 0
  const settings = readSettings(connection.settings)
  const auto = { enabled: settings.autoSync, goLiveDate: settings.goLiveDate }
  const wanted = documents.filter((each) => fence(auto, each.issueDate) === 'export')
  return await queue(host, trx, connection, wanted)
}

/**
 * The same for documents that a person chose: neither the switch nor the date keeps them back. `urgent` are
 * those that somebody waits for.
 */
export async function queue(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  documents: readonly Announced[],
  { batchId = null, urgent = false }: { batchId?: string | null; urgent?: boolean } = {},
): Promise<number> {
  if (documents.length === 0) return 0
  const drafts = documents.map((each): OperationDraft => ({
    adapterType: connection.adapterType,
    realm: connection.realm,
    operationId: host.ids.uuid(),
    kind: KINDS[each.kind].operation,
    entityType: KINDS[each.kind].entityType,
    entityId: each.id,
    number: each.number,
    issueDate: each.issueDate,
    clientId: each.clientId,
    amountMinor: each.totalMinor,
    currency: each.currency,
    batchId,
    urgent,
    payload: { clientName: each.clientName },
  }))
  const at = host.clock.now()
  const queued = await enqueue(trx, connection.tenant, drafts, at)
  // What was queued already goes first from now on too.
  if (urgent && queued.length < drafts.length) {
    const entityIds = drafts.map((each) => each.entityId)
    await hasten(trx, connection.tenant, connection, { entityIds, at })
  }
  if (queued.length > 0 || urgent) await wake(host, trx, [connection])
  return queued.length
}

/**
 * What still waits for these documents is taken back, and so are the tasks about it. What stands over there, or is on
 * its way, is voided there.
 */
export async function documentsVoided(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  kind: Announced['kind'],
  ids: readonly string[],
): Promise<void> {
  const onTheirWay = await takeBack(host, trx, tenant, kind, ids, 'voided')
  await voidThere(host, trx, tenant, kind, { ids, onTheirWay })
}

/** A document that is over there, or on its way, is not taken back. */
export class AlreadyExported extends Error {
  override readonly name = 'AlreadyExported'
  readonly documentIds: readonly string[]

  constructor(documentIds: readonly string[]) {
    super('The document is in the accounting system already, or on its way there.')
    this.documentIds = documentIds
  }
}

/**
 * Guards un-finalizing and deleting: throws when one of these is over there or on its way, in whichever
 * company, and the host's transaction with it. What was queued is taken back first, so that no worker takes
 * it between the look and the end of the transaction. An error while looking is a no as well.
 */
export async function documentsReopened(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  kind: Announced['kind'],
  ids: readonly string[],
): Promise<void> {
  const onTheirWay = await takeBack(host, trx, tenant, kind, ids, 'reopened')
  const exported = await exportedAmong(trx, tenant, KINDS[kind].entityType, ids)
  if (onTheirWay.length > 0 || exported.length > 0) throw new AlreadyExported(exported)
}

async function takeBack(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  kind: Announced['kind'],
  ids: readonly string[],
  reason: string,
): Promise<string[]> {
  const { entityType, operation } = KINDS[kind]
  const open = await openFor(trx, tenant, { entityTypes: [entityType], entityIds: ids })
  const things = { entityType, entityIds: ids, kinds: [operation] }
  const at = host.clock.now()
  const { cancelled, onTheirWay } = await cancelQueued(trx, tenant, things, { reason, by: null, at })
  const gone = new Set(cancelled)
  await afterwards(
    host,
    trx,
    tenant,
    open.filter((each) => gone.has(each.operationId)),
  )
  return onTheirWay
}

/** What keeps a document from being sent: what is to be mapped, and a line whose tax is one too many. */
export interface Unready {
  documentId: string
  missing: Missing[]
  apart: { lineId: string } | null
}

/**
 * Before documents are finalized: what of each cannot be mapped, line by line. Those that miss nothing or
 * would not go out are not named. Three statements, however many they are.
 */
export async function readiness(
  trx: Trx,
  tenant: string,
  documents: readonly CanonicalDocument[],
): Promise<Unready[]> {
  const connection = documents.length === 0 ? null : await resolveConnection(trx, tenant)
  return connection === null ? [] : await missingIn(trx, connection, documents)
}

/** The same for a company that is known. */
export async function missingIn(
  trx: Trx,
  connection: Connection,
  documents: readonly CanonicalDocument[],
): Promise<Unready[]> {
  const settings = readSettings(connection.settings)
  const auto = { enabled: settings.autoSync, goLiveDate: settings.goLiveDate }
  const wanted = documents.filter((each) => fence(auto, each.issueDate) === 'export')
  if (wanted.length === 0) return []
  const links = await loadLinks(trx, connection.tenant, connection, namedBy(wanted))
  const idsOf = (type: string) =>
    new Map(links.filter((each) => each.entityType === type).map((each) => [each.entityId, each.externalId]))
  const known = {
    customers: idsOf('client'),
    items: idsOf('service'),
    taxCodes: idsOf('tax'),
    fallbackItemId: settings.fallbackItemId,
    lineTax: connection.facts.lineTax,
    newcomers: await newcomersAmong(
      trx,
      connection,
      wanted.map((each) => each.clientId),
    ),
  }
  return wanted
    .map((each): Unready => {
      const apart = taxedApart(each, known)
      const missing = missingLinks(each, known)
      return { documentId: each.id, missing, apart: apart === null ? null : { lineId: apart.id } }
    })
    .filter(({ missing, apart }) => missing.length > 0 || apart !== null)
}
