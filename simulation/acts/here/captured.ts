import { recordExternalPayment, type Billing } from '@tieout/billing'
import type { Clock, Database, Ids } from '@tieout/platform'
import type { Captured } from '../../world.ts'

/** What a gateway's webhook leads to in the books of this process: the one write path of money received. */
export const capturedInto =
  (parts: { database: Database; clock: Clock; ids: Ids; billing: Billing }, tenant: string) =>
  async ({ invoiceId, amountMinor, ...payment }: Captured): Promise<void> => {
    const { database, ...books } = parts
    await database.withTenant(tenant, async (trx) => {
      await recordExternalPayment(
        { ...books, tenant, trx },
        {
          ...payment,
          provider: 'stripe',
          amountMinor,
          method: 'card',
          allocations: [{ invoiceId, amountMinor }],
        },
      )
    })
  }
