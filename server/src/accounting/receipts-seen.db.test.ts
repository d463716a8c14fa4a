import { recordExternalPayment } from '@tieout/billing'
import { testIds } from '@tieout/platform/testing'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { paymentsFor } from './payments.ts'
import { createMoneyWorld, type MoneyWorld } from './testing/money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

it('what was keyed here while a document was waited for is seen to be alike', async () => {
  const [made] = await world.invoices([10_000])
  if (made === undefined) throw new Error('there is one')
  const { invoiceId, clientId } = made
  const { withTenant } = world.test.db.database
  const { tenant } = HARBOR
  const parts = { billing: world.test.host.billing, clock: world.clock, ids: testIds(0x67) }
  const same = { clientId, currency: 'USD', amountMinor: 4_000, reference: 'CHQ 9' }
  let commit = () => {}
  const allowed = new Promise<void>((done) => (commit = done))
  let keyedId = ''
  let isKeyed = () => {}
  const began = new Promise<void>((done) => (isKeyed = done))
  const keyed = withTenant(tenant, async (trx) => {
    const payment = { ...same, provider: 'manual', providerReference: 'at once', method: 'cheque' }
    const allocations = [{ invoiceId, amountMinor: 4_000 }]
    const receipt = await recordExternalPayment(
      { ...parts, trx, tenant },
      { ...payment, paidOn: '2026-03-02', allocations },
    )
    keyedId = receipt.paymentId
    isKeyed()
    await allowed
  })
  await began
  const seen = withTenant(tenant, (trx) =>
    paymentsFor(parts).look(trx, tenant, {
      receiptIds: [],
      documentIds: [invoiceId],
      alike: [{ ...same, key: '77', date: '2026-03-02', documentIds: [invoiceId] }],
    }),
  )
  await vi.waitFor(async () => {
    const { rows } = await world.owner.raw(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    expect(rows[0].waiting).toBe(1)
  })
  commit()
  await keyed
  const { alike, documents } = await seen
  expect(alike).toEqual([{ key: '77', receiptId: keyedId }])
  expect(documents).toMatchObject([{ documentId: invoiceId, balanceDueMinor: 6_000 }])
})
