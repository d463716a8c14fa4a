import type { Transaction } from '@tieout/platform'
import { HARBOR, JUNIPER } from '../demo/companies.ts'
import type { TestHost } from './test-host.ts'
import { documentId, SHARED } from './twin-bodies.ts'
import { leaveBatch, leaveCompany, leaveMapping } from './twin-sync.ts'

/** Both companies also get a definition, a schedule and a waiting job, with the same ids. */
export async function leaveTraces({ host }: TestHost): Promise<void> {
  for (const company of [HARBOR, JUNIPER]) {
    await host.parts.database.withTenant(company.tenant, async (trx) => {
      await trx('inbox_task_definitions').insert({
        tenant: company.tenant,
        definition_id: SHARED,
        name: `Definition of ${company.name}`,
        name_lower: `definition of ${company.name}`.toLowerCase(),
        description: '',
        default_priority: 'normal',
        active: true,
        created_at: host.parts.clock.now(),
        updated_at: host.parts.clock.now(),
      })
      await trx('job_schedules').insert({
        tenant: company.tenant,
        schedule_id: SHARED,
        kind: 'identity.sweep',
        singleton_key: 'shared',
        payload: JSON.stringify({ tenant: company.tenant, note: company.name }),
        every_seconds: 3600,
        next_due_at: new Date('2099-01-01T00:00:00Z'),
        created_at: host.parts.clock.now(),
      })
      await leaveCompany(trx, company, host.parts.clock.now())
      await leaveMapping(trx, company, host.parts.clock.now())
      await leaveDocuments(trx, company, host.parts.clock.now())
      await leaveBatch(trx, company, host.parts.clock.now())
      await leaveMoney(trx, company, host.parts.clock.now())
    })
  }
}

async function leaveDocuments(
  trx: Transaction,
  company: { tenant: string; name: string },
  now: Date,
): Promise<void> {
  const stamps = { created_at: now, updated_at: now, version: 1 }
  const { tenant } = company
  const name = `Client of ${company.name}`
  await trx('clients').insert({
    tenant,
    client_id: SHARED,
    display_name: name,
    display_name_lower: name.toLowerCase(),
    name_key: name.toLowerCase(),
    currency: 'USD',
    status: 'active',
    updated_by: 'test',
    ...stamps,
  })
  const document = {
    tenant,
    client_id: SHARED,
    invoice_type: 'standard',
    currency: 'USD',
    issue_date: '2026-03-01',
    due_date: '2026-03-31',
    tax_exempt: false,
    notes: `Notes of ${company.name}`,
    net_minor: 10000,
    tax_minor: 0,
    total_minor: 10000,
    ...stamps,
  }
  const numbers = [1, 2, 3, 4, 5, 6]
  await trx('invoices').insert(
    numbers.map((n) => ({
      ...document,
      invoice_id: documentId(n),
      // No credit is ever applied to a prepayment, so it can be reopened after all that went before.
      invoice_type: n === 6 ? 'prepayment' : 'standard',
    })),
  )
  await trx('invoice_lines').insert(
    numbers.map((n) => ({
      tenant,
      invoice_id: documentId(n),
      line_id: documentId(n),
      position: 1,
      description: `Line of ${company.name}`,
      quantity: '1',
      unit_price_minor: 10000,
      discount_minor: 0,
      net_minor: 10000,
      taxable: false,
      tax_minor: 0,
    })),
  )
  await trx('invoices')
    .whereIn('invoice_id', numbers.slice(3).map(documentId))
    .update({ finalized_at: now, number: trx.raw(`'SHARED-' || right(invoice_id::text, 1)`) })
}

/** A receipt and a pool of credit, each partly applied to document 7. */
async function leaveMoney(
  trx: Transaction,
  company: { tenant: string; name: string },
  now: Date,
): Promise<void> {
  const { tenant } = company
  await trx.raw(
    `insert into invoices (tenant, invoice_id, client_id, invoice_type, currency, issue_date, due_date, tax_exempt,
       net_minor, tax_minor, total_minor, paid_minor, credit_applied_minor, number, finalized_at, created_at,
       updated_at, version)
     select tenant, d.id, client_id, d.type, currency, issue_date, due_date, tax_exempt, net_minor, tax_minor,
       total_minor, d.paid, d.credited, d.number, created_at, created_at, updated_at, 1
     from invoices i, (values
       (?::uuid, 'standard', 4000, 1000, 'SHARED-7'), (?::uuid, 'credit_note', 0, 0, 'SHARED-8')
     ) as d (id, type, paid, credited, number)
     where i.invoice_id = ?`,
    [documentId(7), documentId(8), documentId(1)],
  )
  const common = { tenant, recorded_at: now }
  await trx('payments').insert({
    ...common,
    payment_id: SHARED,
    client_id: SHARED,
    provider: 'bank',
    provider_reference: 'shared',
    content_hash: 'shared',
    method: 'bank_transfer',
    paid_on: '2026-03-01',
    currency: 'USD',
    amount_minor: 5000,
    unapplied_minor: 1000,
    note: `Money of ${company.name}`,
  })
  const applied = { ...common, allocation_id: SHARED, invoice_id: documentId(7), applied_on: '2026-03-01' }
  await trx('invoice_payments').insert({ ...applied, payment_id: SHARED, amount_minor: 4000 })
  await trx('credits').insert({
    tenant,
    credit_id: SHARED,
    client_id: SHARED,
    source_invoice_id: documentId(8),
    currency: 'USD',
    amount_minor: 10000,
    remaining_minor: 9000,
    issued_on: '2026-03-01',
    created_at: now,
  })
  await trx('credit_allocations').insert({ ...applied, credit_id: SHARED, amount_minor: 1000 })
}
