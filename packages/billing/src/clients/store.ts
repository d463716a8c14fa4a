import type { Transaction } from '@tieout/platform'
import type { Knex } from 'knex'
import type {
  ClientFields,
  ClientSort,
  ClientStatus,
  ClientSummary,
  ClientView,
} from '../contract/clients.ts'
import { endOfPrefix, lowered, nameKey } from './search-keys.ts'

/** What can be written: the details and the status. */
export type ClientState = ClientFields & { status: ClientStatus }

const COLUMNS: Record<keyof ClientState, string> = {
  displayName: 'display_name',
  legalName: 'legal_name',
  email: 'email',
  phone: 'phone',
  currency: 'currency',
  termsId: 'terms_id',
  taxRegionId: 'tax_region_id',
  taxExempt: 'tax_exempt',
  addressLine1: 'address_line1',
  addressLine2: 'address_line2',
  city: 'city',
  region: 'region',
  postalCode: 'postal_code',
  country: 'country',
  notes: 'notes',
  status: 'status',
}

const SUMMARY = {
  clientId: 'client_id',
  displayName: 'display_name',
  email: 'email',
  currency: 'currency',
  termsId: 'terms_id',
  city: 'city',
  status: 'status',
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  nameKey: 'name_key',
}

const VIEW = {
  clientId: 'client_id',
  ...COLUMNS,
  createdAt: 'created_at',
  updatedAt: 'updated_at',
  updatedBy: 'updated_by',
  version: 'version',
}

/** As it stands in its row; the names of terms and tax region stand in others. */
export type StoredClient = Omit<ClientView, 'termsName' | 'taxRegionName'>

/** Who writes, and when. */
export interface Stamp {
  at: Date
  by: string
}

export async function insertClient(
  trx: Transaction,
  tenant: string,
  clientId: string,
  client: ClientState,
  stamp: Stamp,
): Promise<StoredClient> {
  const [row] = await trx('clients')
    .insert({
      tenant,
      client_id: clientId,
      ...columnsOf(client),
      created_at: stamp.at,
      updated_at: stamp.at,
      updated_by: stamp.by,
      version: 1,
    })
    .returning(viewColumns(trx))
  return row as StoredClient
}

export async function findClient(trx: Transaction, clientId: string): Promise<StoredClient | undefined> {
  return await trx('clients').where({ client_id: clientId }).first(VIEW)
}

/** The same, held still until the transaction ends: whoever else changes it waits. */
export async function lockClient(trx: Transaction, clientId: string): Promise<StoredClient | undefined> {
  return await trx('clients').where({ client_id: clientId }).forUpdate().first(VIEW)
}

/** Its details are right as they are, until the next change. */
export async function confirmClient(trx: Transaction, clientId: string): Promise<void> {
  await trx('clients')
    .where({ client_id: clientId })
    .update({ confirmed_version: trx.ref('version') })
}

export async function clientExists(trx: Transaction, clientId: string): Promise<boolean> {
  return (await trx('clients').where({ client_id: clientId }).first('client_id')) !== undefined
}

/** Writes what changed of a locked client and counts the change. */
export async function saveClient(
  trx: Transaction,
  clientId: string,
  changes: Partial<ClientState>,
  stamp: Stamp,
): Promise<StoredClient> {
  const [row] = await trx('clients')
    .where({ client_id: clientId })
    .update({
      ...columnsOf(changes),
      updated_at: stamp.at,
      updated_by: stamp.by,
      version: trx.raw('version + 1'),
    })
    .returning(viewColumns(trx))
  return row as StoredClient
}

export interface ClientFilter {
  search?: string
  status: ClientStatus | 'all'
}

export interface PageWanted extends ClientFilter {
  sort: ClientSort
  direction: 'asc' | 'desc'
  /** The last row of the page before. */
  after?: { value: string; clientId: string }
  limit: number
}

export interface ClientListRow extends Omit<ClientSummary, 'termsName'> {
  termsId: string | null
  createdAt: string
  nameKey: string
}

const SORT_COLUMNS: Record<ClientSort, string> = {
  name: 'name_key',
  created_at: 'created_at',
  updated_at: 'updated_at',
}

/** One row more than asked for, to know whether another page follows. */
export function clientPage(trx: Transaction, wanted: PageWanted): Knex.QueryBuilder {
  const { sort, direction, after, limit } = wanted
  const query = trx('clients')
    .select(SUMMARY)
    .orderBy(SORT_COLUMNS[sort], direction)
    .orderBy('client_id', direction)
    .limit(limit + 1)
  narrow(query, wanted)
  if (after) {
    const beyond = direction === 'asc' ? '>' : '<'
    query.whereRaw(`(??, client_id) ${beyond} (?, ?)`, [SORT_COLUMNS[sort], after.value, after.clientId])
  }
  return query
}

export function clientCounts(trx: Transaction, search: string | undefined): Knex.QueryBuilder {
  const query = trx('clients').groupBy('status').orderBy('status').select('status').count({ clients: '*' })
  narrow(query, { search, status: 'all' })
  return query
}

/**
 * A search is two ranges, not a LIKE: under row-level security only operators that leak nothing may
 * use an index, and LIKE is not one of them.
 */
function narrow(query: Knex.QueryBuilder, { search, status }: ClientFilter): void {
  if (status !== 'all') query.where({ status })
  if (!search) return
  const name = nameKey(search)
  const address = lowered(search)
  query.where((either) => {
    either.whereRaw('email_lower >= ? and email_lower < ?', [address, endOfPrefix(address)])
    // Nothing is left of a lone accent, and every name begins with nothing.
    if (name !== '') either.orWhereRaw('name_key >= ? and name_key < ?', [name, endOfPrefix(name)])
  })
}

function columnsOf(client: Partial<ClientState>): Record<string, unknown> {
  const columns: Record<string, unknown> = {}
  for (const [key, column] of Object.entries(COLUMNS)) {
    if (key in client) columns[column] = client[key as keyof ClientState]
  }
  if (client.displayName !== undefined) {
    columns.display_name_lower = lowered(client.displayName)
    columns.name_key = nameKey(client.displayName)
  }
  if (client.email !== undefined) columns.email_lower = client.email === null ? null : lowered(client.email)
  return columns
}

const viewColumns = (trx: Transaction) => Object.entries(VIEW).map(([key, column]) => trx.ref(column).as(key))
