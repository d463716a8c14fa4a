import type { Announced, AnnouncedPayment } from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'

/** Documents as the sync is told of them, in one statement; prepayments are not among them. */
export async function announced(trx: Transaction, invoiceIds: readonly string[]): Promise<Announced[]> {
  const { rows } = await trx.raw(
    `select i.invoice_id as id, ${KIND} as kind, i.number, i.issue_date as "issueDate",
       i.client_id as "clientId", c.display_name as "clientName", i.total_minor as "totalMinor", i.currency
     from invoices i join clients c on c.tenant = i.tenant and c.client_id = i.client_id
     where i.invoice_id = any (?::uuid[]) and i.invoice_type <> 'prepayment'
     order by i.issue_date, i.number, i.invoice_id`,
    [[...invoiceIds]],
  )
  return rows
}

/** Payments as the sync is told of them, in one statement. */
export async function announcedPayments(
  trx: Transaction,
  paymentIds: readonly string[],
): Promise<AnnouncedPayment[]> {
  const { rows } = await trx.raw(
    `${PAYMENT} where p.payment_id = any (?::uuid[]) order by p.paid_on, p.payment_id`,
    [[...paymentIds]],
  )
  return rows
}

/** The same of what stands on these documents and was taken by none of these providers. */
export async function paymentsOn(
  trx: Transaction,
  documentIds: readonly string[],
  providers: readonly string[],
): Promise<AnnouncedPayment[]> {
  const { rows } = await trx.raw(
    `${PAYMENT} where p.reversed_at is null and p.provider <> all (cast(:providers as text[]))
       and p.payment_id in (select a.payment_id from invoice_payments a
         where a.invoice_id = any (cast(:documentIds as uuid[])) and a.reversed_at is null)
     order by p.paid_on, p.payment_id`,
    { documentIds: [...documentIds], providers: [...providers] },
  )
  return rows
}

const PAYMENT = `
  select p.payment_id as id, p.client_id as "clientId", c.display_name as "clientName",
    coalesce(p.reference, p.method) as number, p.paid_on as date, p.amount_minor as "amountMinor", p.currency
  from payments p join clients c on c.tenant = p.tenant and c.client_id = p.client_id`

/** Ids by their kind, in one statement. */
export async function byKind(
  trx: Transaction,
  invoiceIds: readonly string[],
): Promise<Map<Announced['kind'], string[]>> {
  const { rows }: { rows: { kind: Announced['kind']; ids: string[] }[] } = await trx.raw(
    `select ${KIND} as kind, array_agg(i.invoice_id order by i.invoice_id) as ids from invoices i
     where i.invoice_id = any (?::uuid[]) and i.invoice_type <> 'prepayment' group by 1 order by 1`,
    [[...invoiceIds]],
  )
  return new Map(rows.map(({ kind, ids }) => [kind, ids]))
}

const KIND = `case i.invoice_type when 'credit_note' then 'credit_memo' else 'invoice' end`
