import type { Intent } from '../adapter.ts'
import type { Announced } from './producers.ts'
import { isVoidThere, refusalToVoid, type StandsThere, type VoidRefusal } from '../core/void-there.ts'
import type { Seen } from '../core/seen.ts'
import type { Engine } from '../engine/engine.ts'
import { wake } from '../engine/exceptions/actions.ts'
import { driftKey } from '../engine/exceptions/tasks.ts'
import { voidedThere } from '../engine/inbound/voided.ts'
import type { SyncHost, Trx } from '../host.ts'
import { readOperations } from '../postgres/causes.ts'
import { listConnections, type Connection } from '../postgres/connection.ts'
import { enqueue, type OperationDraft } from '../postgres/enqueue.ts'
import { loadLinks, writeLinks, type Link } from '../postgres/links.ts'
import { openAround } from '../postgres/open-around.ts'
import { standingLinks } from '../postgres/standing-links.ts'
import type { Target } from '../postgres/place.ts'

/** What speaks against cancelling a document that stands over there. */
export interface RefusedVoid extends VoidRefusal {
  documentId: string
  company: string
  currency: string
}

/**
 * Why these may not be cancelled here: somebody has to have looked at each over there, minutes ago, and nothing may
 * settle it there that is not known here. Asked with the documents held, so that its answer still holds; an error
 * while looking is a no as well.
 */
export async function refusedVoids(
  engine: Engine,
  trx: Trx,
  tenant: string,
  kind: Announced['kind'],
  ids: readonly string[],
): Promise<RefusedVoid[]> {
  const now = engine.host.clock.now()
  const standing = await standsThere(engine, trx, tenant, kind, ids)
  return standing.flatMap(({ link, connection, there }): RefusedVoid[] => {
    const refusal = refusalToVoid(there, now)
    if (refusal === null) return []
    const currency = (link.snapshot as Intent | null)?.currency ?? connection.facts.homeCurrency
    return [{ ...refusal, documentId: link.entityId, company: connection.facts.name, currency }]
  })
}

/** A document where it stands over there, with what is known of it. */
export interface Standing {
  link: Link
  connection: Connection
  there: StandsThere
}

/** All of these in whichever companies, in a fixed number of statements for each company. */
export async function standsThere(
  engine: Engine,
  trx: Trx,
  tenant: string,
  kind: Announced['kind'],
  ids: readonly string[],
): Promise<Standing[]> {
  const links = await standingLinks(trx, tenant, ENTITY_TYPES[kind], ids)
  if (links.length === 0) return []
  const all: Standing[] = []
  for (const connection of await listConnections(trx, tenant)) {
    const own = links.filter((each) => isAt(each, connection))
    if (own.length === 0) continue
    const known = await knownThere(engine.host, trx, connection, own)
    const adapter = engine.adapterOf(connection.adapterType)
    const cannotBeAsked = connection.status === 'disconnected' || adapter.look === undefined
    for (const link of own) {
      const there: StandsThere = {
        kind,
        seen: (link.metadata['seen'] as Seen | undefined) ?? null,
        sentAt: link.sentAt,
        differences: link.differences,
        meantMinor: (link.snapshot as Intent | null)?.totalMinor ?? null,
        knownMinor: known.get(link.externalId) ?? 0,
        cannotBeAsked,
      }
      all.push({ link, connection, there })
    }
  }
  return all
}

const ENTITY_TYPES: Record<Announced['kind'], string> = { invoice: 'invoice', credit_memo: 'credit_note' }

const isAt = (one: Target, { adapterType, realm }: Target): boolean =>
  one.adapterType === adapterType && one.realm === realm

/**
 * What settles these there and is ours: credit that is applied here and stands there, which goes back with the void,
 * and what is on its way to be taken off.
 */
async function knownThere(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  links: readonly Link[],
): Promise<Map<string, number>> {
  const { tenant } = connection
  const known = new Map<string, number>()
  const add = (externalId: string, minor: number) =>
    known.set(externalId, (known.get(externalId) ?? 0) + minor)
  const counted = new Set<string>()
  for (const each of await openAround(
    trx,
    tenant,
    connection,
    links.map((link) => link.externalId),
  )) {
    counted.add(each.entityId)
    // One that was refused stays there until somebody has put it right.
    if (each.status !== 'failed') add(each.externalId, each.amountMinor ?? 0)
  }
  for (const each of await appliedOnBoth(host, trx, connection, links))
    if (!counted.has(each.allocationId)) add(each.externalId, each.amountMinor)
  return known
}

