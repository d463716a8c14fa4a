import type { Trx } from '../../host.ts'
import { renameEntries } from '../../postgres/catalogue.ts'
import { loadLinksOfTheirs, writeLinks } from '../../postgres/links.ts'
import { dropObservations, keepObservations } from '../../postgres/observations.ts'
import { keepLease, type Run } from '../outbound/run.ts'
import { applyCustomers, goneCustomersIn } from './customers.ts'
import { applyDocuments, type Company } from './documents.ts'
import { Effects, type InboundCounts } from './effects.ts'
import { LinksOfTheirs, namedBy, type Incoming } from './incoming.ts'
import { observe } from './observe.ts'
import { applyPayments } from './payments.ts'
import { unreadableTask } from './tasks.ts'

/**
 * A set of changes, in one transaction: what is linked to them is read, all of it is judged, and what follows
 * is written under the lease. Where nothing follows, nothing is written.
 */
export async function applyChunk(run: Run, trx: Trx, incoming: readonly Incoming[]): Promise<InboundCounts> {
  const { connection } = run
  const links = new LinksOfTheirs(
    await loadLinksOfTheirs(trx, connection.tenant, connection, namedBy(incoming)),
  )
  const fence = fenceOf(run, trx)
  const effects = new Effects()
  applyCustomers(connection, incoming, links, effects)
  await applyPayments(run, trx, fence, incoming, links, effects)
  await applyDocuments(run, trx, incoming, links, goneCustomersIn(incoming), effects)
  for (const each of incoming) putAside(run, each, effects)
  if (!effects.isEmpty()) {
    await fence()
    await writeEffects(run, trx, effects)
  }
  return effects.counts
}

/** Whoever lost the lease writes nothing: asked once, before the first write. */
function fenceOf(run: Run, trx: Trx): () => Promise<void> {
  let isHeld = false
  return async () => {
    if (isHeld) return
    await keepLease(run, trx)
    isHeld = true
  }
}

/** What cannot be read waits with all that came; nothing else is known of it. */
function putAside({ connection }: Run, incoming: Incoming, effects: Effects): void {
  if (incoming.kind === 'change') {
    if (incoming.change.kind === 'refund') observe(connection, effects, incoming, null)
    return
  }
  const { unreadable } = incoming
  const problem = {
    reason: 'unreadable',
    amountMinor: 0,
    documentId: null,
    externalId: null,
    detail: unreadable.why,
  }
  observe(connection, effects, incoming, {
    problems: [problem],
    money: null,
    task: unreadableTask(connection, unreadable),
  })
}

export async function writeEffects(
  { connection, engine }: Company,
  trx: Trx,
  effects: Effects,
): Promise<void> {
  const { tenant } = connection
  const { inbox, clock } = engine.host
  const now = clock.now()
  await renameEntries(trx, tenant, connection, 'customer', effects.names)
  const written = await writeLinks(trx, tenant, connection, effects.links, now)
  if (written.length < effects.links.length) throw new Error('something over there is linked to another')
  await keepObservations(trx, tenant, connection, effects.keep, now)
  await dropObservations(trx, tenant, connection, effects.drop)
  if (effects.raise.length > 0) await inbox.raise(trx, tenant, effects.raise)
  if (effects.close.length > 0) await inbox.close(trx, tenant, effects.close, 'no_longer_so')
}
