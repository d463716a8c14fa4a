import * as connections from './001-connections.ts'
import * as cycles from './004-cycles.ts'
import * as lanes from './005-lanes.ts'
import * as ledger from './003-ledger.ts'
import * as observations from './010-observations.ts'
import * as operations from './002-operations.ts'

export type { Protect, Right } from './protect.ts'

/** The module's tables, in the order a host's migrations create them. None points at a table of the host. */
export const tables = { connections, operations, ledger, cycles, lanes, observations } as const
