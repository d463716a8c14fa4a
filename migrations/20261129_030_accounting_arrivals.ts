import type { Knex } from 'knex'
import * as arrivals from '../packages/accounting-sync/src/postgres/tables/030-arrivals.ts'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The accounting sync: what came from over there and what became of it, and which run decided what. */
export const up = (db: Knex): Promise<void> => arrivals.up(db, protectTenantTable)

export const down = (db: Knex): Promise<void> => arrivals.down(db)
