import { z } from 'zod'
import type { FrozenWrite, Intent, Session } from '../../adapter.ts'
import { isAsAgreed } from '../../core/agreed-payment.ts'
import { readRow } from './changes-rows.ts'
import { entityOf } from './entities.ts'
import { ask, type Outside } from './http.ts'

/**
 * The same write with the token as it is now: applying a payment to a document moves that one's token without
 * telling anybody. Nothing of what is meant is in it. Null when it cannot be read, and of a payment when it says
 * something else by now than both sides agreed on: then that is told first, as somebody's work would be undone.
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
  const was = write.takesOff?.was ?? write.was
  if (was !== undefined && !saysStill(was, read.data)) return null
  return { ...write, body: JSON.stringify({ ...body.data, SyncToken: read.data.SyncToken }) }
}

/** As the way in judges it: what counts as no change there is none here, or the two would wait for each other. */
function saysStill(was: Intent, row: unknown): boolean {
  const read = readRow('payment', row)
  return 'change' in read && read.change.kind === 'payment' && isAsAgreed(read.change, was)
}
