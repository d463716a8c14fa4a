import type {
  CanonicalDocument,
  CanonicalItem,
  CanonicalParty,
  DocumentHead,
  HostBooks,
  TaxCombination,
} from '@tieout/accounting-sync'
import { readCompany, type Clock, type Transaction } from '@tieout/platform'

/** The books as the sync reads them. Every read is one or two statements, however large the set is. */
export const booksFor = (clock: Clock): Omit<HostBooks, 'payments' | 'credits' | 'story'> => ({
  documents: (trx, _tenant, ids) => documents(trx, ids, 'posted'),
  drafts: (trx, _tenant, ids) => documents(trx, ids, 'draft'),
  heads: (trx, _tenant, ids) => heads(trx, ids),
  names: (trx, _tenant, ids) => names(trx, ids),
  clients,
  services,
  taxRates,
  taxCombinations,
  terms,
  search,
  today: async (trx, tenant) => dayIn((await readCompany(trx, tenant)).timeZone, clock.now()),
  timeZone: async (trx, tenant) => (await readCompany(trx, tenant)).timeZone,
})

const STANDING = {
  posted: 'i.finalized_at is not null and i.voided_at is null',
  draft: 'i.finalized_at is null',
}

/** One statement, lines and taxes with it. Prepayments are never told: they stay in these books. */
async function documents(
  trx: Transaction,
  ids: readonly string[],
  standing: keyof typeof STANDING,
): Promise<CanonicalDocument[]> {
  if (ids.length === 0) return []
  const { rows } = await trx.raw(
    `select i.invoice_id as id,
       case i.invoice_type when 'credit_note' then 'credit_memo' else 'invoice' end as kind,
       coalesce(i.number, '') as number, i.issue_date as "issueDate", i.due_date as "dueDate", i.currency,
       i.client_id as "clientId", c.display_name as "clientName", i.terms_id as "termsId", i.reference,
       i.net_minor as "netMinor", i.tax_minor as "taxMinor", i.total_minor as "totalMinor",
       coalesce((select jsonb_agg(${LINE} order by l.position, l.line_id)
         from invoice_lines l where l.tenant = i.tenant and l.invoice_id = i.invoice_id), '[]') as lines
     from invoices i join clients c on c.tenant = i.tenant and c.client_id = i.client_id
     where i.invoice_id = any (?::uuid[]) and i.invoice_type <> 'prepayment' and ${STANDING[standing]}
     order by i.issue_date, i.number, i.invoice_id`,
    [[...ids]],
  )
  return rows
}

const LINE = `jsonb_build_object(
  'id', l.line_id, 'serviceId', l.service_id, 'description', l.description,
  'quantity', trim_scale(l.quantity)::text, 'unitPriceMinor', l.unit_price_minor,
  'discountMinor', l.discount_minor, 'netMinor', l.net_minor, 'taxMinor', l.tax_minor,
  'serviceFrom', l.service_from, 'serviceTo', l.service_to,
  'taxes', coalesce((
    select jsonb_agg(jsonb_build_object(
      'taxRateId', t.tax_rate_id, 'name', t.name, 'ratePpm', t.rate_ppm, 'taxMinor', t.tax_minor)
      order by t.name, t.tax_rate_id)
    from invoice_line_taxes t where t.tenant = l.tenant and t.line_id = l.line_id), '[]'))`

/** All of them, prepayments, drafts and cancelled ones too. */
async function heads(trx: Transaction, ids: readonly string[]): Promise<DocumentHead[]> {
  if (ids.length === 0) return []
  const { rows } = await trx.raw(HEADS, { ids: [...ids] })
  return rows
}

/** What the sync calls a document of this kind, for `invoices` under the name given. */
export const kindOf = (
  table: string,
): string => `case ${table}.invoice_type when 'credit_note' then 'credit_memo'
  when 'prepayment' then 'prepayment' else 'invoice' end`

export const HEADS = `select i.invoice_id as id, ${kindOf('i')} as kind,
       case when i.finalized_at is null then 'draft' when i.voided_at is null then 'posted'
         else 'cancelled' end as standing,
       i.number, i.issue_date as "issueDate", i.client_id as "clientId", c.display_name as "clientName",
       i.currency, i.total_minor as "totalMinor", i.tax_minor as "taxMinor",
       case when i.finalized_at is null or i.voided_at is not null then 0
         when i.invoice_type = 'credit_note' then coalesce(p.remaining_minor, 0)
         else i.total_minor - i.credit_applied_minor - i.paid_minor end as "balanceMinor"
     from invoices i join clients c on c.tenant = i.tenant and c.client_id = i.client_id
       left join credits p on p.tenant = i.tenant and p.source_invoice_id = i.invoice_id
         and i.invoice_type = 'credit_note'
     where i.invoice_id = any (cast(:ids as uuid[])) order by i.issue_date, i.number, i.invoice_id`

