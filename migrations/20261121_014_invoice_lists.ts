import type { Knex } from 'knex'

/**
 * What lists and chips of documents read, each in the order it is shown, and the tie from a credit
 * note's line to the line it gives back: without it nobody could say what is left of that line.
 */
export async function up(db: Knex): Promise<void> {
  // Drafts and cancelled ones are few among many.
  await db.raw(`create index invoices_drafts on invoices (tenant, issue_date desc, invoice_id desc)
    where finalized_at is null`)
  await db.raw(`create index invoices_cancelled on invoices (tenant, issue_date desc, invoice_id desc)
    where voided_at is not null`)
  await db.raw('create index invoices_by_due_date on invoices (tenant, due_date, invoice_id)')
  await db.raw('create index invoices_by_total on invoices (tenant, total_minor, invoice_id)')
  // Drafts have no number and stand together at one end. Row-level security would not let a search
  // use an index over `coalesce`.
  await db.raw(`create index invoices_by_number
    on invoices (tenant, (case when number is null then '' else number end collate "C"), invoice_id)`)
  await db.raw(`create index invoices_by_type on invoices (tenant, invoice_type, issue_date desc, invoice_id desc)
    where invoice_type <> 'standard'`)
  await db.raw(`create index invoices_by_source on invoices (tenant, source_invoice_id)
    where source_invoice_id is not null`)

  await db.schema.alterTable('invoice_lines', (t) => {
    t.uuid('source_line_id')
    t.foreign(['tenant', 'source_line_id']).references(['tenant', 'line_id']).inTable('invoice_lines')
  })
  await db.raw(`create index invoice_lines_by_source on invoice_lines (tenant, source_line_id)
    where source_line_id is not null`)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index invoice_lines_by_source')
  await db.schema.alterTable('invoice_lines', (t) => {
    t.dropForeign(['tenant', 'source_line_id'])
    t.dropColumns('source_line_id')
  })
  for (const index of ['source', 'type', 'number', 'total', 'due_date']) {
    await db.raw('drop index ??', [`invoices_by_${index}`])
  }
  await db.raw('drop index invoices_cancelled')
  await db.raw('drop index invoices_drafts')
}
