import { z } from 'zod'
import { decodeCursor } from '../contract/paging.ts'
import { instantText, uuid } from '../contract/text.ts'
import { badInput } from '../problem.ts'

const shapes = {
  text: z.tuple([z.string(), uuid]),
  instant: z.tuple([instantText, uuid]),
}

/** The last row of the page before, as sort value and id; a cursor that is none of ours is bad input. */
export function positionFrom(cursor: string | undefined, kind: keyof typeof shapes): [string, string] | null {
  if (cursor === undefined) return null
  const parsed = shapes[kind].safeParse(decodeCursor(cursor))
  // Text that Postgres cannot hold would otherwise come back as a fault of ours.
  if (!parsed.success || parsed.data[0].includes('\u0000')) throw badInput('The cursor is not one of ours.')
  return parsed.data
}
