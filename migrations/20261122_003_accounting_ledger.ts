import type { Knex } from 'knex'
import * as ledger from '../packages/accounting-sync/src/postgres/tables/003-ledger.ts'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The accounting sync: what of ours is what of theirs. */
export const up = (db: Knex): Promise<void> => ledger.up(db, protectTenantTable)

export const down = (db: Knex): Promise<void> => ledger.down(db)
