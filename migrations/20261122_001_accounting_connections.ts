import type { Knex } from 'knex'
import * as connections from '../packages/accounting-sync/src/postgres/tables/001-connections.ts'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The accounting sync: which companies are connected. The module brings its tables, the host puts the wall. */
export const up = (db: Knex): Promise<void> => connections.up(db, protectTenantTable)

export const down = (db: Knex): Promise<void> => connections.down(db)
