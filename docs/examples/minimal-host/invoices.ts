import type { CanonicalDocument, Trx } from '@tieout/accounting-sync'

/** Clients, invoices of one line without tax, and what was received for them: small, but real books. */
export const BOOKS = `
  create table clients (tenant uuid not null, id uuid primary key, name text not null, email text);
  create table invoices (tenant uuid not null, id uuid primary key, client_id uuid not null references clients,
    number text not null, issued date not null, due date not null, description text not null,
    total_minor bigint not null, currency char(3) not null, unique (tenant, number));
  create table receipts (tenant uuid not null, id uuid primary key, receipt jsonb not null)`

const INVOICE = `select i.id, 'invoice' as kind, i.number, i.issued as "issueDate", i.due as "dueDate", i.currency,
    i.client_id as "clientId", c.name as "clientName", i.description, i.total_minor as "totalMinor",
    i.total_minor - (select coalesce(sum((a->>'amountMinor')::bigint), 0)::bigint
      from receipts r, jsonb_array_elements(r.receipt->'allocations') a
      where a->>'documentId' = i.id::text) as "balanceMinor"
  from invoices i join clients c on c.id = i.client_id`

export type Invoice = Omit<CanonicalDocument, 'lines'> & { description: string; balanceMinor: number }

export async function invoices(trx: Trx, ids: readonly string[]): Promise<Invoice[]> {
  const { rows } = await trx.raw(`${INVOICE} where i.id = any(?::uuid[]) order by i.id`, [[...ids]])
  return rows
}

/** The one client and the one invoice of this host; made before, they stay as they are. */
export async function bill(trx: Trx, tenant: string): Promise<string> {
  const client = { tenant, id: '0a000000-0000-4000-8000-0000000000c1', name: 'Fern & Daughters' }
  const today = new Date().toISOString().slice(0, 10)
  const invoice = {
    tenant,
    id: '0a000000-0000-4000-8000-0000000000d1',
    client_id: client.id,
    number: 'MIN-1',
    issued: today,
    due: today,
    description: 'Server care',
    total_minor: 125_00,
    currency: 'USD',
  }
  await trx('clients').insert(client).onConflict('id').ignore()
  await trx('invoices').insert(invoice).onConflict('id').ignore()
  return invoice.id
}
