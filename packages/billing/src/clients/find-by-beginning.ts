import type { Transaction } from '@tieout/platform'
import type { Knex } from 'knex'
import { endOfPrefix, nameKey } from './search-keys.ts'

/** Rows that are found by a text of their own, such as a number, or by the name of their client. */
export interface Searched {
  table: string
  id: string
  clientId: string
  /** As in its index. */
  text: string
}

/** What somebody typed into the search of a list, and what begins with it. */
export interface Beginning {
  typed: string
  ids: string[]
  clientIds: string[]
}

/**
 * Few are named to the planner, who then knows how few rows to expect; many are not. It guesses badly how many
 * texts lie in a short range, and would rather read the whole list in its order than look for ten of them.
 */
const MOST_NAMED = 500

/** Two statements, each as short as its index and its limit make it. */
export async function readBeginning(
  trx: Transaction,
  typed: string | undefined,
  { table, id, text }: Searched,
): Promise<Beginning | undefined> {
  if (!typed) return undefined
  const ranges = rangesOf(typed).map((range) =>
    trx(table)
      .select({ id })
      .whereRaw(`${text} >= ? and ${text} < ?`, range)
      .orderByRaw(`${text}, ${id}`)
      .limit(MOST_NAMED + 1),
  )
  const ids: string[] = await trx.from(trx.unionAll(ranges, true).as('found')).orderBy('id').pluck('id')
  // Nothing is left of a lone accent, and every name begins with nothing.
  if (nameKey(typed) === '') return { typed, ids, clientIds: [] }
  const clients = clientsCalled(trx, typed)
    .orderBy(['name_key', 'client_id'])
    .limit(MOST_NAMED + 1)
  return { typed, ids, clientIds: await clients.pluck('client_id') }
}

export function whereBegins(
  trx: Transaction,
  query: Knex.QueryBuilder,
  { typed, ids, clientIds }: Beginning,
  { id, clientId, text }: Searched,
): void {
  query.where((either) => {
    either.whereRaw(`${id} = any (?::uuid[])`, [ids.slice(0, MOST_NAMED)])
    if (ids.length > MOST_NAMED) {
      for (const range of rangesOf(typed)) either.orWhereRaw(`(${text} >= ? and ${text} < ?)`, range)
    }
    if (clientIds.length > MOST_NAMED)
      either.orWhereRaw(`${clientId} = any (array(?))`, [clientsCalled(trx, typed)])
    else if (clientIds.length > 0) either.orWhereRaw(`${clientId} = any (?::uuid[])`, [clientIds])
  })
}

/** Ranges, because under row-level security no index serves a LIKE; numbers and references mostly are in capitals. */
const rangesOf = (typed: string) =>
  [...new Set([typed, typed.toUpperCase()])].map((start) => [start, endOfPrefix(start)])

function clientsCalled(trx: Transaction, typed: string): Knex.QueryBuilder {
  const name = nameKey(typed)
  return trx('clients')
    .whereRaw('name_key >= ? and name_key < ?', [name, endOfPrefix(name)])
    .select('client_id')
}
