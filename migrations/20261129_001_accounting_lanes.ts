import type { Knex } from 'knex'
import * as lanes from '../packages/accounting-sync/src/postgres/tables/005-lanes.ts'

/** The accounting sync: a lane for what a person waits for, a fresh catalogue, batches that know their documents. */
export const up = (db: Knex): Promise<void> => lanes.up(db)

export const down = (db: Knex): Promise<void> => lanes.down(db)
