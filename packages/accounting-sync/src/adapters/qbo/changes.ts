import { TransportFailure, type Session } from '../../adapter.ts'
import type { Change, ChangeKind, Changes, UnreadableChange } from '../../changes.ts'
import { changedBetween } from './changes-pages.ts'
import { poll, type Polled } from './changes-poll.ts'
import { readRow } from './changes-rows.ts'
import type { Fault } from './faults.ts'
import type { Outside } from './http.ts'
import { refusedRead } from './query.ts'

/**
 * Everything that changed since, as the service tells it: in one call as a rule. What does not fit is asked
 * for kind by kind, then read page by page up to the moment of the first answer. What is older than polls
 * reach is read in the same way.
 */
export async function fetchChanges(
  outside: Outside,
  session: Session,
  since: string,
  kinds: readonly ChangeKind[],
): Promise<Changes> {
  const all = new Collected()
  const first = await polled(outside, session, kinds, since, all)
  if ('rows' in first && first.isWhole) {
    for (const kind of kinds) all.add(kind, first.rows.get(kind) ?? [])
    return all.upTo(first.asOf)
  }
  if ('fault' in first && isTooOld(first.fault)) return await overGap(outside, session, kinds, since, all)
  const alone = kinds.length === 1 ? [first] : await askedAlone(outside, session, kinds, since, all)
  all.asOf =
    'rows' in first ? first.asOf : (alone.flatMap((each) => ('rows' in each ? each.asOf : []))[0] ?? null)
  for (const [at, kind] of kinds.entries()) {
    const own = alone[at]
    if (own !== undefined) await oneKind(outside, session, kind, since, own, all)
  }
  return all.upTo()
}

async function askedAlone(
  outside: Outside,
  session: Session,
  kinds: readonly ChangeKind[],
  since: string,
  all: Collected,
): Promise<Polled[]> {
  const answers: Polled[] = []
  for (const kind of kinds) answers.push(await polled(outside, session, [kind], since, all))
  return answers
}

const polled = async (
  outside: Outside,
  session: Session,
  kinds: readonly ChangeKind[],
  since: string,
  all: Collected,
): Promise<Polled> => {
  all.calls += 1
  // The first one's turn has come; what follows waits for its own.
  if (all.calls > 1) await session.turn?.()
  return await poll(outside, session, kinds, since)
}

/** A kind that was asked for alone: whole, cut off, or broken by something in it. */
async function oneKind(
  outside: Outside,
  session: Session,
  kind: ChangeKind,
  since: string,
  own: Polled,
  all: Collected,
): Promise<void> {
  if ('fault' in own) {
    if (!BROKEN.has(own.fault.code) || all.asOf === null) throw refused(own.fault)
  } else {
    all.add(kind, own.rows.get(kind) ?? [])
    if (own.isWhole) return
  }
  all.truncated.push(kind)
  all.deletionsHidden.push(kind)
  await pages(outside, session, kind, { from: since, to: all.asOf ?? '' }, all)
}

async function pages(
  outside: Outside,
  session: Session,
  kind: ChangeKind,
  span: { from: string; to: string },
  all: Collected,
): Promise<void> {
  const { rows, lost, calls } = await changedBetween(outside, session, kind, span)
  all.calls += calls
  all.add(kind, rows)
  for (let each = 0; each < lost; each += 1) {
    all.unreadable.push({ kind, externalId: null, why: 'The service cannot give it out.', raw: null })
  }
}

const DAY = 86_400_000
/** A day less than polls reach back, since our clock is not theirs. */
const REACH = 29 * DAY

/** What polls no longer tell is read by time; deletions only as far back as polls go. */
async function overGap(
  outside: Outside,
  session: Session,
  kinds: readonly ChangeKind[],
  since: string,
  all: Collected,
): Promise<Changes> {
  const reachable = new Date(outside.clock.now().getTime() - REACH).toISOString()
  const recent = await polled(outside, session, kinds, reachable, all)
  if ('fault' in recent) throw refused(recent.fault)
  all.asOf = recent.asOf
  all.gap = { from: since, to: recent.asOf }
  for (const kind of kinds) {
    all.add(kind, recent.rows.get(kind) ?? [])
    all.deletionsHidden.push(kind)
    await pages(outside, session, kind, all.gap, all)
  }
  return all.upTo()
}

/** A row that is wrong in itself can break the answer for all of its kind. */
const BROKEN: ReadonlySet<Fault['code']> = new Set(['query_failed', 'answer_too_big'])

const isTooOld = ({ code, detail }: Fault) => code === 'unsupported_operation' && /changedSince/.test(detail)

const refused = (fault: Fault): TransportFailure => refusedRead({ fault, trace: null })

/** What was read so far. A row that comes twice counts as it came last. */
class Collected {
  readonly #changes = new Map<string, Change>()
  readonly unreadable: UnreadableChange[] = []
  readonly truncated: ChangeKind[] = []
  readonly deletionsHidden: ChangeKind[] = []
  gap: Changes['gap'] = null
  asOf: string | null = null
  calls = 0

  add(kind: ChangeKind, rows: readonly unknown[]): void {
    for (const row of rows) {
      const read = readRow(kind, row)
      if ('unreadable' in read) this.#put(read.unreadable)
      else this.#keep(read.change)
    }
  }

  #put(unreadable: UnreadableChange): void {
    const isKnown = this.unreadable.some(
      (each) =>
        each.kind === unreadable.kind &&
        each.externalId !== null &&
        each.externalId === unreadable.externalId,
    )
    if (!isKnown) this.unreadable.push(unreadable)
  }

  #keep(change: Change): void {
    const key = `${change.kind} ${change.externalId}`
    const known = this.#changes.get(key)
    // Pages follow polls, but either may be the older look at a row: the later change is how it stands.
    if (known !== undefined && isLater(known, change)) return
    this.#changes.set(key, change)
  }

  upTo(asOf = this.asOf): Changes {
    if (asOf === null) throw new TransportFailure('down', 'No answer said what time it is.')
    const { unreadable, truncated, deletionsHidden, gap, calls } = this
    return { changes: [...this.#changes.values()], unreadable, asOf, truncated, deletionsHidden, gap, calls }
  }
}

const isLater = (known: Change, change: Change): boolean =>
  known.changedAt !== null && change.changedAt !== null && known.changedAt > change.changedAt
