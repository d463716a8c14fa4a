import type { Transaction } from '@tieout/platform'
import type { Knex } from 'knex'
import { endOfPrefix, nameKey } from '../clients/search-keys.ts'
import type { Usage, UsageFilter } from '../contract/catalogue.ts'
import type { ServiceFields, ServiceKind, ServiceView } from '../contract/services.ts'

/** What can be written: the details and the status. */
export type ServiceState = ServiceFields & { status: Usage }

const COLUMNS: Record<keyof ServiceState, string> = {
  kind: 'kind',
  name: 'name',
  description: 'description',
  sku: 'sku',
  unitPriceMinor: 'unit_price_minor',
  currency: 'currency',
  taxable: 'taxable',
  status: 'status',
}

const VIEW = { serviceId: 'service_id', ...COLUMNS, version: 'version', updatedAt: 'updated_at' }

export async function insertService(
  trx: Transaction,
  tenant: string,
  serviceId: string,
  service: ServiceState,
  at: Date,
): Promise<ServiceView> {
  const row = {
    tenant,
    service_id: serviceId,
    ...columnsOf(service),
    version: 1,
    created_at: at,
    updated_at: at,
  }
  const [inserted] = await trx('services').insert(row).returning(viewColumns(trx))
  return inserted as ServiceView
}

export async function findService(trx: Transaction, serviceId: string): Promise<ServiceView | undefined> {
  return await trx('services').where({ service_id: serviceId }).first(VIEW)
}

/** The same, held still until the transaction ends; lines may go on naming it meanwhile. */
export async function lockService(trx: Transaction, serviceId: string): Promise<ServiceView | undefined> {
  return await trx('services').where({ service_id: serviceId }).forNoKeyUpdate().first(VIEW)
}

export async function saveService(
  trx: Transaction,
  serviceId: string,
  changes: Partial<ServiceState>,
  at: Date,
): Promise<ServiceView> {
  const [row] = await trx('services')
    .where({ service_id: serviceId })
    .update({ ...columnsOf(changes), updated_at: at, version: trx.raw('version + 1') })
    .returning(viewColumns(trx))
  return row as ServiceView
}

export interface ServicePageWanted {
  search?: string
  kind: ServiceKind | 'all'
  status: UsageFilter
  /** The last row of the page before. */
  after?: { nameKey: string; serviceId: string }
  limit: number
}

export type ServiceRow = ServiceView & { nameKey: string }

/** One row more than asked for, to know whether another page follows. */
export function servicePage(trx: Transaction, wanted: ServicePageWanted): Knex.QueryBuilder {
  const query = trx('services')
    .select({ ...VIEW, nameKey: 'name_key' })
    .orderBy(['name_key', 'service_id'])
    .limit(wanted.limit + 1)
  if (wanted.kind !== 'all') query.where({ kind: wanted.kind })
  if (wanted.status !== 'all') query.where({ status: wanted.status })
  beginningWith(query, wanted.search)
  if (wanted.after) {
    query.whereRaw('(name_key, service_id) > (?, ?)', [wanted.after.nameKey, wanted.after.serviceId])
  }
  return query
}

export async function activeServices(
  trx: Transaction,
  wanted: { search?: string; currency?: string; limit: number },
): Promise<ServiceView[]> {
  const query = trx('services').where({ status: 'active' }).select(VIEW)
  if (wanted.currency) query.where({ currency: wanted.currency })
  beginningWith(query, wanted.search)
  return await query.orderBy(['name_key', 'service_id']).limit(wanted.limit)
}

/** A range, not a LIKE, which may use no index under row-level security. */
function beginningWith(query: Knex.QueryBuilder, search: string | undefined): void {
  const key = nameKey(search ?? '')
  if (key !== '') query.whereRaw('name_key >= ? and name_key < ?', [key, endOfPrefix(key)])
}

function columnsOf(service: Partial<ServiceState>): Record<string, unknown> {
  const columns: Record<string, unknown> = {}
  for (const [key, column] of Object.entries(COLUMNS)) {
    if (key in service) columns[column] = service[key as keyof ServiceState]
  }
  if (service.name !== undefined) columns.name_key = nameKey(service.name)
  return columns
}

const viewColumns = (trx: Transaction) => Object.entries(VIEW).map(([key, column]) => trx.ref(column).as(key))
