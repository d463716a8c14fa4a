import type { Trx } from '../../host.ts'
import { writeArrivals, type ArrivalDraft } from '../../postgres/arrivals.ts'
import { renameEntries } from '../../postgres/catalogue.ts'
import { release } from '../../postgres/due.ts'
import { loadLinksOfTheirs, writeLinksUnderLease, type LinkDraft } from '../../postgres/links.ts'
import { dropObservations, keepObservations } from '../../postgres/observations.ts'
import { retryRefused } from '../mapping/set-free.ts'
import { keepLease, type Run } from '../outbound/run.ts'
import { tryWhatArrived } from './arrived-after-all.ts'
import { applyCustomers, goneCustomersIn } from './customers.ts'
import { applyDocuments, type Company } from './documents.ts'
import { Effects, type InboundCounts } from './effects.ts'
import { LinksOfTheirs, namedBy, type Incoming } from './incoming.ts'
import { observe } from './observe.ts'
import { applyPayments } from './payments.ts'
import { refundArrival, unreadableArrival } from './arrivals.ts'
import { unreadableTask } from './tasks.ts'
import { goOnWithVoids } from './voided.ts'

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
  await tryWhatArrived(run, trx, incoming, links)
  for (const each of incoming) putAside(run, each, effects)
  if (!effects.isEmpty())
    await writeEffects(run, trx, effects, (all, at) => writeFenced(run, trx, all, at, effects))
  return effects.counts
}

/** What cannot be read waits with all that came; nothing else is known of it. */
function putAside({ connection }: Run, incoming: Incoming, effects: Effects): void {
  if (incoming.kind === 'change') {
    const { change } = incoming
    if (change.kind !== 'refund') return
    observe(connection, effects, incoming, null)
    effects.arrivals.push(refundArrival(change))
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
  const kept = { problems: [problem], money: null, task: unreadableTask(connection, unreadable) }
  if (observe(connection, effects, incoming, kept) === 'kept')
    effects.arrivals.push(unreadableArrival(unreadable))
}

/** Everything that follows. The links come first, since whoever writes them may find that it must not. */
export async function writeEffects(
  { connection, engine }: Company,
  trx: Trx,
  effects: Effects,
  writeAll: (all: Written, at: Date) => Promise<void>,
): Promise<void> {
  const { tenant } = connection
  const { inbox, clock, ids } = engine.host
  const now = clock.now()
  const arrivals = effects.arrivals.map((each) => ({ ...each, arrivalId: ids.uuid() }))
  await writeAll({ links: effects.links, arrivals }, now)
  await renameEntries(trx, tenant, connection, 'customer', effects.names)
  await keepObservations(trx, tenant, connection, effects.keep, now)
  await dropObservations(trx, tenant, connection, effects.drop)
  if (effects.release.length > 0)
    await release(trx, tenant, connection, {
      reason: 'waits_for_document',
      waitsFor: effects.release,
      at: now,
    })
  if (effects.usable.length > 0) await retryRefused(engine.host, trx, connection, effects.usable)
  if (effects.voids.length > 0) await goOnWithVoids(engine.host, trx, connection, effects.voids)
  if (effects.raise.length > 0) await inbox.raise(trx, tenant, effects.raise)
  if (effects.close.length > 0) await inbox.close(trx, tenant, effects.close, 'no_longer_so')
}

export interface Written {
  links: readonly LinkDraft[]
  arrivals: readonly ArrivalDraft[]
}

/** The fence of a chunk: whoever lost the lease writes no link, and leaves nothing of all that was written. */
async function writeFenced(
  run: Run,
  trx: Trx,
  { links, arrivals }: Written,
  at: Date,
  { counts }: Effects,
): Promise<void> {
  const { tenant } = run.connection
  if (links.length === 0) {
    await keepLease(run, trx)
    const noted = await writeArrivals(trx, tenant, run.lease, arrivals, at)
    if (arrivals.every(({ outcome }) => outcome === 'nothing')) counts.noted += noted
    return
  }
  const written = await writeLinksUnderLease(trx, tenant, run.lease, links, at, arrivals)
  if (written.length === links.length) return
  await keepLease(run, trx)
  throw linkedToAnother()
}

export const linkedToAnother = () => new Error('something over there is linked to another')
