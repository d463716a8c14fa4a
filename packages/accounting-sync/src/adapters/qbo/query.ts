import { z } from 'zod'
import { TransportFailure, type Session } from '../../adapter.ts'
import type { ChangeKind } from '../../changes.ts'
import { ask, type Outside } from './http.ts'

/** The most that one query gives. */
const PAGE = 1000

/** A text inside a query. The backslash goes first, or it would escape what follows it. */
export const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** `CustomerRef IN ('1','2')` */
export const within = (property: string, values: readonly string[]): string =>
  `${property} IN (${values.map(quoted).join(',')})`

/** Whoever is out of use is left out of an answer, unless he is asked for. */
export const everyoneOf = (kind: ChangeKind): string =>
  kind === 'customer' ? ' and Active IN (true,false)' : ''

/** Every row, page by page. Pages are cut by id: an order that writes can change would lose rows between pages. */
export async function queryAll<T>(
  outside: Outside,
  session: Session,
  entity: string,
  row: z.ZodType<T>,
  where: string | null = null,
): Promise<T[]> {
  const rows: T[] = []
  const known = new Set<string>()
  for (let start = 1; ; start += PAGE) {
    if (start > 1) await session.turn?.()
    const page = await queryPage(outside, session, entity, row, where, start)
    for (const each of page) {
      // Pages are offsets into a list that lives: a row can come again on the next one.
      if (known.has(each.id)) continue
      known.add(each.id)
      rows.push(each.row)
    }
    if (page.length < PAGE) return rows
  }
}

async function queryPage<T>(
  outside: Outside,
  session: Session,
  entity: string,
  row: z.ZodType<T>,
  where: string | null,
  start: number,
): Promise<{ id: string; row: T }[]> {
  const filter = where === null ? '' : ` where ${where}`
  const statement = `select * from ${entity}${filter} orderby Id startposition ${start} maxresults ${PAGE}`
  const answer = await ask(outside, session, {
    method: 'GET',
    path: 'query',
    query: { query: statement },
    writes: false,
  })
  if ('fault' in answer) throw refusedRead(answer)
  const read = queryAnswer.safeParse(answer.body)
  const rows = read.success ? z.array(withId).safeParse(read.data.QueryResponse[entity] ?? []) : read
  if (!rows.success) throw unreadable(answer.trace)
  return rows.data.map((each) => {
    const parsed = row.safeParse(each)
    if (!parsed.success) throw unreadable(answer.trace)
    return { id: each.Id, row: parsed.data }
  })
}

/** A query is no write of anybody's: that it is refused means that nothing can be read for now. */
export const refusedRead = (answer: {
  fault: { code: TransportFailure['code']; detail: string }
  trace: string | null
}) =>
  new TransportFailure('down', `QuickBooks refused to be read: ${answer.fault.detail}`, {
    trace: answer.trace,
    code: answer.fault.code,
  })

export const unreadable = (trace: string | null) =>
  new TransportFailure('down', 'QuickBooks gave an answer that cannot be read.', {
    trace,
    code: 'unreadable_answer',
  })

const withId = z.looseObject({ Id: z.string() })
const queryAnswer = z.looseObject({ QueryResponse: z.looseObject({}) })
