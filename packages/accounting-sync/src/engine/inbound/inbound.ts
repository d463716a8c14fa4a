import { TransportFailure } from '../../adapter.ts'
import { CHANGE_KINDS, type Change, type Changes, type LinkedKind } from '../../changes.ts'
import type { Cycle, StartedCycle } from '../../postgres/cycles.ts'
import { loadExternalIds } from '../../postgres/links.ts'
import { waitingObservations, type Observation } from '../../postgres/observations.ts'
import { inTenant, type Run } from '../outbound/run.ts'
import { applyAll } from './apply.ts'
import { noInboundCounts, type InboundCounts } from './effects.ts'
import { keyOfRef, refOf, type Incoming } from './incoming.ts'

/** How the way in ended. */
export interface InboundEnd {
  /** Where the next one begins; as it was when nothing could be asked. */
  cursor: string | null
  stats: Record<string, unknown>
  /** Something was written. */
  isTouched: boolean
  /** The service did not answer. */
  failure: TransportFailure | null
}

export const notAsked = ({ cursorBefore }: Cycle): InboundEnd => ({
  cursor: cursorBefore,
  stats: {},
  isTouched: false,
  failure: null,
})

/** What is asked for again each time: rows come late, and clocks are not quite alike. */
const OVERLAP = 5 * 60_000
/** A row can take ten minutes to be told. So the cursor stays so far behind that the overlap covers them. */
const SETTLING = 6 * 60_000
/** Before a first answer nothing of the service's clock is known. */
const BEFORE_CONNECT = 3_600_000

/**
 * Asks what changed since the last time and makes it so here, together with what waited for something. The
 * cursor moves once all of it is written. When the service does not answer, it stays where it is, and the way
 * out is tried all the same.
 */
export async function inbound(run: Run, cycle: StartedCycle): Promise<InboundEnd> {
  const { connection, adapter } = run
  if (!adapter.capabilities.supportsChangePolling || connection.pausedAt !== null) return notAsked(cycle)
  const changes = await patiently(run, () => enumerate(run, sinceOf(run, cycle)))
  if (changes instanceof TransportFailure) {
    return { ...notAsked(cycle), stats: { failed: changes.reason }, failure: changes }
  }
  const waiting = cycle.somethingWaits
    ? await inTenant(run, (trx) => waitingObservations(trx, connection.tenant, connection))
    : []
  noteMarked(run, changes.changes)
  const cursor = cursorAfter(run, cycle, changes.asOf)
  run.toldUpTo = cursor
  const incoming = incomingFrom(changes, waiting)
  const counts = incoming.length === 0 ? noInboundCounts() : await applyAll(run, incoming)
  await tellPeople(run, cycle, counts)
  return {
    cursor,
    stats: statsOf(changes, counts),
    isTouched: Object.values(counts).some((each) => each > 0),
    failure: null,
  }
}

/**
 * Behind the service's clock, or ours where that says less: one of them goes wrong sometimes, and a cursor that runs
 * ahead passes what comes late. What was sent and never heard of stands there without a link, so what is told of it
 * means nothing yet: as long as such a frame is left, the cursor waits, and all of it is told again.
 */
function cursorAfter(
  { engine }: Run,
  { cursorBefore, framesLeft }: StartedCycle,
  asOf: string,
): string | null {
  if (framesLeft && cursorBefore !== null) return cursorBefore
  const now = Math.min(Date.parse(asOf), engine.host.clock.now().getTime())
  return new Date(now - SETTLING).toISOString()
}

function noteMarked({ marked }: Run, changes: readonly Change[]): void {
  for (const each of changes) {
    if (each.kind !== 'invoice' && each.kind !== 'credit_memo') continue
    const marker = each.document?.marker ?? null
    if (each.document !== null && marker !== null) marked.set(`${each.kind} ${marker}`, each.document)
  }
}

/** One word for all that is new, and none when nothing is. */
async function tellPeople(run: Run, { cycleId }: Cycle, counts: InboundCounts): Promise<void> {
  const tasks = counts.exceptions + counts.drifted
  if (tasks === 0) return
  const { connection, engine } = run
  await inTenant(run, (trx) =>
    engine.host.notifications.tellAdmins(trx, connection.tenant, {
      kind: 'accounting_sync_news',
      dedupeKey: `accounting_sync_news:${cycleId}`,
      params: { company: connection.facts.name, tasks },
      link: '/inbox',
    }),
  )
}

