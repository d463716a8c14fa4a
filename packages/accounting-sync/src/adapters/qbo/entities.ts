import type { Found } from '../../adapter.ts'
import { foundIfReadable } from './map/found.ts'
import { foundPayment } from './map/payment.ts'

/** What QuickBooks calls the engine's kinds of documents. */
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['invoice', 'Invoice'],
  ['credit_memo', 'CreditMemo'],
  ['payment', 'Payment'],
])

/** Reads an object of a kind in an answer; undefined when it is none that can be read. */
export const foundOf = (kind: string, object: unknown): Found | undefined =>
  kind === 'payment' ? foundPayment(object) : foundIfReadable(object)

export function entityOf(kind: string): string {
  const entity = ENTITIES.get(kind)
  if (entity === undefined) throw new Error(`QuickBooks has no document for ${JSON.stringify(kind)}.`)
  return entity
}
