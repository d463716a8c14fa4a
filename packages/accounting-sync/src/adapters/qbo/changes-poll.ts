import { z } from 'zod'
import type { Session } from '../../adapter.ts'
import { CHANGE_KINDS, type ChangeKind } from '../../changes.ts'
import type { Fault } from './faults.ts'
import { ask, type Outside } from './http.ts'
import { instantIn } from './changes-rows.ts'
import { unreadable } from './query.ts'

export const ENTITY: Record<ChangeKind, string> = {
  customer: 'Customer',
  payment: 'Payment',
  invoice: 'Invoice',
  credit_memo: 'CreditMemo',
  refund: 'RefundReceipt',
}

/** One answer holds so many objects and no more, whichever kinds they are of. */
export const CAP = 1000
const capOf = ({ changesCap = CAP }: Outside): number => changesCap

export type Polled =
  { rows: ReadonlyMap<ChangeKind, readonly unknown[]>; isWhole: boolean; asOf: string } | { fault: Fault }

/** One poll, for as many kinds as one likes. */
export async function poll(
  outside: Outside,
  session: Session,
  kinds: readonly ChangeKind[],
  since: string,
): Promise<Polled> {
  const answer = await ask(outside, session, {
    method: 'GET',
    path: 'cdc',
    query: { entities: kinds.map((each) => ENTITY[each]).join(','), changedSince: since },
    writes: false,
  })
  if ('fault' in answer) return answer
  const read = pollAnswer.safeParse(answer.body)
  const asOf = read.success ? instantIn(read.data.time) : null
  // Without its clock nobody could say how far it was read.
  if (!read.success || asOf === null) throw unreadable(answer.trace)
  const rows = new Map<ChangeKind, unknown[]>()
  let count = 0
  for (const group of read.data.CDCResponse.flatMap((each) => each.QueryResponse ?? [])) {
    for (const kind of CHANGE_KINDS) {
      const own = group[ENTITY[kind]]
      if (own === undefined) continue
      if (!Array.isArray(own)) throw unreadable(answer.trace)
      rows.set(kind, [...(rows.get(kind) ?? []), ...own])
      count += own.length
    }
  }
  return { rows, isWhole: count < capOf(outside), asOf }
}

const pollAnswer = z.looseObject({
  time: z.string(),
  CDCResponse: z.array(z.looseObject({ QueryResponse: z.array(z.looseObject({})).nullish() })),
})
