import type { Knex } from 'knex'
import { z } from 'zod'

const tenantId = z.uuid()

export type Transaction = Knex.Transaction

/** The only two ways to the data. Every transaction is either one tenant's or the system's. */
export interface Database {
  /** Opens a transaction that sees and writes the rows of this tenant alone. */
  withTenant<T>(tenant: string, work: (trx: Transaction) => Promise<T>): Promise<T>
  /**
   * Opens a transaction across tenants, as a role that may touch only the tables listed in
   * system-access.ts: sign-in, webhooks, sweeps for due work, an operator's view.
   */
  withSystem<T>(work: (trx: Transaction) => Promise<T>): Promise<T>
  /** Is the database answering? */
  ping(): Promise<void>
  close(): Promise<void>
}

export interface Pools {
  app: Knex
  system: Knex
}

export function createDatabase(pools: Pools): Database {
  return {
    async withTenant(tenant, work) {
      const parsed = tenantId.safeParse(tenant)
      if (!parsed.success) throw new Error('withTenant needs a tenant id')
      return await pools.app.transaction(async (trx) => {
        await trx.raw(`select set_config('app.tenant', ?, true)`, [parsed.data])
        return await work(trx)
      })
    },
    async withSystem(work) {
      return await pools.system.transaction(work)
    },
    async ping() {
      await pools.app.raw('select 1')
    },
    async close() {
      await Promise.all([pools.app.destroy(), pools.system.destroy()])
    },
  }
}
