import { z } from 'zod'
import type { Session } from '../../adapter.ts'
import type { ErrorCode } from '../../core/errors.ts'
import type { ChangeKind } from '../../changes.ts'
import { ENTITY } from './changes-poll.ts'
import { ask, type Outside } from './http.ts'
import { everyoneOf, quoted, refusedRead, unreadable } from './query.ts'

const PAGE = 1000
/** Rows change while pages are read, and then are gone from the list: the next page begins so many earlier. */
const LAP = 100

export interface Paged {
  rows: unknown[]
  /** Rows that the service itself could not give out. */
  lost: number
  calls: number
}

/** Where the reading is: rows changed at or after `from`, beginning at place `start`, so many at once. */
interface Place {
  from: string
  start: number
  size: number
}

/**
 * Every row of a kind that changed between two moments of the service's clock, both included. A page goes
 * on from the moment at which the one before it ended, since offsets into a list that lives lose rows. One
 * row that breaks its page is narrowed down, and passed over alone.
 */
export async function changedBetween(
  outside: Outside,
  session: Session,
  kind: ChangeKind,
  { from, to }: { from: string; to: string },
): Promise<Paged> {
  const read: Paged = { rows: [], lost: 0, calls: 0 }
  let place: Place | null = { from, start: 1, size: PAGE }
  while (place !== null) {
    read.calls += 1
    const page = await readPage(outside, session, kind, place, to)
    if (page !== null) read.rows.push(...page)
    else if (place.size === 1) read.lost += 1
    place = page === null ? around(place) : after(place, page)
  }
  return read
}

/** Half as much, or the next one when it is this very row. */
const around = ({ from, start, size }: Place): Place =>
  size > 1 ? { from, start, size: Math.ceil(size / 2) } : { from, start: start + 1, size: PAGE }

function after({ from, start, size }: Place, page: readonly unknown[]): Place | null {
  if (page.length < size) return null
  const end = stampOf(page.at(-1))
  const isLater = end !== null && Date.parse(end) > Date.parse(from)
  if (isLater) return { from: end, start: 1, size: PAGE }
  return { from, start: start + Math.max(1, page.length - (size === PAGE ? LAP : 0)), size: PAGE }
}

const stampOf = (row: unknown): string | null => {
  const read = stamped.safeParse(row)
  return read.success && !Number.isNaN(Date.parse(read.data.MetaData.LastUpdatedTime))
    ? read.data.MetaData.LastUpdatedTime
    : null
}

const stamped = z.looseObject({ MetaData: z.looseObject({ LastUpdatedTime: z.string() }) })

const BREAKS: ReadonlySet<ErrorCode> = new Set(['query_failed', 'answer_too_big', 'unknown_error'])

/** Null when something in the page broke it. */
async function readPage(
  outside: Outside,
  session: Session,
  kind: ChangeKind,
  { from, start, size }: Place,
  to: string,
): Promise<unknown[] | null> {
  const time = 'MetaData.LastUpdatedTime'
  const statement = `select * from ${ENTITY[kind]} where ${time} >= ${quoted(from)} and ${time} <= ${quoted(to)}${everyoneOf(kind)} orderby ${time} startposition ${start} maxresults ${size}`
  const question = { method: 'GET', path: 'query', query: { query: statement }, writes: false } as const
  await session.turn?.()
  const answer = await ask(outside, session, question)
  if ('fault' in answer) {
    if (BREAKS.has(answer.fault.code)) return null
    throw refusedRead(answer)
  }
  const read = pageAnswer.safeParse(answer.body)
  const rows = read.success ? (read.data.QueryResponse[ENTITY[kind]] ?? []) : undefined
  if (!Array.isArray(rows)) throw unreadable(answer.trace)
  return rows
}

const pageAnswer = z.looseObject({ QueryResponse: z.looseObject({}) })
