import type { Knex } from 'knex'
import * as operations from '../packages/accounting-sync/src/postgres/tables/002-operations.ts'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The accounting sync: what is to be done over there, how it is sent, and what came of it. */
export const up = (db: Knex): Promise<void> => operations.up(db, protectTenantTable)

export const down = (db: Knex): Promise<void> => operations.down(db)
