import { z } from 'zod'
import type { FrozenWrite, Session } from '../../adapter.ts'
import { differences } from '../../core/settle.ts'
import { entityOf, foundOf } from './entities.ts'
import { ask, type Outside } from './http.ts'

/**
 * The same write with the token as it is now: applying a payment to a document moves that one's token without
 * telling anybody. Nothing of what is meant is in it. Null when it cannot be read, and of what takes a part off
 * when it says something else by now than both sides agreed on: then that is told first.
 */
export async function withFreshToken(
  outside: Outside,
  session: Session,
  write: FrozenWrite,
): Promise<FrozenWrite | null> {
  const body = z.looseObject({ Id: z.string() }).safeParse(JSON.parse(write.body))
  if (!body.success) return null
  const entity = entityOf(write.kind)
  const path = `${entity.toLowerCase()}/${encodeURIComponent(body.data.Id)}`
  const answer = await ask(outside, session, { method: 'GET', path, writes: false })
  if ('fault' in answer) return null
  const read = z.looseObject({ SyncToken: z.string() }).safeParse(Reflect.get(answer.body, entity))
  if (!read.success) return null
  if (write.takesOff !== undefined) {
    const found = foundOf(write.kind, read.data)
    if (found === undefined || differences(write.takesOff.was, found).length > 0) return null
  }
  return { ...write, body: JSON.stringify({ ...body.data, SyncToken: read.data.SyncToken }) }
}