async function names(trx: Transaction, ids: Parameters<HostBooks['names']>[2]): Promise<Map<string, string>> {
  const { rows }: { rows: { id: string; name: string }[] } = await trx.raw(
    `select client_id as id, display_name as name from clients where client_id = any (cast(:clients as uuid[]))
     union all
     select service_id, name from services where service_id = any (cast(:services as uuid[]))
     union all
     select tax_rate_id, name from tax_rates where tax_rate_id = any (cast(:taxRates as uuid[]))
     order by 1`,
    { clients: [...ids.clients], services: [...ids.services], taxRates: [...ids.taxRates] },
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function clients(
  trx: Transaction,
  _tenant: string,
  ids: readonly string[] | 'all',
): Promise<CanonicalParty[]> {
  const { rows } = await trx.raw(
    `select client_id as id, display_name as name, email, phone, currency, status = 'active' as active,
       jsonb_build_object('line1', address_line1, 'line2', address_line2, 'city', city, 'region', region,
         'postalCode', postal_code, 'country', country) as address
     from clients where :all or client_id = any (cast(:ids as uuid[]))
     order by name_key, client_id`,
    { all: ids === 'all', ids: ids === 'all' ? [] : [...ids] },
  )
  return rows
}

async function services(trx: Transaction): Promise<CanonicalItem[]> {
  const { rows } = await trx.raw(
    `select service_id as id, name, sku as code, description as detail, status = 'active' as active
     from services order by name_key, service_id`,
  )
  return rows
}

/** A rate is told from its neighbours by its region and its percentage. */
async function taxRates(trx: Transaction, tenant: string): Promise<CanonicalItem[]> {
  const { rows } = await trx.raw(
    `select t.tax_rate_id as id, t.name, null as code,
       r.name || ', ' || trim_scale(t.rate_ppm / 10000.0) || ' %' as detail,
       r.status = 'active' and t.valid_to is null as active
     from tax_rates t join tax_regions r on r.tenant = t.tenant and r.tax_region_id = t.tax_region_id
     where t.tenant = ? order by r.name, t.name, t.tax_rate_id`,
    [tenant],
  )
  return rows
}

/**
 * A line that is taxed carries all rates of its region on its day, so every set that was ever in force
 * together is one. It is current while it lasts: a rate that has ended is on no line of today.
 */
async function taxCombinations(trx: Transaction): Promise<TaxCombination[]> {
  const { rows } = await trx.raw(
    `with days as (
       select tax_region_id, valid_from as day from tax_rates
       union select tax_region_id, valid_to + 1 from tax_rates where valid_to is not null
     ), spans as (
       select tax_region_id, day, lead(day) over (partition by tax_region_id order by day) as next from days
     ), sets as (
       select s.tax_region_id, s.day, s.next, array_agg(t.tax_rate_id::text order by t.tax_rate_id) as ids
       from spans s join tax_rates t on t.tax_region_id = s.tax_region_id and t.valid_from <= s.day
         and (t.valid_to is null or t.valid_to >= s.day)
       group by s.tax_region_id, s.day, s.next
     )
     select sets.ids as "taxRateIds", bool_or(sets.next is null and r.status = 'active') as current
     from sets join tax_regions r on r.tax_region_id = sets.tax_region_id
     group by sets.ids order by sets.ids`,
  )
  return rows
}

async function terms(trx: Transaction): Promise<CanonicalItem[]> {
  const { rows } = await trx.raw(
    `select terms_id as id, name, null as code, days::text as detail, status = 'active' as active
     from payment_terms order by name, terms_id`,
  )
  return rows
}

async function search(
  trx: Transaction,
  _tenant: string,
  filter: Parameters<HostBooks['search']>[2],
): ReturnType<HostBooks['search']> {
  const { rows } = await trx.raw(
    `select invoice_id as id,
       case invoice_type when 'credit_note' then 'credit_memo' else 'invoice' end as kind
     from invoices
     where finalized_at is not null and voided_at is null and invoice_type <> 'prepayment'
       and (cast(:from as date) is null or issue_date >= cast(:from as date))
       and (cast(:to as date) is null or issue_date <= cast(:to as date))
       and (cast(:clientIds as uuid[]) is null or client_id = any (cast(:clientIds as uuid[])))
     order by issue_date, number, invoice_id limit :limit`,
    {
      from: filter.from ?? null,
      to: filter.to ?? null,
      clientIds: filter.clientIds === undefined ? null : [...filter.clientIds],
      limit: filter.limit,
    },
  )
  return rows
}

/** Swedish writes a day as we store it. */
const dayIn = (timeZone: string, moment: Date): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(moment)