/** No cycle waits longer than that because it is asked to slow down; the next one asks again. */
const LONGEST_WAIT_SECONDS = 120

/** Asked to slow down, it waits as long as it is told and tries once more. */
async function patiently<T>(run: Run, work: () => Promise<T>): Promise<T | TransportFailure> {
  const attempt = (): Promise<T | TransportFailure> =>
    work().catch((error: unknown) => {
      if (error instanceof TransportFailure && error.reason !== 'unauthorized') return error
      throw error
    })
  const first = await attempt()
  if (!(first instanceof TransportFailure) || first.reason !== 'throttled') return first
  const seconds = first.retryAfterSeconds ?? 60
  if (seconds > LONGEST_WAIT_SECONDS) return first
  await run.engine.host.clock.sleep(seconds * 1000, run.signal)
  return await attempt()
}

function sinceOf({ connection }: Run, { cursorBefore }: Cycle): string {
  const from =
    cursorBefore === null
      ? Date.parse(connection.connectedAt) - BEFORE_CONNECT
      : Date.parse(cursorBefore) - OVERLAP
  return new Date(from).toISOString()
}

/** All that changed; where deletions may be hidden, what we know is looked for by its ids. */
async function enumerate(run: Run, since: string): Promise<Changes> {
  const { adapter, session, engine, signal } = run
  await engine.governor.take(session.realm, 1, signal)
  if (adapter.fetchChanges === undefined) throw new Error(`${adapter.type} tells no changes`)
  const askedAt = engine.host.clock.now().getTime()
  const changes = await adapter.fetchChanges(session, since, CHANGE_KINDS)
  run.timeThere = { asOf: Date.parse(changes.asOf), askedAt }
  const gone: Change[] = []
  for (const kind of changes.deletionsHidden) {
    if (kind === 'refund') continue
    gone.push(...(await missingOf(run, kind, changes.changes)))
  }
  return { ...changes, changes: [...changes.changes, ...gone] }
}

async function missingOf(run: Run, kind: LinkedKind, told: readonly Change[]): Promise<Change[]> {
  const { connection, adapter, session, engine, signal } = run
  const known = await inTenant(run, (trx) =>
    loadExternalIds(trx, connection.tenant, connection, { externalKind: kind }),
  )
  const seen = new Set(told.flatMap((each) => (each.kind === kind ? [each.externalId] : [])))
  const wanted = known.filter((each) => !seen.has(each))
  if (wanted.length === 0 || adapter.missing === undefined) return []
  await engine.governor.take(session.realm, 1, signal)
  const ids = await adapter.missing(session, kind, wanted)
  return ids.map((externalId) => gone(kind, externalId))
}

function gone(kind: LinkedKind, externalId: string): Change {
  const told = { externalId, changedAt: null, state: 'gone' } as const
  if (kind === 'customer') return { kind, ...told, name: null }
  return kind === 'payment' ? { kind, ...told, payment: null } : { kind, ...told, document: null }
}

/** What came, and what came before and waits; what came counts. */
function incomingFrom({ changes, unreadable }: Changes, waiting: readonly Observation[]): Incoming[] {
  const known = new Map(waiting.map((each) => [keyOfRef(each), each]))
  const came: Incoming[] = [
    ...changes.map((change): Incoming => ({ kind: 'change', change, known: null })),
    ...unreadable.map((each): Incoming => ({ kind: 'unreadable', unreadable: each, known: null })),
  ]
  const told = new Map(came.map((each) => [keyOfRef(refOf(each)), each]))
  const again = waiting.flatMap((each): Incoming[] =>
    each.change === null || told.has(keyOfRef(each))
      ? []
      : [{ kind: 'change', change: each.change, known: each }],
  )
  // Of one that came twice, readable and not, the last look counts.
  return [...[...told].map(([key, each]) => ({ ...each, known: known.get(key) ?? null })), ...again]
}

function statsOf(changes: Changes, counts: InboundCounts): Record<string, unknown> {
  const of = (kind: Change['kind']) => changes.changes.filter((each) => each.kind === kind).length
  const told = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  return {
    ...told,
    ...(changes.changes.length === 0 ? {} : { changes: changes.changes.length, payments: of('payment') }),
    ...(of('refund') === 0 ? {} : { refunds: of('refund') }),
    ...(changes.unreadable.length === 0 ? {} : { unreadable: changes.unreadable.length }),
    ...(changes.truncated.length === 0 ? {} : { truncated: changes.truncated }),
    ...(changes.gap === null ? {} : { gapClosed: changes.gap }),
  }
}
