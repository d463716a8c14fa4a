import { z } from 'zod'

/** The last row of a page, as an opaque word that leads on from there. */
export const cursorOf = (at: string, id: string): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url')

const place = z.tuple([z.iso.datetime({ offset: true }), z.uuid()])

/** Where to go on; what is no cursor of ours begins at the front. */
export function placeIn(cursor: string | undefined): { at: string; id: string } | null {
  if (cursor === undefined) return null
  const read = place.safeParse(jsonIn(Buffer.from(cursor, 'base64url').toString()))
  return read.success ? { at: read.data[0], id: read.data[1] } : null
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A page was read with one row more than it shows: whether there is another is known without counting. */
export function pageFrom<Row, View>(
  rows: readonly Row[],
  limit: number,
  view: (row: Row) => View,
  cursor: (row: Row) => string,
): { items: View[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(view),
    nextCursor: rows.length > limit && last !== undefined ? cursor(last) : null,
  }
}
