import { expect } from 'vitest'
import { COMPANY } from './accounting-host.ts'
import type { Both, MoneyWorld } from './money-world.ts'

export interface Keyed {
  paymentId: string
  allocations: { allocationId: string; invoiceId: string }[]
}

/** A person takes a payment here. */
export async function keyed(
  world: MoneyWorld,
  on: readonly [Both, number][],
  total?: number,
  more: object = {},
): Promise<Keyed> {
  const allocations = on.map(([each, amountMinor]) => ({ invoiceId: each.invoiceId, amountMinor }))
  const amountMinor = total ?? allocations.reduce((sum, each) => sum + each.amountMinor, 0)
  const answer = await world.bill.ask('POST', '/payments').send({
    idempotencyKey: crypto.randomUUID(),
    clientId: world.clients[0]?.id,
    paidOn: '2026-03-02',
    currency: 'USD',
    amountMinor,
    method: 'cheque',
    allocations,
    ...more,
  })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

export const operationsOf = (world: MoneyWorld, { paymentId }: Keyed) =>
  world.owner('accounting_sync_operations').where({ alga_entity_id: paymentId }).orderBy('created_at')

/** The payments over there that bear our mark. */
export const thereOf = ({ sandbox }: MoneyWorld, { paymentId }: Keyed) =>
  [...sandbox.company(COMPANY.realmId).tables.Payment.rows.values()].filter((row) =>
    String(row['PrivateNote']).includes(paymentId),
  )
