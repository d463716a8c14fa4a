import type { Bookkeeper } from '@tieout/accounting-sync/testing'
import type { Application, Database, UserActor } from '@tieout/platform'
import type { Sandbox } from '@tieout/qbo-sandbox'
import type { Knex } from 'knex'
import type { Chance } from './machine/chance.ts'

/** What people and checkers see of a seed: two or three companies, their people, and the same books at the service. */
export interface World {
  chance: Chance
  /** Virtual, and right: processes may have clocks that are not. */
  clock: { now(): Date }
  sandbox: Sandbox
  /** Through the gate, as every transaction: for those who act. */
  database: Database
  /** Reads behind the walls, through the gate: for those who act and have to know what there is. */
  look<T>(work: (owner: Knex) => Promise<T>): Promise<T>
  /** The same without the gate: for checkers alone, who run while everything stands still. */
  owner: Knex
  tenants: readonly SimTenant[]
  /** Everything any process has logged. */
  log: readonly string[]
  /** The service cuts answers to polls off after a few changes, so that one poll is several calls. */
  pollsAreCutOff: boolean
  /** What must stand in no log line, task, audit event or error: the secrets of this run. */
  secrets(): readonly string[]
  /** For checkers after healing: one cycle of this company from begin to end, while nothing else happens. */
  cycle(tenant: SimTenant): Promise<void>
  /** For checkers who ask the product for something: the world goes on until it has answered. */
  goOn<T>(work: () => Promise<T>): Promise<T>
}

export interface SimTenant {
  tenant: string
  realm: string
  connectionId: string
  /** A person who is allowed everything. */
  actor: UserActor
  /** Linked from the beginning; more exist that are not. */
  clients: readonly { clientId: string; customerId: string | null }[]
  /** Some are mapped to nothing on purpose. */
  services: readonly { serviceId: string; itemId: string | null; taxable: boolean }[]
  /**
   * One living process serves people. What a fault did to the asking (a process that died, a database that
   * went away) is thrown as `Struck`: let it pass through.
   */
  books: {
    execute: Application['execute']
    /** A gateway of ours took money: what its webhook leads to. Told twice, it is one receipt. */
    captured(payment: Captured): Promise<void>
  }
  /** No fault of the network meets the bookkeeper's own pages. */
  keeper: Bookkeeper
}

export interface Captured {
  providerReference: string
  clientId: string
  paidOn: string
  currency: string
  amountMinor: number
  invoiceId: string
}

/** What somebody does, drawn by weight among those possible now. */
export interface Act {
  name: string
  side: 'here' | 'there'
  weight: number
  /** Says what was done, for the trace; null: there is nothing to do it with. */
  run(world: World, tenant: SimTenant, chance: Chance): Promise<string | null>
}

export type Check = (world: World) => Promise<readonly Violation[]>

export interface Violation {
  invariant: string
  tenant: string | null
  what: string
}

/** The asking was cut off by a fault: an outcome, and no violation. Whether it was done, nobody said. */
export class Struck extends Error {
  override readonly name = 'Struck'
}
