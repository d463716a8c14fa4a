import type { TestDatabase } from '@tieout/platform/testing'
import { computeBalanceDue, type Owing } from '../documents/balance.ts'

/** Asks the books of one client whether they agree with themselves; one sentence for each place where not. */
export async function findDisagreements({ owner }: TestDatabase, clientId: string): Promise<string[]> {
  const { rows } = await owner.raw(IN_SQL, { clientId })
  const documents: (Owing & { invoiceId: string; inSql: number })[] = (await owner.raw(DOCUMENTS, [clientId]))
    .rows
  const inTypeScript = documents
    .filter((each) => computeBalanceDue(each) !== each.inSql || each.inSql < 0)
    .map(
      (each) =>
        `${each.invoiceId}: the view says ${each.inSql}, computeBalanceDue ${computeBalanceDue(each)}`,
    )
  return [...rows.map((row: { said: string }) => row.said), ...inTypeScript]
}

const DOCUMENTS = `
  select i.invoice_id as "invoiceId", i.invoice_type as "invoiceType", i.finalized_at as "finalizedAt",
    i.voided_at as "voidedAt", i.total_minor as "totalMinor", i.credit_applied_minor as "creditAppliedMinor",
    i.paid_minor as "paidMinor", b.balance_due_minor as "inSql"
  from invoices i join invoice_balances b using (tenant, invoice_id)
  where i.client_id = ? order by i.invoice_id`

const IN_SQL = `
  with docs as (
    select i.*, b.balance_due_minor as due,
      (select coalesce(sum(net_minor), 0) from invoice_lines l where l.tenant = i.tenant and l.invoice_id = i.invoice_id) as net,
      (select coalesce(sum(tax_minor), 0) from invoice_lines l where l.tenant = i.tenant and l.invoice_id = i.invoice_id) as tax,
      (select coalesce(sum(amount_minor), 0) from invoice_payments a
        where a.tenant = i.tenant and a.invoice_id = i.invoice_id and a.reversed_at is null) as paid,
      (select coalesce(sum(amount_minor), 0) from credit_allocations a
        where a.tenant = i.tenant and a.invoice_id = i.invoice_id and a.unapplied_at is null) as credited,
      (select coalesce(sum(receivable_minor), 0) from transactions t
        where t.tenant = i.tenant and t.invoice_id = i.invoice_id) as told
    from invoices i join invoice_balances b using (tenant, invoice_id)
    where i.client_id = :clientId
  ), pools as (
    select c.*, i.voided_at as source_voided,
      (select coalesce(sum(a.amount_minor), 0) from credit_allocations a
        where a.tenant = c.tenant and a.credit_id = c.credit_id and a.unapplied_at is null) as spent
    from credits c join invoices i on i.tenant = c.tenant and i.invoice_id = c.source_invoice_id
    where c.client_id = :clientId
  ), receipts as (
    select p.*, (select coalesce(sum(a.amount_minor), 0) from invoice_payments a
      where a.tenant = p.tenant and a.payment_id = p.payment_id and a.reversed_at is null) as applied
    from payments p where p.client_id = :clientId
  )
  select number || ': the lines come to ' || net || ' and ' || tax as said from docs
    where net <> net_minor or tax <> tax_minor or net + tax <> total_minor
  union all
  select number || ': paid ' || paid_minor || ', allocations say ' || paid from docs where paid <> paid_minor
  union all
  select number || ': credited ' || credit_applied_minor || ', allocations say ' || credited from docs
    where credited <> credit_applied_minor
  union all
  select number || ': owed ' || due || ', the trail says ' || told from docs where due <> told
  union all
  select number || ': is a draft and paid' from docs where finalized_at is null and paid + credited > 0
  union all
  select number || ': is void and still paid' from docs where voided_at is not null and paid + credited > 0
  union all
  select number || ': a paid prepayment without its credit, or one with credit unpaid' from docs d
    where invoice_type = 'prepayment' and (voided_at is null and paid = total_minor) is distinct from exists (
      select from pools p where p.source_invoice_id = d.invoice_id and p.withdrawn_at is null)
  union all
  select credit_id || ': left ' || remaining_minor || ' of ' || amount_minor || ', spent ' || spent from pools
    where amount_minor - remaining_minor <> spent or remaining_minor not between 0 and amount_minor
  union all
  select credit_id || ': spent of a pool that is withdrawn' from pools where withdrawn_at is not null and spent > 0
  union all
  select credit_id || ': in use though its document is void' from pools
    where withdrawn_at is null and source_voided is not null
  union all
  select payment_id || ': left ' || unapplied_minor || ', applied ' || applied from receipts
    where case when reversed_at is null then applied + unapplied_minor <> amount_minor
      else applied + unapplied_minor <> 0 end
  union all
  select coalesce(d.currency, t.currency) || ': documents say ' || coalesce(d.due, 0) || ', the trail ' || coalesce(t.told, 0)
  from (select currency, sum(due) as due from docs group by 1) d
  full join (
    select currency, sum(receivable_minor) as told from transactions where client_id = :clientId group by 1
  ) t on t.currency = d.currency
  where coalesce(d.due, 0) <> coalesce(t.told, 0)`
