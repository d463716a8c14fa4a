import type { Knex } from 'knex'
import * as firstExports from '../packages/accounting-sync/src/postgres/tables/020-first-exports.ts'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The accounting sync: clients that get a customer over there with their first document. */
export const up = (db: Knex): Promise<void> => firstExports.up(db, protectTenantTable)

export const down = (db: Knex): Promise<void> => firstExports.down(db)
