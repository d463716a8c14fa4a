import type { CanonicalDocument, Trx } from '@tieout/accounting-sync'
import { wall, type PlainBooks } from '@tieout/accounting-sync/plain'
import type { Knex } from 'knex'

/** Clients, and invoices of one line without tax: small, but real books. */
export async function createBooks(db: Knex): Promise<void> {
  if (await db.schema.hasTable('invoices')) return
  await db.raw(`
    create table clients (tenant uuid not null, id uuid primary key, name text not null, email text);
    create table invoices (tenant uuid not null, id uuid primary key, client_id uuid not null references clients,
      number text not null, issued date not null, due date not null, description text not null,
      total_minor bigint not null, currency char(3) not null, unique (tenant, number))`)
  for (const table of ['clients', 'invoices']) await wall(db, table, { app: [] })
}

/** As the module wants to read them: whole minor units, every line with what it comes to. */
export const books: PlainBooks = {
  async documents(trx, _tenant, ids) {
    const { rows } = await trx.raw(
      `select i.id, number, issued as "issueDate", due as "dueDate", currency, client_id as "clientId",
         name as "clientName", description, total_minor as "totalMinor"
       from invoices i join clients c on c.id = client_id where i.id = any(?::uuid[]) order by i.id`,
      [[...ids]],
    )
    return rows.map(({ description, ...invoice }: InvoiceRow): CanonicalDocument => {
      const amounts = { netMinor: invoice.totalMinor, taxMinor: 0 }
      const untouched = { serviceId: null, discountMinor: 0, taxes: [], serviceFrom: null, serviceTo: null }
      const line = { id: invoice.id, description, quantity: '1', unitPriceMinor: invoice.totalMinor }
      const lines = [{ ...line, ...amounts, ...untouched }]
      return { ...invoice, ...amounts, kind: 'invoice', termsId: null, reference: null, lines }
    })
  },
  async clients(trx, _tenant, ids) {
    const rows: { id: string; name: string; email: string | null }[] = await trx('clients')
      .modify((all) => (ids === 'all' ? all : all.whereIn('id', ids)))
      .orderBy('id')
      .select('id', 'name', 'email')
    return rows.map((each) => ({ ...each, phone: null, currency: 'USD', active: true, address: NOWHERE }))
  },
  search: (trx, _tenant, { from = '-infinity', to = 'infinity', clientIds, limit }) =>
    trx('invoices')
      .whereBetween('issued', [from, to])
      .modify((all) => (clientIds === undefined ? all : all.whereIn('client_id', clientIds)))
      .orderBy(['issued', 'number'])
      .limit(limit)
      .select('id', trx.raw(`'invoice' as kind`)),
}

const NOWHERE = { line1: null, line2: null, city: null, region: null, postalCode: null, country: null }

type InvoiceRow = Omit<CanonicalDocument, 'kind' | 'lines' | 'netMinor' | 'taxMinor'> & {
  description: string
}

/** The one client and the one invoice of this host; made before, they stay as they are. */
export async function bill(trx: Trx, tenant: string): Promise<string> {
  const client = { tenant, id: '0a000000-0000-4000-8000-0000000000c1', name: 'Fern & Daughters' }
  const issued = new Date().toISOString().slice(0, 10)
  const said = { number: 'MIN-1', description: 'Server care', issued, due: issued }
  const invoice = { tenant, id: '0a000000-0000-4000-8000-0000000000d1', client_id: client.id, ...said }
  await trx('clients').insert(client).onConflict('id').ignore()
  await trx('invoices')
    .insert({ ...invoice, total_minor: 125_00, currency: 'USD' })
    .onConflict('id')
    .ignore()
  return invoice.id
}
