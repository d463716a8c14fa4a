import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import { conflict } from '../problem.ts'
import type { RetentionTask } from '../settings/retention.ts'
import type { SystemActor, UserActor } from './actor.ts'

export interface Sending {
  tenant: string
  command: string
  /** Made up by the sender, and the same each time this is sent. */
  idempotencyKey: string
  actor: UserActor | SystemActor
  input: unknown
}

/**
 * Does the work for the first that comes with a key; everybody after gets the same answer. The key is
 * claimed in the transaction of the work: of two at the same instant the second waits here until the
 * first is done, and a refusal leaves nothing behind, so that what was put right can be sent again.
 */
export async function answerOnce(
  trx: Transaction,
  clock: Clock,
  sending: Sending,
  work: () => Promise<unknown>,
): Promise<unknown> {
  const { tenant, command, idempotencyKey } = sending
  const place = { tenant, command, idempotency_key: idempotencyKey }
  const fingerprint = fingerprintOf(sending)
  const claimed = await trx('answered_commands')
    .insert({ ...place, fingerprint, answered_at: clock.now() })
    .onConflict(['tenant', 'command', 'idempotency_key'])
    .ignore()
    .returning('command')
  if (claimed.length === 0) {
    const first = await trx('answered_commands').where(place).first('fingerprint', 'answer')
    if (first?.fingerprint !== fingerprint) throw sentDifferently()
    return first.answer
  }
  const answer = await work()
  await trx('answered_commands')
    .where(place)
    .update({ answer: JSON.stringify(answer) })
  return answer
}

/** Longer than a form stays open and a program goes on trying. */
const DAYS_REMEMBERED = 7

export const forgetAnswers: RetentionTask = {
  name: 'answers',
  days: DAYS_REMEMBERED,
  async run(trx, tenant, before) {
    await trx('answered_commands').where({ tenant }).where('answered_at', '<', before).delete()
  },
}

/** Who asked for what. Somebody else with the same key must not be told what was answered here. */
function fingerprintOf({ actor, input }: Sending): string {
  const who = actor.kind === 'user' ? actor.userId : actor.name
  return createHash('sha256')
    .update(JSON.stringify([actor.kind, who, input]))
    .digest('hex')
}

const sentDifferently = () =>
  conflict(
    'sent-differently',
    'This has been received before, with another content. Nothing was changed now.',
  )
