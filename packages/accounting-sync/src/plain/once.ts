import { createHash } from 'node:crypto'
import type { Trx } from '../host.ts'
import { no, type Reply } from './reply.ts'

const TABLE = 'accounting_plain_answered'
const KEPT_DAYS = 1

interface Sending {
  tenant: string
  userId: string
  route: string
  key: string
  input: unknown
  at: Date
}

/**
 * Does it for the first with this key; whoever comes with it again gets the same answer. One that comes while the
 * first is at work waits for it, and is the first if that one fails.
 */
export async function onlyOnce(trx: Trx, sending: Sending, work: () => Promise<Reply>): Promise<Reply> {
  const { tenant, userId, route, key, at } = sending
  const place = { tenant, user_id: userId, route, key }
  const input_hash = createHash('sha256').update(JSON.stringify(sending.input)).digest('hex')
  await trx(TABLE)
    .where({ tenant, user_id: userId })
    .where('answered_at', '<', new Date(at.getTime() - KEPT_DAYS * 86_400_000))
    .delete()
  const first = await trx(TABLE)
    .insert({ ...place, input_hash, answered_at: at })
    .onConflict(['tenant', 'user_id', 'route', 'key'])
    .ignore()
    .returning('key')
  if (first.length === 0) {
    const before = await trx(TABLE).where(place).first('input_hash', 'status', 'body')
    if (before?.input_hash !== input_hash) throw no(422, 'This key was sent with something else.')
    return { status: before.status, body: before.body }
  }
  const reply = await work()
  await trx(TABLE)
    .where(place)
    .update({ status: reply.status, body: JSON.stringify(reply.body) })
  return reply
}
