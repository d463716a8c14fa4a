import { TransportFailure } from '../../adapter.ts'
import type { DocumentChange, DocumentKind, UnreadableChange } from '../../changes.ts'
import { expire } from '../../connection/expire.ts'
import { sessionFor } from '../../connection/session.ts'
import type { EntityRef } from '../../core/references.ts'
import type { Trx } from '../../host.ts'
import { writeArrivals } from '../../postgres/arrivals.ts'
import type { Connection } from '../../postgres/connection.ts'
import { loadLinks, lockLink, writeLinks, type Link } from '../../postgres/links.ts'
import { lockObservation } from '../../postgres/observations.ts'
import type { Engine } from '../engine.ts'
import { linkedToAnother, writeEffects } from './chunk.ts'
import { applyDocuments } from './documents.ts'
import { Effects } from './effects.ts'
import { LinksOfTheirs } from './incoming.ts'

export type Checked =
  | { kind: 'checked' }
  /** It was never written there, or is not asked for in that system. */
  | { kind: 'not_there' }
  | { kind: 'unreadable' }
  | { kind: 'unreachable' }
  /** Nobody lets us in any more. */
  | { kind: 'not_connected' }
  /** It changes here faster than it can be looked at. */
  | { kind: 'moving' }

/** A person waits for it on a screen: no longer than this. */
const PATIENCE = 20_000
const MOST_LOOKS = 3

/**
 * Looks at one document over there because a person asks, and judges it like a poll does. No transaction is
 * open during the call. What was written meanwhile is newer than what was read: then it is looked at again.
 * `and` is done in the transaction that writes what came of it.
 */
export async function checkDocument(
  engine: Engine,
  connection: Connection,
  entity: EntityRef,
  and: (trx: Trx) => Promise<void>,
): Promise<Checked> {
  const { tenant } = connection
  const inTenant = <T>(work: (trx: Trx) => Promise<T>) => engine.host.transactions.inTenant(tenant, work)
  for (let looks = 1; looks <= MOST_LOOKS; looks += 1) {
    const [link] = await inTenant((trx) => loadLinks(trx, tenant, connection, [entity]))
    const kind = link === undefined ? null : kindOf(link)
    if (link === undefined || kind === null) return { kind: 'not_there' }
    const came = await askFor(engine, connection, kind, link.externalId)
    if ('failed' in came) {
      if (came.failed === 'not_connected')
        await inTenant((trx) => expire(engine.host, trx, connection, 'the company did not let us in'))
      return { kind: came.failed }
    }
    if (!('state' in came)) return { kind: 'unreadable' }
    if (await inTenant((trx) => applied(engine, connection, trx, { entity, link, came, and })))
      return { kind: 'checked' }
  }
  return { kind: 'moving' }
}

const kindOf = ({ externalKind: kind }: Link): DocumentKind | null =>
  kind === 'invoice' || kind === 'credit_memo' ? kind : null

async function askFor(
  engine: Engine,
  connection: Connection,
  kind: DocumentKind,
  externalId: string,
): Promise<DocumentChange | UnreadableChange | { failed: 'unreachable' | 'not_connected' | 'not_there' }> {
  const adapter = engine.adapterOf(connection.adapterType)
  if (adapter.look === undefined) return { failed: 'not_there' }
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    await engine.governor.take(connection.realm, 1, signal)
    const came = await adapter.look(sessionFor(engine, connection, signal), kind, externalId)
    return came as DocumentChange | UnreadableChange
  } catch (error) {
    if (error instanceof TransportFailure)
      return { failed: error.reason === 'unauthorized' ? 'not_connected' : 'unreachable' }
    if (error instanceof DOMException && error.name === 'TimeoutError') return { failed: 'unreachable' }
    throw error
  }
}

/** False when the link is not what it was when the look began. */
async function applied(
  engine: Engine,
  connection: Connection,
  trx: Trx,
  looked: { entity: EntityRef; link: Link; came: DocumentChange; and: (trx: Trx) => Promise<void> },
): Promise<boolean> {
  const { entity, link: before, came, and } = looked
  const link = await lockLink(trx, connection.tenant, connection, entity)
  if (link === null || !isAsBefore(link, before)) return false
  const ref = { externalKind: came.kind, externalId: came.externalId }
  const known = await lockObservation(trx, connection.tenant, connection, ref)
  const effects = new Effects()
  const incoming = [{ kind: 'change' as const, change: came, known }]
  await applyDocuments(
    { engine, connection },
    trx,
    incoming,
    new LinksOfTheirs([link]),
    new Set(),
    effects,
    true,
  )
  // Its link is locked: whoever holds the lease comes before or after.
  await writeEffects({ engine, connection }, trx, effects, async ({ links, arrivals }, at) => {
    const written = await writeLinks(trx, connection.tenant, connection, links, at)
    if (written.length < links.length) throw linkedToAnother()
    await writeArrivals(trx, connection.tenant, { ...connection, epoch: null }, arrivals, at)
  })
  await and(trx)
  return true
}

const isAsBefore = (link: Link, before: Link): boolean =>
  link.externalId === before.externalId &&
  link.status === before.status &&
  link.version === before.version &&
  link.generation === before.generation &&
  link.updatedAt === before.updatedAt
