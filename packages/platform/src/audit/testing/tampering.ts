import type { Knex } from 'knex'
import type { Clock } from '../../clock.ts'
import type { Database } from '../../db/tenancy.ts'
import type { Ids } from '../../ids.ts'
import { systemActor } from '../../testing/index.ts'
import { recordAudit } from '../record.ts'

/** Writes events the way the product does, a second apart. */
export async function recordEvents(
  database: Database,
  ports: { clock: Clock & { advance(seconds: number): void }; ids: Ids },
  tenant: string,
  count: number,
): Promise<void> {
  await database.withTenant(tenant, async (trx) => {
    for (let n = 1; n <= count; n += 1) {
      await recordAudit(trx, ports, tenant, systemActor(tenant, 'import'), 'request-1', {
        action: n % 2 === 0 ? 'client.updated' : 'invoice.finalized',
        entityType: n % 2 === 0 ? 'client' : 'invoice',
        entityId: `entity-${n}`,
        before: { amount: n },
        after: { amount: n + 1 },
        reason: n === 3 ? 'because' : null,
      })
      ports.clock.advance(1)
    }
  })
}

const TABLES = ['audit_events', 'audit_unsealed', 'audit_seals', 'audit_seal_runs']

/** What somebody with the owner's rights can do: take the guards off, change things, put them back. */
export async function tamper(
  owner: Knex,
  change: (trx: Knex.Transaction) => Promise<unknown>,
): Promise<void> {
  await owner.transaction(async (trx) => {
    for (const table of TABLES) {
      await trx.raw('alter table ?? disable trigger user', [table])
      await trx.raw('alter table ?? no force row level security', [table])
    }
    await change(trx)
    for (const table of TABLES) {
      await trx.raw('alter table ?? enable trigger user', [table])
      await trx.raw('alter table ?? force row level security', [table])
    }
  })
}
