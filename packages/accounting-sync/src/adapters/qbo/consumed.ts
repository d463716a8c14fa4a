import { z } from 'zod'
import type { FrozenWrite, Outcome, Session } from '../../adapter.ts'
import type { Outside } from './http.ts'
import { queryAll, within } from './query.ts'
import { minorFrom, wireAmount } from './wire.ts'

/** Addresses of a query grow with it, and gateways cut them off. */
const MOST_IN_A_QUERY = 30

/**
 * Refused applications of credit say the same number whatever is wrong with them. Of those alone it is read what is
 * left of the memo and of the invoice: where it is too little, somebody applied it there, or QuickBooks did itself.
 */
export async function withConsumed(
  outside: Outside,
  session: Session,
  writes: readonly FrozenWrite[],
  outcomes: readonly Outcome[],
): Promise<Outcome[]> {
  const refused = writes.filter((write, at) => isApplication(write) && isRuledOut(outcomes[at]))
  if (refused.length === 0) return [...outcomes]
  const memos = await leftOn(outside, session, 'CreditMemo', refused, 1)
  const invoices = await leftOn(outside, session, 'Invoice', refused, 0)
  return outcomes.map((outcome, at) => {
    const write = writes[at]
    if (write === undefined || outcome.kind !== 'refused' || !refused.includes(write)) return outcome
    const [invoiceId = '', memoId = ''] = write.intent.settles ?? []
    const amount = write.intent.lineNetsMinor[0] ?? 0
    const [memo, invoice] = [memos.get(memoId) ?? 0, invoices.get(invoiceId) ?? 0]
    if (memo >= amount && invoice >= amount) return outcome
    const detail = `${outcome.detail} (left of the credit: ${memo}, owed on the invoice: ${invoice}, in minor units)`
    return { ...outcome, code: 'consumed_there', detail }
  })
}

/** As it was prepared: the invoice, then the memo. */
const isApplication = ({ kind, action, intent }: FrozenWrite): boolean =>
  kind === 'payment' && action === 'create' && intent.settlesKinds?.join() === 'invoice,credit_memo'

const isRuledOut = (outcome: Outcome | undefined): boolean =>
  outcome?.kind === 'refused' && outcome.code === 'business_rule'

async function leftOn(
  outside: Outside,
  session: Session,
  entity: 'Invoice' | 'CreditMemo',
  writes: readonly FrozenWrite[],
  place: 0 | 1,
): Promise<Map<string, number>> {
  const ids = [...new Set(writes.flatMap(({ intent }) => intent.settles?.[place] ?? []))]
  const currencies = new Map(writes.map(({ intent }) => [intent.settles?.[place] ?? '', intent.currency]))
  const left = new Map<string, number>()
  for (let start = 0; start < ids.length; start += MOST_IN_A_QUERY) {
    await session.turn?.()
    const where = within('Id', ids.slice(start, start + MOST_IN_A_QUERY))
    for (const { Id, Balance } of await queryAll(outside, session, entity, open, where))
      left.set(Id, minorFrom(Balance ?? 0, currencies.get(Id) ?? ''))
  }
  return left
}

const open = z.looseObject({ Id: z.string(), Balance: wireAmount.nullish() })
