import {
  plusSeconds,
  type Clock,
  type Database,
  type Inbox,
  type JobHandler,
  type JobPayload,
  type Transaction,
} from '@tieout/platform'
import { reviewKey, reviewOf } from './review-task.ts'

/** Recurs once a day in every tenant. */
export const CLIENT_REVIEW = 'client.review'

const DAY_SECONDS = 24 * 3600
const DUE_IN_DAYS = 3

export interface ReviewParts {
  inbox: Inbox
  clock: Clock
}

export function clientReviewHandler(parts: ReviewParts & { database: Database }): JobHandler<JobPayload> {
  return async ({ payload: { tenant } }) => {
    if (tenant === null) throw new Error('clients are reviewed tenant by tenant')
    await parts.database.withTenant(tenant, (trx) => reviewClients(parts, trx, tenant))
  }
}

/**
 * A client without an e-mail address gets no invoice: somebody should find it out. Whoever says that
 * the details are right as they are is not asked again until they change; a task whose client got an
 * address, or left, closes by itself.
 */
export async function reviewClients(
  { inbox, clock }: ReviewParts,
  trx: Transaction,
  tenant: string,
): Promise<void> {
  const unreachable: ReviewRow[] = await trx('clients')
    .where({ status: 'active' })
    .whereNull('email')
    .where((asked) =>
      asked.whereNull('confirmed_version').orWhere('confirmed_version', '<', trx.ref('version')),
    )
    .orderBy('name_key')
    .orderBy('client_id')
    .select('client_id', 'display_name', 'email', 'phone', 'address_line1', 'city', 'postal_code', 'country')
  const now = clock.now()
  await inbox.raise(
    trx,
    tenant,
    unreachable.map((row) => ({
      ...reviewOf(asClient(row)),
      priority: 'high' as const,
      dueAt: plusSeconds(now, DUE_IN_DAYS * DAY_SECONDS),
      assignTo: { roleKeys: ['billing_admin'] },
    })),
  )
  const settled: string[] = await trx('clients')
    .where('updated_at', '>', plusSeconds(now, -2 * DAY_SECONDS))
    .where((done) => done.whereNotNull('email').orWhere('status', 'inactive'))
    .orderBy('client_id')
    .pluck('client_id')
  await inbox.closeByDedupeKey(
    trx,
    tenant,
    settled.map(reviewKey),
    'The client has an e-mail address, or has left.',
  )
}

interface ReviewRow {
  client_id: string
  display_name: string
  email: string | null
  phone: string | null
  address_line1: string | null
  city: string | null
  postal_code: string | null
  country: string | null
}

const asClient = (row: ReviewRow) => ({
  clientId: row.client_id,
  displayName: row.display_name,
  email: row.email,
  phone: row.phone,
  addressLine1: row.address_line1,
  city: row.city,
  postalCode: row.postal_code,
  country: row.country,
})
