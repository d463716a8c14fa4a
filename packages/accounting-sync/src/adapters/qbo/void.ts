import { z } from 'zod'
import type { Found, FrozenWrite, Outcome, Session } from '../../adapter.ts'
import { entityOf, foundOf } from './entities.ts'
import { ask, type Outside } from './http.ts'

type Refused = Extract<Outcome, { kind: 'refused' }>

/** A document that is to be void over there; a payment's void is an ordinary change of it. */
export const voidsDocument = ({ kind, action }: FrozenWrite): boolean =>
  kind !== 'payment' && (action === 'void' || action === 'delete')

/**
 * Somebody touched it since its version was agreed on, or it is there no more: it is read once. Money or credit may
 * have been laid upon it, and a void would take that off without a word; so it goes again, as it is now, only when
 * nothing settles it. What is void or gone is as it was meant.
 */
export async function readBeforeVoid(
  outside: Outside,
  session: Session,
  write: FrozenWrite,
  refused: Refused,
): Promise<Outcome | { again: FrozenWrite }> {
  const { Id } = idIn.parse(JSON.parse(write.body))
  const entity = entityOf(write.kind)
  const path = `${entity.toLowerCase()}/${encodeURIComponent(Id)}`
  const answer = await ask(outside, session, { method: 'GET', path, writes: false })
  const { trace } = answer
  if ('fault' in answer) {
    return answer.fault.code === 'not_found' ? { kind: 'written', object: goneFor(write), trace } : refused
  }
  const found = foundOf(write.kind, Reflect.get(answer.body, entity))
  if (found === undefined) return refused
  if (found.voided) return { kind: 'written', object: found, trace }
  const { totalMinor, balanceMinor } = found
  if (balanceMinor === null) return refused
  const amountMinor = totalMinor - balanceMinor
  if (amountMinor !== 0) {
    const detail = `${entity} ${Id} is settled by ${amountMinor} of ${totalMinor} in minor units`
    return { kind: 'refused', code: 'paid_there', detail, trace, amountMinor, ofMinor: totalMinor }
  }
  return { again: { ...write, body: JSON.stringify({ Id, SyncToken: found.version }) } }
}

const idIn = z.looseObject({ Id: z.string() })

/** What is left of a document that was deleted: that it is worth nothing. */
export function goneFor({ body, intent, marker }: FrozenWrite): Found {
  const { Id, SyncToken } = z.looseObject({ Id: z.string(), SyncToken: z.string() }).parse(JSON.parse(body))
  return { ...intent, externalId: Id, version: SyncToken, balanceMinor: 0, marker, voided: true }
}

/** The whole answer to a deletion: it names the document and says that it is deleted. */
export const saysDeleted = (object: unknown): boolean => deleted.safeParse(object).success

const deleted = z.looseObject({ Id: z.string(), status: z.literal('Deleted') })
