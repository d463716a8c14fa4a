import type { AccountingAdapter, Found, Session } from '../../adapter.ts'
import type { Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { renewLease } from '../../postgres/lease.ts'
import type { Lease } from '../../postgres/place.ts'
import type { Engine } from '../engine.ts'
import type { TimeThere } from './time-there.ts'

/** One worker at work for one company, under its lease. */
export interface Run {
  engine: Engine
  adapter: AccountingAdapter
  /** As it stood when the run began, but for facts that were read anew. */
  connection: Connection
  lease: Lease
  session: Session
  signal: AbortSignal
  done: RunCounts
  /** How far it is, for whoever watches. */
  progress(at?: { step: 'outbound' | 'catalogue'; [detail: string]: unknown }): Promise<void>
  /** When the closing date was last asked for because a document met it, and what came of that. */
  periodAskedAt: number | null
  periodAnswer?: Promise<void>
  /** When its lease was taken, or last made longer. */
  leaseKeptAt: Date
  /** Null until a poll was answered. */
  timeThere: TimeThere | null
  /** Where the cursor will stand: what changed before that is not told again. */
  toldUpTo: string | null
  /** There may be frames without an answer. */
  framesLeft: boolean
  /** What this run's poll told of documents that bear our mark, by kind and mark: some may be what has no answer. */
  marked: Map<string, Found>
  /** Payments of ours that came out otherwise than they were meant, or were changed there since they were told of. */
  differing: Set<string>
}

export interface RunCounts {
  exported: number
  adopted: number
  drifted: number
  failed: number
  putBack: number
  held: number
  /** Sent, and nobody knows what came of it. */
  unanswered: number
  customersCreated: number
  /** Read anew, for whoever maps. */
  catalogueEntries: number
}

export const noCounts = (): RunCounts => ({
  exported: 0,
  adopted: 0,
  drifted: 0,
  failed: 0,
  putBack: 0,
  held: 0,
  unanswered: 0,
  customersCreated: 0,
  catalogueEntries: 0,
})

/** Somebody else took the lease: whatever this one does would be thrown away. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

/** Longer than any call may take, so that nobody takes over while an answer is on its way. */
const LEASE_SECONDS = 300

const leaseMilliseconds = ({ config }: Engine) => (config.leaseSeconds ?? LEASE_SECONDS) * 1000

export const leaseEnd = (engine: Engine): Date =>
  new Date(engine.host.clock.now().getTime() + leaseMilliseconds(engine))

export const inTenant = <T>({ engine, connection }: Run, work: (trx: Trx) => Promise<T>): Promise<T> =>
  engine.host.transactions.inTenant(connection.tenant, work)

export async function keepLease(run: Run, trx: Trx): Promise<void> {
  const { engine, connection, lease } = run
  const now = engine.host.clock.now()
  const until = leaseEnd(engine)
  if (!(await renewLease(trx, connection.tenant, lease, until))) throw new LeaseLost('the lease is another’s')
  run.leaseKeptAt = now
}

/** More than half of it has passed: what is begun now may not come to its end under it. */
export const isLeaseOld = ({ engine, leaseKeptAt }: Run): boolean =>
  engine.host.clock.now().getTime() - leaseKeptAt.getTime() > leaseMilliseconds(engine) / 2
