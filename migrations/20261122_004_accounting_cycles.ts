import type { Knex } from 'knex'
import * as cycles from '../packages/accounting-sync/src/postgres/tables/004-cycles.ts'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The accounting sync: every run. */
export const up = (db: Knex): Promise<void> => cycles.up(db, protectTenantTable)

export const down = (db: Knex): Promise<void> => cycles.down(db)
