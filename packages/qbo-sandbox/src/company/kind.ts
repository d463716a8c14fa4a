import type { JsonObject } from '../json.ts'
import type { Fields } from './fields.ts'
import type { Posting } from './ledger.ts'
import type { Company, Entity, KindName } from './state.ts'
import type { Transaction } from './transaction.ts'

/** How a query may compare a property. */
export type QueryType = 'id' | 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'ref'

/** As a query would say it after ORDERBY. */
export type Order = readonly { property: string; descending: boolean }[]

/** What the caller asked for beside the object itself (`include=allowduplicatedocnum` and the like). */
export interface WriteOptions {
  include: ReadonlySet<string>
}

/**
 * One kind of object: which fields it has, what completes it, what it posts. Everything that all kinds
 * share (ids, tokens, times, names of references, closed periods, indexes) is done around it.
 */
export interface Kind {
  name: KindName
  /** `list` objects are deactivated instead of deleted; there is one of each `settings` object. */
  family: 'list' | 'transaction' | 'settings'
  /** Kinds with the same word draw their ids from one row. */
  idsFrom: string
  /** Every field that is modelled, in the order of the wire. */
  fields: Fields
  /** Fields QuickBooks has and the sandbox does not: using one is refused by name. */
  unmodelled: readonly string[]
  /** All properties the service knows, in the order in which it was seen to list them. */
  properties?: readonly string[]
  /** Property as written in queries → how it compares. `Id` and both times are there by themselves. */
  queryable: Readonly<Record<string, QueryType>>
  creatable?: false
  updatable?: false
  /**
   * Makes the object whole: defaults, arithmetic, rules. `written` holds what the caller may write, its
   * references checked and named; `before` is what stands. It may stage changes to other objects.
   */
  complete(
    tx: Transaction,
    written: JsonObject,
    before: Entity | undefined,
    options: WriteOptions,
  ): JsonObject
  /** After it stands: changes to others that need its id, such as links. */
  settle?(tx: Transaction, after: Entity, before: Entity | undefined): void
  /** There when the kind can be deleted: undoes its links, or refuses. */
  beforeDelete?(tx: Transaction, before: Entity): void
  /** There when the kind can be voided: the zeroed object. */
  voided?(tx: Transaction, before: Entity): JsonObject
  voidedBy?: 'operation=void' | 'include=void'
  /** A name that only one active object of its space may bear. */
  uniqueName?(entity: JsonObject): { space: string; name: string } | undefined
  /** Entries in the books; `get` reads other papers as they stand once this request is written. */
  post?(entity: Entity, company: Company, get: Transaction['get']): readonly Posting[]
  /** Order of a query that names none: papers stand by their dates, everything else by id when absent. */
  defaultOrder?: Order
}
