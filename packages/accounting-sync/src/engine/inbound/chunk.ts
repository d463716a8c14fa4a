import type { Trx } from '../../host.ts'
import { renameEntries } from '../../postgres/catalogue.ts'
import { loadLinksOfTheirs, writeLinksUnderLease, type LinkDraft } from '../../postgres/links.ts'
import { dropObservations, keepObservations } from '../../postgres/observations.ts'
import { keepLease, type Run } from '../outbound/run.ts'
import { applyCustomers, goneCustomersIn } from './customers.ts'
import { applyDocuments } from './documents.ts'
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
  const effects = new Effects()
  applyCustomers(connection, incoming, links, effects)
  await applyPayments(run, trx, incoming, links, effects)
  await applyDocuments(run, trx, incoming, links, goneCustomersIn(incoming), effects)
  for (const each of incoming) putAside(run, each, effects)
  if (!effects.isEmpty()) await write(run, trx, effects)
  return effects.counts
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

async function write(run: Run, trx: Trx, effects: Effects): Promise<void> {
  const { connection, engine } = run
  const { tenant } = connection
  const { inbox, clock } = engine.host
  const now = clock.now()
  if (effects.links.length === 0) await keepLease(run, trx)
  else await writeAllLinks(run, trx, effects.links, now)
  await renameEntries(trx, tenant, connection, 'customer', effects.names)
  await keepObservations(trx, tenant, connection, effects.keep, now)
  await dropObservations(trx, tenant, connection, effects.drop)
  if (effects.raise.length > 0) await inbox.raise(trx, tenant, effects.raise)
  if (effects.close.length > 0) await inbox.close(trx, tenant, effects.close, 'no_longer_so')
}

/** The fence of a chunk: whoever lost the lease writes no link, and leaves nothing of all that was written. */
async function writeAllLinks(run: Run, trx: Trx, links: readonly LinkDraft[], now: Date): Promise<void> {
  const written = await writeLinksUnderLease(trx, run.connection.tenant, run.lease, links, now)
  if (written.length === links.length) return
  await keepLease(run, trx)
  throw new Error('something over there is linked to another')
}
