import { badInput } from '@tieout/platform'
import { decodeCursor } from '@tieout/platform/contract'
import type { z } from 'zod'

/** Where a page goes on; refused when it is no place in this list. */
export function readCursor<S extends z.ZodType>(cursor: string, place: S): z.output<S> {
  const parsed = place.safeParse(decodeCursor(cursor))
  if (parsed.success) return parsed.data
  const message = 'is no cursor of this list'
  throw badInput(`cursor: ${message}`, [{ field: 'cursor', reason: 'invalid', message }])
}
