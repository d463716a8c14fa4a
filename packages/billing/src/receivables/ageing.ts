import type { TenantContext } from '@tieout/platform'
import { encodeCursor, longText, uuid, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import { readCursor } from '../catalogue/cursor.ts'
import { companyToday } from '../catalogue/today.ts'
import type { AgeingRow, getAgeing } from '../contract/receivables.ts'

const place = z.tuple([longText, uuid, z.string().length(3)])

/**
 * What was owed on a day, by how long it had been due. Told from the trail, so that a day gone by reads
 * as it stood then; by documents, so money paid ahead of a document counts from the document's date.
 */
export async function readAgeing(
  { trx, tenant, clock }: TenantContext,
  input: ParsedInputOf<typeof getAgeing>,
): Promise<OutputOf<typeof getAgeing>> {
  const asOf = input.asOf ?? (await companyToday(trx, tenant, clock))
  const [nameKey = null, clientId = null, currency = null] =
    input.cursor === undefined ? [] : readCursor(input.cursor, place)
  const { rows }: { rows: (AgeingRow & { nameKey: string })[] } = await trx.raw(PER_CLIENT, {
    asOf,
    nameKey,
    clientId,
    currency,
    limit: input.limit + 1,
  })
  const items = rows.slice(0, input.limit)
  const last = items.at(-1)
  const more = last && rows.length > items.length
  const nextCursor = more ? encodeCursor([last.nameKey, last.clientId, last.currency]) : null
  return { asOf, items, nextCursor, totals: (await trx.raw(TOTALS, { asOf })).rows }
}

const OWED = `
  with owed as (
    select t.client_id, t.currency, i.due_date, sum(t.receivable_minor) as amount
    from transactions t
    join invoices i on i.tenant = t.tenant and i.invoice_id = t.invoice_id
    where t.occurred_on <= :asOf::date and i.issue_date <= :asOf::date
    group by t.client_id, t.currency, i.invoice_id, i.due_date
    having sum(t.receivable_minor) <> 0
  )`

const late = (condition: string) => `coalesce(sum(amount) filter (where ${condition}), 0)::bigint`

const BUCKETS = `
  ${late('due_date >= :asOf::date')} as "currentMinor",
  ${late('due_date between :asOf::date - 30 and :asOf::date - 1')} as "days1To30Minor",
  ${late('due_date between :asOf::date - 60 and :asOf::date - 31')} as "days31To60Minor",
  ${late('due_date between :asOf::date - 90 and :asOf::date - 61')} as "days61To90Minor",
  ${late('due_date < :asOf::date - 90')} as "over90Minor",
  sum(amount)::bigint as "totalMinor"`

const PER_CLIENT = `${OWED}
  select c.client_id as "clientId", c.display_name as "clientName", c.name_key as "nameKey", o.currency, ${BUCKETS}
  from owed o
  join clients c on c.client_id = o.client_id
  where :nameKey::text is null
    or (c.name_key, c.client_id, o.currency) > (:nameKey::text collate "C", :clientId::uuid, :currency::char(3))
  group by c.tenant, c.client_id, o.currency
  order by c.name_key, c.client_id, o.currency
  limit :limit`

const TOTALS = `${OWED}
  select currency, ${BUCKETS}
  from owed
  group by currency
  order by currency`
