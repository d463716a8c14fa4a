import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/**
 * Documents: invoices, credit notes and prepayments in one table, because they share numbers, lines,
 * taxes and immutability. All amounts are positive minor units of the document's currency; a credit
 * note is a positive document of its own type. `paid_minor` and `credit_applied_minor` are the only
 * amounts that move after finalizing, and only by the allocations beside them.
 */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('invoices', describeInvoice)
  await db.raw(`create unique index invoices_number on invoices (tenant, number) where number is not null`)
  await db.raw('create index invoices_by_date on invoices (tenant, issue_date desc, invoice_id desc)')
  await db.raw(
    'create index invoices_by_client on invoices (tenant, client_id, issue_date desc, invoice_id desc)',
  )
  // Open receivables are few among many; lists of what is owed and the overdue sweep read this alone.
  await db.raw(`create index invoices_open on invoices (tenant, due_date, invoice_id)
    where finalized_at is not null and voided_at is null and invoice_type <> 'credit_note'
      and total_minor - credit_applied_minor - paid_minor > 0`)
  await protectTenantTable(db, 'invoices', { app: ['select', 'insert', 'update', 'delete'] })

  await db.schema.createTable('invoice_lines', describeLine)
  await protectTenantTable(db, 'invoice_lines', { app: ['select', 'insert', 'update', 'delete'] })
  await db.schema.createTable('invoice_line_taxes', describeLineTax)
  await protectTenantTable(db, 'invoice_line_taxes', { app: ['select', 'insert', 'update', 'delete'] })

  await freezeFinalized(db)
  await createBalances(db)
}

function describeInvoice(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
  t.uuid('invoice_id').notNullable()
  t.uuid('client_id').notNullable()
  t.text('invoice_type').notNullable().checkIn(['standard', 'credit_note', 'prepayment'])
  // Given when it is finalized, from a sequence without gaps.
  t.text('number')
  t.specificType('currency', 'char(3)').notNullable()
  t.date('issue_date').notNullable()
  t.date('due_date').notNullable()
  t.uuid('terms_id')
  t.uuid('tax_region_id')
  t.boolean('tax_exempt').notNullable()
  // A credit note made from an invoice names it.
  t.uuid('source_invoice_id')
  t.text('reference')
  t.text('notes')
  // Names and addresses as they were when it was finalized: {company, client}.
  t.jsonb('parties')
  t.bigInteger('net_minor').notNullable()
  t.bigInteger('tax_minor').notNullable()
  t.bigInteger('total_minor').notNullable()
  t.bigInteger('credit_applied_minor').notNullable().defaultTo(0)
  t.bigInteger('paid_minor').notNullable().defaultTo(0)
  t.integer('version').notNullable()
  t.timestamp('created_at').notNullable()
  t.timestamp('updated_at').notNullable()
  t.timestamp('finalized_at')
  t.timestamp('voided_at')
  t.text('void_reason')
  t.primary(['tenant', 'invoice_id'])
  t.foreign(['tenant', 'client_id']).references(['tenant', 'client_id']).inTable('clients')
  t.foreign(['tenant', 'terms_id']).references(['tenant', 'terms_id']).inTable('payment_terms')
  t.foreign(['tenant', 'tax_region_id']).references(['tenant', 'tax_region_id']).inTable('tax_regions')
  t.foreign(['tenant', 'source_invoice_id']).references(['tenant', 'invoice_id']).inTable('invoices')
  t.check('(finalized_at is null) = (number is null)')
  t.check('voided_at is null or finalized_at is not null')
  t.check('(voided_at is null) = (void_reason is null)')
  t.check('due_date >= issue_date')
  t.check('total_minor = net_minor + tax_minor and net_minor >= 0 and tax_minor >= 0')
  t.check(
    'paid_minor >= 0 and credit_applied_minor >= 0 and paid_minor + credit_applied_minor <= total_minor',
  )
}

function describeLine(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('invoice_id').notNullable()
  t.uuid('line_id').notNullable()
  t.integer('position').notNullable()
  t.uuid('service_id')
  t.text('description').notNullable()
  // Up to four decimals, kept as text by the driver; net = round half up(quantity × price) − discount.
  t.decimal('quantity', 14, 4).notNullable()
  t.bigInteger('unit_price_minor').notNullable()
  t.bigInteger('discount_minor').notNullable()
  t.bigInteger('net_minor').notNullable()
  t.boolean('taxable').notNullable()
  t.bigInteger('tax_minor').notNullable()
  t.date('service_from')
  t.date('service_to')
  t.primary(['tenant', 'line_id'])
  t.foreign(['tenant', 'invoice_id'])
    .references(['tenant', 'invoice_id'])
    .inTable('invoices')
    .onDelete('CASCADE')
  t.foreign(['tenant', 'service_id']).references(['tenant', 'service_id']).inTable('services')
  t.unique(['tenant', 'invoice_id', 'position'])
  t.check('service_to is null or service_from is null or service_to >= service_from')
}

