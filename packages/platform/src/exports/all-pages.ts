import { Problem } from '../problem.ts'

/** As many rows as are read at once; so much larger than a screen's page that a few statements do. */
const ROWS_AT_ONCE = 2000

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/**
 * Everything a keyset list finds, page after page, refused when it is more than `most`: half a file
 * that looks like a whole one is worse than none. `first` is the first page as it came.
 */
export async function readAllPages<T, P extends Page<T>>(
  readPage: (at: { cursor: string | undefined; limit: number }) => Promise<P & Page<T>>,
  most: number,
): Promise<{ first: P; items: P['items'] }> {
  const first = await readPage({ cursor: undefined, limit: ROWS_AT_ONCE })
  const items: P['items'] = [...first.items]
  let cursor = first.nextCursor
  while (cursor !== null) {
    if (items.length >= most) throw tooMany(most)
    const next = await readPage({ cursor, limit: ROWS_AT_ONCE })
    items.push(...next.items)
    cursor = next.nextCursor
  }
  if (items.length > most) throw tooMany(most)
  return { first, items }
}

const tooMany = (most: number) =>
  new Problem({
    code: 'too-many-rows',
    status: 422,
    detail: `That is more than ${most} rows. Narrow the filters and export in parts.`,
    extra: { most },
  })
