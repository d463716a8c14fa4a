import type { SyncHost } from '../host.ts'
import type { MemoryPayments } from './memory-payments.ts'

type InTenant = SyncHost['transactions']['inTenant']

/** Books in memory are undone with the transaction that fails, as others are by their database. */
export const undoneWith =
  ({ receipts }: MemoryPayments, inTenant: InTenant): InTenant =>
  async (tenant, work) => {
    const before = [...receipts]
    try {
      return await inTenant(tenant, work)
    } catch (error) {
      receipts.clear()
      for (const [id, receipt] of before) receipts.set(id, receipt)
      throw error
    }
  }
