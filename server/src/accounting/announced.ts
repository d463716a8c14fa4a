import type { Announced } from '@tieout/accounting-sync'
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
