import type { Knex } from 'knex'
import { encodeCursor } from '../contract/paging.ts'
import { positionFrom } from './position.ts'

/** Keyset paging by when a row was made, newest first, its id deciding between equals. */
export async function newestFirst<Row extends { created_at: string }>(
  rows: Knex.QueryBuilder,
  idColumn: keyof Row & string,
  input: { cursor?: string | undefined; limit: number },
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const after = positionFrom(input.cursor, 'instant')
  if (after) void rows.whereRaw(`(created_at, ??) < (?, ?)`, [idColumn, ...after])
  const order = [
    { column: 'created_at', order: 'desc' },
    { column: idColumn, order: 'desc' },
  ]
  const found: Row[] = await rows.orderBy(order).limit(input.limit + 1)
  const shown = found.slice(0, input.limit)
  const last = shown.at(-1)
  const more = found.length > input.limit && last
  return { rows: shown, nextCursor: more ? encodeCursor([last.created_at, String(last[idColumn])]) : null }
}