/** Applications of credit that stand here and there, by the documents that they touch there. */
async function appliedOnBoth(
  { books }: SyncHost,
  trx: Trx,
  connection: Connection,
  links: readonly Link[],
): Promise<{ allocationId: string; externalId: string; amountMinor: number }[]> {
  const { tenant } = connection
  const theirs = new Map(links.map((each) => [each.entityId, each.externalId]))
  const standing = await books.credits.applied(trx, tenant, [...theirs.keys()])
  if (standing.length === 0) return []
  const ids = standing.map((each) => each.id)
  const refs = ids.map((entityId) => ({ entityType: 'credit_allocation', entityId }))
  const there = new Set(
    (await loadLinks(trx, tenant, connection, refs))
      .filter((each) => each.status !== 'voided')
      .map((each) => each.entityId),
  )
  const all = await books.credits.read(trx, tenant, ids)
  return all
    .filter((each) => there.has(each.allocationId))
    .flatMap(({ allocationId, documentId, creditNoteId, amountMinor }) =>
      [documentId, creditNoteId].flatMap((id) => {
        const externalId = theirs.get(id ?? '')
        return externalId === undefined ? [] : [{ allocationId, externalId, amountMinor }]
      }),
    )
}

/**
 * These were cancelled here, and what stands of them over there, or arrives there at this moment, is to be void
 * there too: whatever the switch and go-live say, since it stands there. What is void there already is agreed on.
 */
export async function voidThere(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  kind: Announced['kind'],
  { ids, onTheirWay }: { ids: readonly string[]; onTheirWay: readonly string[] },
): Promise<number> {
  const links = await standingLinks(trx, tenant, ENTITY_TYPES[kind], ids)
  const arriving = onTheirWay.length === 0 ? [] : await readOperations(trx, tenant, onTheirWay)
  if (links.length === 0 && arriving.length === 0) return 0
  const [settled, open] = partedBy(links, (each) => isVoidThere(each.differences))
  await agreeOn(host, trx, tenant, settled)
  const places = new Map<string, Target & { entityId: string }>()
  for (const { adapterType, realm, entityId } of [...open, ...arriving])
    places.set(`${adapterType} ${realm} ${entityId}`, { adapterType, realm, entityId })
  if (places.size === 0) return 0
  const heads = new Map((await host.books.heads(trx, tenant, ids)).map((each) => [each.id, each]))
  const drafts = [...places.values()].flatMap(({ entityId, ...target }): OperationDraft[] => {
    const head = heads.get(entityId)
    if (head === undefined) return []
    return [
      {
        ...target,
        operationId: host.ids.uuid(),
        kind: 'void_invoice',
        entityType: ENTITY_TYPES[kind],
        entityId,
        number: head.number ?? '',
        issueDate: head.issueDate,
        clientId: head.clientId,
        amountMinor: head.totalMinor,
        currency: head.currency,
        payload: { clientName: head.clientName },
      },
    ]
  })
  const queued = await enqueue(trx, tenant, drafts, host.clock.now())
  const all = await listConnections(trx, tenant)
  await wake(
    host,
    trx,
    all.filter((each) => drafts.some((draft) => isAt(draft, each))),
  )
  return queued.length
}

/** Void on both sides: nothing is sent, and the question about it is answered. */
async function agreeOn(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  links: readonly (Link & Target)[],
): Promise<void> {
  if (links.length === 0) return
  const now = host.clock.now()
  for (const { adapterType, realm } of links)
    await writeLinks(
      trx,
      tenant,
      { adapterType, realm },
      links.filter((each) => isAt(each, { adapterType, realm })).map((each) => voidedThere(each)),
      now,
    )
  await host.inbox.close(trx, tenant, links.map(driftKey), 'voided')
}

function partedBy<T>(all: readonly T[], is: (each: T) => boolean): [T[], T[]] {
  return [all.filter((each) => is(each)), all.filter((each) => !is(each))]
}