function describeLineTax(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('line_id').notNullable()
  t.uuid('tax_rate_id').notNullable()
  t.text('name').notNullable()
  t.integer('rate_ppm').notNullable()
  t.bigInteger('tax_minor').notNullable()
  t.primary(['tenant', 'line_id', 'tax_rate_id'])
  t.foreign(['tenant', 'line_id'])
    .references(['tenant', 'line_id'])
    .inTable('invoice_lines')
    .onDelete('CASCADE')
  t.foreign(['tenant', 'tax_rate_id']).references(['tenant', 'tax_rate_id']).inTable('tax_rates')
}

/** Posted stays posted, whatever our code believes: the database refuses to change a finalized document. */
async function freezeFinalized(db: Knex): Promise<void> {
  await db.raw(`
    create function keep_finalized() returns trigger language plpgsql as $$
    begin
      if old.finalized_at is null then return case tg_op when 'DELETE' then old else new end; end if;
      if tg_op = 'DELETE' then
        raise exception 'document % is finalized and cannot be deleted', old.number using errcode = 'TT003';
      end if;
      if (to_jsonb(new) - array['credit_applied_minor', 'paid_minor', 'voided_at', 'void_reason', 'updated_at', 'version'])
        is distinct from
         (to_jsonb(old) - array['credit_applied_minor', 'paid_minor', 'voided_at', 'void_reason', 'updated_at', 'version'])
      then
        raise exception 'document % is finalized and cannot be changed', old.number using errcode = 'TT003';
      end if;
      if old.voided_at is not null and new.voided_at is null then
        raise exception 'document % is void and stays void', old.number using errcode = 'TT003';
      end if;
      return new;
    end $$`)
  await db.raw(`create trigger invoices_keep_finalized before update or delete on invoices
    for each row execute function keep_finalized()`)
  await db.raw(`
    create function keep_finalized_lines() returns trigger language plpgsql as $$
    begin
      -- Both ends of an update: a line must not be moved into a finalized document either.
      if exists (
        select from invoices i
        where i.tenant = any (array[old.tenant, new.tenant]) and i.finalized_at is not null
          and i.invoice_id = any (array[old.invoice_id, new.invoice_id])
      ) then
        raise exception 'the lines of a finalized document cannot be changed' using errcode = 'TT003';
      end if;
      return case tg_op when 'DELETE' then old else new end;
    end $$`)
  await db.raw(`create trigger invoice_lines_keep_finalized before insert or update or delete on invoice_lines
    for each row execute function keep_finalized_lines()`)
  await db.raw(`
    create function keep_finalized_line_taxes() returns trigger language plpgsql as $$
    begin
      if exists (
        select from invoice_lines l join invoices i on i.tenant = l.tenant and i.invoice_id = l.invoice_id
        where l.tenant = any (array[old.tenant, new.tenant]) and i.finalized_at is not null
          and l.line_id = any (array[old.line_id, new.line_id])
      ) then
        raise exception 'the taxes of a finalized document cannot be changed' using errcode = 'TT003';
      end if;
      return case tg_op when 'DELETE' then old else new end;
    end $$`)
  await db.raw(`create trigger invoice_line_taxes_keep_finalized before insert or update or delete on invoice_line_taxes
    for each row execute function keep_finalized_line_taxes()`)
}

/** What is owed, in SQL as computeBalanceDue says it in TypeScript; a property test holds them together. */
async function createBalances(db: Knex): Promise<void> {
  await db.raw(`
    create view invoice_balances with (security_invoker = true) as
    select tenant, invoice_id,
      case
        when finalized_at is null or voided_at is not null or invoice_type = 'credit_note' then 0
        else total_minor - credit_applied_minor - paid_minor
      end as balance_due_minor
    from invoices`)
  await db.raw('grant select on invoice_balances to tieout_app')
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop view invoice_balances')
  for (const table of ['invoice_line_taxes', 'invoice_lines', 'invoices']) await db.schema.dropTable(table)
  for (const each of ['keep_finalized_line_taxes', 'keep_finalized_lines', 'keep_finalized']) {
    await db.raw(`drop function ${each}()`)
  }
}
