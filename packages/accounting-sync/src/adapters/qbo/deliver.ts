import { z } from 'zod'
import type { Found, FrozenWrite, OutgoingFrame, Outcome, Session } from '../../adapter.ts'
import { withConsumed } from './consumed.ts'
import { entityOf, foundOf } from './entities.ts'
import { goneAs } from './gone.ts'
import { faultIn, type Fault } from './faults.ts'
import { ask, SAYS_NOTHING, type Answer, type Outside } from './http.ts'
import { withFreshToken } from './fresh-token.ts'
import { goneFor, readBeforeVoid, saysDeleted, voidsDocument } from './void.ts'

/** One write is a call of its own, which is answered sooner; many travel in a batch. */
export async function deliver(outside: Outside, session: Session, frame: OutgoingFrame): Promise<Outcome[]> {
  const [first, ...others] = frame.writes
  if (first === undefined) return []
  const outcomes =
    others.length === 0
      ? [await deliverOne(outside, session, frame.requestId, first)]
      : await deliverMany(outside, session, frame)
  for (const [at, write] of frame.writes.entries()) {
    const outcome = outcomes[at]
    if (outcome?.kind === 'refused' && isReadOnce(write, outcome))
      outcomes[at] = await onceMore(outside, session, `${frame.requestId}-${at}`, write, outcome)
  }
  return await withConsumed(outside, session, frame.writes, outcomes)
}

type Refused = Extract<Outcome, { kind: 'refused' }>

/** What is to be void and cannot be found may be gone, which is what was meant. */
const isReadOnce = (write: FrozenWrite, { code }: Refused): boolean =>
  code === 'stale' || (code === 'not_found' && voidsDocument(write))

/** Somebody touched it since we knew its token: it is read once, and the write tried again. */
async function onceMore(
  outside: Outside,
  session: Session,
  requestId: string,
  write: FrozenWrite,
  refused: Refused,
): Promise<Outcome> {
  await session.turn?.()
  if (voidsDocument(write)) {
    const read = await readBeforeVoid(outside, session, write, refused)
    if (!('again' in read)) return read
    await session.turn?.()
    return await deliverOne(outside, session, requestId, read.again)
  }
  const fresh = await withFreshToken(outside, session, write)
  if (fresh === null) return refused
  await session.turn?.()
  return await deliverOne(outside, session, requestId, fresh)
}

async function deliverOne(
  outside: Outside,
  session: Session,
  requestId: string,
  write: FrozenWrite,
): Promise<Outcome> {
  const answer = await ask(outside, session, {
    method: 'POST',
    path: entityOf(write.kind).toLowerCase(),
    query: { requestid: requestId, ...operationOf(write) },
    body: write.body,
    writes: true,
  })
  return 'fault' in answer
    ? refused(write, answer.fault, answer.trace)
    : outcomeIn(write, answer.body, answer.trace)
}

/** Invoices have an operation for being voided; payments are updated so that they are. */
function operationOf({ kind, action }: FrozenWrite): Record<string, string> {
  if (action === 'create') return {}
  return kind === 'payment' && action === 'void'
    ? { operation: 'update', include: 'void' }
    : { operation: action }
}

/** Their ids within a batch may have ten characters, so they are places in it. */
async function deliverMany(outside: Outside, session: Session, frame: OutgoingFrame): Promise<Outcome[]> {
  // Put together as text: each body leaves byte for byte as it was frozen.
  const items = frame.writes.map(
    (write, at) => `{"bId":"${at}",${batchOperation(write)},"${entityOf(write.kind)}":${write.body}}`,
  )
  const answer = await ask(outside, session, {
    method: 'POST',
    path: 'batch',
    query: { requestid: frame.requestId },
    body: `{"BatchItemRequest":[${items.join(',')}]}`,
    writes: true,
  })
  const { trace } = answer
  if ('fault' in answer) return frame.writes.map((write) => refused(write, answer.fault, trace))
  const byId = itemsIn(answer)
  return frame.writes.map((write, at) => {
    const item = byId.get(String(at))
    if (item === undefined) return { kind: 'unknown', detail: 'The answer does not speak of it.', trace }
    const fault = faultIn(item)
    return fault === undefined ? outcomeIn(write, item, trace) : refused(write, fault, trace)
  })
}

const batchOperation = ({ kind, action }: FrozenWrite): string =>
  kind === 'payment' && action === 'void'
    ? '"operation":"update","optionsData":"void"'
    : `"operation":"${action}"`

/** In whatever order they come, and whoever is missing. */
function itemsIn(answer: Answer & { body: object }): ReadonlyMap<string, object> {
  const read = batchAnswer.safeParse(answer.body)
  return new Map(read.success ? read.data.BatchItemResponse.map((each) => [each.bId, each]) : [])
}

const batchAnswer = z.looseObject({ BatchItemResponse: z.array(z.looseObject({ bId: z.string() })) })

function refused(write: FrozenWrite, fault: Fault, trace: string | null): Outcome {
  const { action } = write
  const detail = `${fault.number} ${fault.detail}`
  // What is to be void, or taken off, is as it was meant when there is nothing left of it.
  if (fault.code === 'not_found' && isToGo(write)) return { kind: 'written', object: goneAs(write), trace }
  if (SAYS_NOTHING.has(fault.code)) return { kind: 'unknown', detail, trace }
  // What is made anew cannot itself be missing: it is something that it names.
  const code = fault.code === 'not_found' && action === 'create' ? 'reference_inactive' : fault.code
  return { kind: 'refused', code, detail, trace }
}

const isToGo = ({ kind, action, takesOff }: FrozenWrite): boolean =>
  takesOff !== undefined || (kind === 'payment' && action === 'void')

const leftOf = (write: FrozenWrite): Found => (voidsDocument(write) ? goneFor(write) : goneAs(write))

function outcomeIn(write: FrozenWrite, answer: object, trace: string | null): Outcome {
  const { kind, action } = write
  const told: unknown = Reflect.get(answer, entityOf(kind))
  const object = action === 'delete' && saysDeleted(told) ? leftOf(write) : foundOf(kind, told)
  return object === undefined
    ? { kind: 'unknown', detail: 'The answer cannot be read.', trace }
    : { kind: 'written', object, trace }
}
