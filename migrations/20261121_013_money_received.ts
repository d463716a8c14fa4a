import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/**
 * Money and credit: receipts and what they were applied to, pools of credit and what they were
 * applied to, and the trail of everything that moved what clients owe. Nothing here is deleted: what
 * is taken back is marked, and the trail gets a row that says so.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('payments', describePayment)
  // The same receipt reported twice by its provider is one receipt.
  await db.raw(`create unique index payments_provider on payments (tenant, provider, provider_reference)`)
  await db.raw(
    'create index payments_by_client on payments (tenant, client_id, paid_on desc, payment_id desc)',
  )
  await db.raw('create index payments_by_date on payments (tenant, paid_on desc, payment_id desc)')
  // Receipts with money left on them are few among many.
  await db.raw(`create index payments_unapplied on payments (tenant, paid_on desc, payment_id desc)
    where unapplied_minor > 0`)
  await db.raw('create index payments_by_reference on payments (tenant, (reference collate "C"))')
  await protectTenantTable(db, 'payments', { app: ['select', 'insert', 'update'] })

  await db.schema.createTable('invoice_payments', describeAllocation)
  await protectTenantTable(db, 'invoice_payments', { app: ['select', 'insert', 'update'] })

  await db.schema.createTable('credits', describeCredit)
  await protectTenantTable(db, 'credits', { app: ['select', 'insert', 'update'] })
  await db.schema.createTable('credit_allocations', describeCreditAllocation)
  await protectTenantTable(db, 'credit_allocations', { app: ['select', 'insert', 'update'] })

  await db.schema.createTable('transactions', describeTransaction)
  await db.raw(`create trigger transactions_append_only before update or delete or truncate on transactions
    for each statement execute function refuse_change()`)
  await protectTenantTable(db, 'transactions', { app: ['select', 'insert'] })
}

function describePayment(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
  t.uuid('payment_id').notNullable()
  t.uuid('client_id').notNullable()
  // `manual`, `stripe`, `quickbooks`, …; the reference is the provider's own and unique within it.
  t.text('provider').notNullable()
  t.text('provider_reference').notNullable()
  // What was asked, as a fingerprint: the same reference with another content is refused, even after
  // allocations have been taken back or added.
  t.text('content_hash').notNullable()
  t.text('method').notNullable()
  t.text('reference')
  t.date('paid_on').notNullable()
  t.specificType('currency', 'char(3)').notNullable()
  t.bigInteger('amount_minor').notNullable().checkPositive()
  // What is left of it after its allocations; reversing an allocation gives it back here.
  t.bigInteger('unapplied_minor').notNullable()
  t.text('note')
  t.timestamp('recorded_at').notNullable()
  t.timestamp('reversed_at')
  t.text('reversal_reason')
  t.primary(['tenant', 'payment_id'])
  t.foreign(['tenant', 'client_id']).references(['tenant', 'client_id']).inTable('clients')
  t.check('unapplied_minor between 0 and amount_minor')
  t.check('(reversed_at is null) = (reversal_reason is null)')
}

function describeAllocation(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('allocation_id').notNullable()
  t.uuid('payment_id').notNullable()
  t.uuid('invoice_id').notNullable()
  t.bigInteger('amount_minor').notNullable().checkPositive()
  t.date('applied_on').notNullable()
  t.timestamp('recorded_at').notNullable()
  t.timestamp('reversed_at')
  t.text('reversal_reason')
  t.primary(['tenant', 'allocation_id'])
  t.foreign(['tenant', 'payment_id']).references(['tenant', 'payment_id']).inTable('payments')
  t.foreign(['tenant', 'invoice_id']).references(['tenant', 'invoice_id']).inTable('invoices')
  t.index(['tenant', 'payment_id'])
  t.index(['tenant', 'invoice_id'])
  t.check('(reversed_at is null) = (reversal_reason is null)')
}

function describeCredit(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
  t.uuid('credit_id').notNullable()
  t.uuid('client_id').notNullable()
  // The credit note or the paid prepayment it comes from.
  t.uuid('source_invoice_id').notNullable()
  t.specificType('currency', 'char(3)').notNullable()
  t.bigInteger('amount_minor').notNullable().checkPositive()
  t.bigInteger('remaining_minor').notNullable()
  t.date('issued_on').notNullable()
  t.date('expires_on')
  t.timestamp('created_at').notNullable()
  t.timestamp('withdrawn_at')
  t.primary(['tenant', 'credit_id'])
  t.foreign(['tenant', 'client_id']).references(['tenant', 'client_id']).inTable('clients')
  t.foreign(['tenant', 'source_invoice_id']).references(['tenant', 'invoice_id']).inTable('invoices')
  t.unique(['tenant', 'source_invoice_id'])
  t.index(['tenant', 'client_id', 'currency', 'issued_on', 'credit_id'])
  t.check('remaining_minor between 0 and amount_minor')
}

function describeCreditAllocation(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('allocation_id').notNullable()
  t.uuid('credit_id').notNullable()
  t.uuid('invoice_id').notNullable()
  t.bigInteger('amount_minor').notNullable().checkPositive()
  t.date('applied_on').notNullable()
  t.timestamp('recorded_at').notNullable()
  t.timestamp('unapplied_at')
  t.text('unapply_reason')
  t.primary(['tenant', 'allocation_id'])
  t.foreign(['tenant', 'credit_id']).references(['tenant', 'credit_id']).inTable('credits')
  t.foreign(['tenant', 'invoice_id']).references(['tenant', 'invoice_id']).inTable('invoices')
  t.index(['tenant', 'credit_id'])
  t.index(['tenant', 'invoice_id'])
  t.check('(unapplied_at is null) = (unapply_reason is null)')
}

/** `receivable_minor` is signed: what this did to what the client owes. The rows of a client sum to it. */
function describeTransaction(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
  t.uuid('transaction_id').notNullable()
  t.uuid('client_id').notNullable()
  t.text('kind').notNullable()
  t.uuid('invoice_id')
  t.uuid('payment_id')
  t.uuid('credit_id')
  t.uuid('allocation_id')
  t.specificType('currency', 'char(3)').notNullable()
  t.bigInteger('amount_minor').notNullable()
  t.bigInteger('receivable_minor').notNullable()
  t.date('occurred_on').notNullable()
  t.timestamp('recorded_at').notNullable()
  t.text('external_id')
  t.text('external_realm')
  t.text('reason')
  t.primary(['tenant', 'transaction_id'])
  t.foreign(['tenant', 'client_id']).references(['tenant', 'client_id']).inTable('clients')
  t.foreign(['tenant', 'invoice_id']).references(['tenant', 'invoice_id']).inTable('invoices')
  t.index(['tenant', 'client_id', 'occurred_on', 'transaction_id'])
  t.index(['tenant', 'invoice_id'])
}

export async function down(db: Knex): Promise<void> {
  for (const table of ['transactions', 'credit_allocations', 'credits', 'invoice_payments', 'payments']) {
    await db.schema.dropTable(table)
  }
}
