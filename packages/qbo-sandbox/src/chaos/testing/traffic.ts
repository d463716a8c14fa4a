import type { JsonObject } from '../../json.ts'
import { seededRandom, type Random } from '../../ports.ts'
import { between, oneOf } from '../dice.ts'
import { customer, invoice, poll, REALM, SECOND, type Answer, type Client } from './client.ts'

/** How a call ended for the client: an answer, or the way in which none came. */
export type Outcome = Answer | { lost: string }

const KINDS = ['customer', 'invoice', 'payment', 'creditmemo', 'journalentry', 'item', 'deposit']

/** A client that does this and that in the company, as chance has it, and keeps its token alive. */
export function traffic(client: Client, seed: number) {
  const random = seededRandom(seed)
  const rowOf = (kind: 'Customer' | 'Invoice' | 'Payment'): JsonObject => {
    const rows = [...client.sandbox.company(REALM).tables[kind].rows.values()]
    const active = rows.filter((each) => each['Active'] !== false)
    return active.length === 0 ? {} : oneOf(random, active)
  }
  const call = async (): Promise<Outcome> => {
    const { path, body } = oneOf(random, CALLS)(random, rowOf)
    const marked = random.next() < 0.5 || body === undefined ? path : withRequestId(path, random)
    try {
      return body === undefined ? await client.get(marked) : await client.post(marked, body)
    } catch (error) {
      return { lost: (error as Error).message }
    }
  }
  return {
    /** One call, a few seconds after the last. */
    async step(): Promise<Outcome> {
      client.clock.advance(between(random, 0, 20) * SECOND)
      const outcome = await call()
      if ('status' in outcome && outcome.status === 401) await client.connect()
      return outcome
    },
  }
}

type Draw = (
  random: Random,
  rowOf: (kind: 'Customer' | 'Invoice' | 'Payment') => JsonObject,
) => { path: string; body?: JsonObject }

const since = (random: Random) => Date.parse('2026-11-21T19:00:00Z') + between(random, 0, 60) * 60_000

const stamp = ({ Id, SyncToken }: JsonObject) => ({ Id, SyncToken, sparse: true })

const of = ({ Id }: JsonObject): JsonObject => ({ CustomerRef: { value: Id } })

const amount = (random: Random) => between(random, 1, 100_000) / 100

const CALLS: readonly Draw[] = [
  (random) => ({ path: 'customer', body: customer(`Client ${between(random, 1, 10_000)}`) }),
  (random, rowOf) => ({ path: 'invoice', body: invoice(amount(random), of(rowOf('Customer'))) }),
  (random, rowOf) => {
    const numbered = { ...of(rowOf('Customer')), DocNumber: `N${between(random, 1, 200)}` }
    return { path: 'invoice', body: invoice(amount(random), numbered) }
  },
  (random, rowOf) => ({ path: 'creditmemo', body: invoice(amount(random), of(rowOf('Customer'))) }),
  (random, rowOf) => {
    const paper = rowOf('Invoice')
    const Amount = Math.min(amount(random), Number(paper['Balance'] ?? 0))
    const Line = Amount > 0 ? [{ Amount, LinkedTxn: [{ TxnId: paper['Id'], TxnType: 'Invoice' }] }] : []
    const body = { CustomerRef: paper['CustomerRef'] ?? { value: '1' }, TotalAmt: Amount, Line }
    return { path: 'payment', body }
  },
  (random, rowOf) => ({
    path: 'customer',
    body: { ...stamp(rowOf('Customer')), GivenName: `G${between(random, 1, 9)}` },
  }),
  (random, rowOf) => ({
    path: 'invoice',
    body: { ...stamp(rowOf('Invoice')), PrivateNote: `P${between(random, 1, 9)}` },
  }),
  (_, rowOf) => ({ path: 'invoice?operation=void', body: stamp(rowOf('Invoice')) }),
  (_, rowOf) => ({ path: 'payment?operation=delete', body: stamp(rowOf('Payment')) }),
  (_, rowOf) => ({ path: 'payment?operation=update&include=void', body: stamp(rowOf('Payment')) }),
  (random) => ({ path: 'batch', body: { BatchItemRequest: items(random) } }),
  (random) => ({ path: poll('Customer,Invoice,Payment,Account', since(random)) }),
  (random) => ({ path: `query?query=${encodeURIComponent(`select * from ${oneOf(random, KINDS)}`)}` }),
  (random) => ({ path: `${oneOf(random, KINDS)}/${between(random, 1, 60)}` }),
]

const items = (random: Random): JsonObject[] =>
  Array.from({ length: between(random, 1, 6) }, (_, at) => ({
    bId: `b${at}`,
    operation: 'create',
    ...(random.next() < 0.5
      ? { Invoice: invoice(amount(random)) }
      : { Customer: customer(`Batch ${between(random, 1, 10_000)}`) }),
  }))

const withRequestId = (path: string, random: Random) =>
  `${path}${path.includes('?') ? '&' : '?'}requestid=r${between(random, 1, 400)}`
