import type { Knex } from 'knex'
import * as arrivals from './030-arrivals.ts'
import * as connections from './001-connections.ts'
import * as cycles from './004-cycles.ts'
import * as firstExports from './020-first-exports.ts'
import * as lanes from './005-lanes.ts'
import * as ledger from './003-ledger.ts'
import * as observations from './010-observations.ts'
import * as operations from './002-operations.ts'
import * as sentThere from './040-sent-there.ts'
import type { Protect } from './protect.ts'

export type { Protect, Right } from './protect.ts'

/**
 * The module's tables, step by step in the order of their creation, for hosts that keep migrations: a step that
 * has landed never changes. None points at a table of the host.
 */
export const tables = {
  connections,
  operations,
  ledger,
  cycles,
  lanes,
  observations,
  firstExports,
  arrivals,
  sentThere,
} as const

/** All of them at once, each handed to the host as soon as it is there, and all or none. */
export async function createTables(db: Knex, protect: Protect): Promise<void> {
  await db.transaction(async (trx) => {
    for (const step of Object.values(tables)) await step.up(trx, protect)
  })
}

/** With all that is in them. */
export async function dropTables(db: Knex): Promise<void> {
  await db.transaction(async (trx) => {
    for (const step of Object.values(tables).toReversed()) await step.down(trx)
  })
}
