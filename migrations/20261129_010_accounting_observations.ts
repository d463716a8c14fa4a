import type { Knex } from 'knex'
import * as observations from '../packages/accounting-sync/src/postgres/tables/010-observations.ts'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** The accounting sync: what came from over there and could not be applied. */
export const up = (db: Knex): Promise<void> => observations.up(db, protectTenantTable)

export const down = (db: Knex): Promise<void> => observations.down(db)
