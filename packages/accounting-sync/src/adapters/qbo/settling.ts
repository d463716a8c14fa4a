import { z } from 'zod'
import type { Session } from '../../adapter.ts'
import type { DocumentKind, PaymentChange } from '../../changes.ts'
import { ENTITY } from './changes-poll.ts'
import { readRow } from './changes-rows.ts'
import type { Outside } from './http.ts'
import { queryAll, within } from './query.ts'

/** A person reads them in a sentence, and addresses of a query grow with the ids in them. */
const MOST = 30

/** The payments that a document names as its own, money and applied credit alike. What cannot be read is left out. */
export async function settling(
  outside: Outside,
  session: Session,
  kind: DocumentKind,
  externalId: string,
): Promise<PaymentChange[]> {
  const [document] = await queryAll(outside, session, ENTITY[kind], linking, within('Id', [externalId]))
  const ids = (document?.LinkedTxn ?? []).flatMap((each) => (each.TxnType === 'Payment' ? each.TxnId : []))
  if (ids.length === 0) return []
  await session.turn?.()
  const where = within('Id', [...new Set(ids)].slice(0, MOST))
  const rows = await queryAll(outside, session, ENTITY.payment, z.looseObject({}), where)
  return rows.flatMap((row) => {
    const read = readRow('payment', row)
    return 'change' in read && read.change.kind === 'payment' ? [read.change] : []
  })
}

const linking = z.looseObject({
  LinkedTxn: z.array(z.looseObject({ TxnId: z.string(), TxnType: z.string() })).nullish(),
})
