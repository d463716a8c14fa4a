import { badInput, type Transaction } from '@tieout/platform'
import type { Knex } from 'knex'

/** Another module's way to narrow the list of documents to those it knows something about. */
export interface Narrowing {
  /** Such as `custody:held`: the module, and what of it. It stands in addresses. */
  name: string
  /**
   * The ids of its documents as a subquery of one column called `id`, without an order. Asked for once in a
   * request, inside its transaction. Null: there are none.
   */
  documents(trx: Transaction, tenant: string): Promise<Subquery | null>
}

/** With named values, `:tenant`. As text, since a promise would run a query instead of handing it on. */
export interface Subquery {
  sql: string
  values: Readonly<Record<string, string>>
}

export interface Narrowings {
  register(narrowing: Narrowing): void
  find(name: string): Narrowing | undefined
}

export function createNarrowings(): Narrowings {
  const known = new Map<string, Narrowing>()
  return {
    register(narrowing) {
      if (known.has(narrowing.name)) throw new Error(`There are two narrowings called ${narrowing.name}.`)
      known.set(narrowing.name, narrowing)
    },
    find: (name) => known.get(name),
  }
}

/** What a list is narrowed to: a few documents by name, or many by a subquery that all its parts share. */
export type Narrowed = { few: readonly string[] } | { many: Subquery }

/** Few are named to the planner, who then knows how few rows to expect. */
const MOST_NAMED = 500

/** Nothing without a name. Whoever asks for what no module offers is told, rather than shown everything. */
export async function readNarrowed(
  trx: Transaction,
  tenant: string,
  narrowings: Narrowings,
  name: string | undefined,
): Promise<Narrowed | undefined> {
  if (name === undefined) return undefined
  const narrowing = narrowings.find(name)
  if (narrowing === undefined) throw unknown()
  const many = await narrowing.documents(trx, tenant)
  if (many === null) return { few: [] }
  const few: string[] = await trx
    .from(trx.raw(`(${many.sql}) as narrowed`, many.values))
    .orderBy('id')
    .limit(MOST_NAMED + 1)
    .pluck('id')
  return few.length > MOST_NAMED ? { many } : { few }
}

/**
 * Of many PostgreSQL is told in a way that it can only hash: how many a module's subquery finds it guesses badly,
 * and as a join it would go through all of them for every document.
 */
export function whereNarrowed(query: Knex.QueryBuilder, narrowed: Narrowed | undefined): void {
  if (narrowed === undefined) return
  if ('few' in narrowed) query.whereRaw('i.invoice_id = any (?::uuid[])', [[...narrowed.few]])
  else query.whereRaw('case when i.invoice_id in (select id from narrowed) then true else false end')
}

/** Read once, however many parts of the statement ask for it. */
export function withNarrowed(
  trx: Transaction,
  query: Knex.QueryBuilder,
  narrowed: Narrowed | undefined,
): void {
  if (narrowed === undefined || !('many' in narrowed)) return
  const { sql, values } = narrowed.many
  query.withMaterialized('narrowed', trx.raw(sql, values))
}

function unknown() {
  const message = 'is offered by no module here'
  return badInput(`narrow: ${message}`, [{ field: 'narrow', reason: 'invalid', message }])
}
