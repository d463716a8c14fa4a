import type { Knex } from 'knex'
import type { Protect } from './protect.ts'

/** What came in and what became of it, and which run decided what. */
export async function up(db: Knex, protect: Protect): Promise<void> {
  await db.schema.createTable('accounting_sync_arrivals', describeArrival)
  await db.raw(`create index accounting_sync_arrivals_newest
    on accounting_sync_arrivals (tenant, at, arrival_id)`)
  await db.raw(`create index accounting_sync_arrivals_outcome
    on accounting_sync_arrivals (tenant, outcome, at, arrival_id)`)
  await db.raw(`create index accounting_sync_arrivals_client
    on accounting_sync_arrivals (tenant, client_id, at, arrival_id) where client_id is not null`)
  await db.raw(`create index accounting_sync_arrivals_theirs
    on accounting_sync_arrivals (tenant, adapter_type, target_realm, external_kind, external_id, at)`)
  await db.raw(`create index accounting_sync_arrivals_search
    on accounting_sync_arrivals (tenant, search_key) where search_key is not null`)
  await db.raw(`create index accounting_sync_arrivals_run
    on accounting_sync_arrivals (tenant, target_realm, lease_epoch) where lease_epoch is not null`)
  // What needs nothing is told by every poll that reaches back to it, and stands here once.
  await db.raw(`create unique index accounting_sync_arrivals_told
    on accounting_sync_arrivals (tenant, adapter_type, target_realm, told_as) where told_as is not null`)
  await protect(db, 'accounting_sync_arrivals', { app: ['select', 'insert', 'delete'] })

  await db.schema.createTable('accounting_sync_arrival_documents', describeDocument)
  await db.raw(`create index accounting_sync_arrival_documents_document
    on accounting_sync_arrival_documents (tenant, document_id)`)
  await db.raw(`create index accounting_sync_arrival_documents_number
    on accounting_sync_arrival_documents (tenant, number)`)
  await protect(db, 'accounting_sync_arrival_documents', { app: ['select', 'insert', 'delete'] })

  await knowTheRun(db)
}

/** One line for each thing that came in and meant something here. Never changed once it is written. */
function describeArrival(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('arrival_id').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  // The run that brought it; null: a person had it looked at.
  t.bigInteger('lease_epoch')
  // payment | customer | invoice | credit_memo | refund
  t.text('external_kind').notNullable()
  t.text('external_id').notNullable()
  t.text('outcome')
    .notNullable()
    .checkIn(['applied', 'changed', 'reversed', 'differs', 'held', 'quarantined', 'nothing'])
  // Why, in a word that screens translate.
  t.text('reason')
  // What people call it: the number of a cheque or of a document, the name of a customer.
  t.text('reference')
  // The same in lower case: under row-level security an index serves ranges alone.
  t.specificType('search_key', 'text collate "C"')
  t.uuid('client_id')
  t.bigInteger('amount_minor')
  // What of that could not be applied.
  t.bigInteger('held_minor')
  t.specificType('currency', 'char(3)')
  // Its own day over there, and when it changed there, as far as was told.
  t.date('dated')
  t.timestamp('changed_at')
  // How it was before and after, in the engine's words.
  t.jsonb('details').notNullable()
  t.text('told_as')
  t.timestamp('at').notNullable()
  t.primary(['tenant', 'arrival_id'])
}

/** The documents of ours that it touched, and by how much. */
function describeDocument(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('arrival_id').notNullable()
  t.uuid('document_id').notNullable()
  t.specificType('number', 'text collate "C"').notNullable()
  t.bigInteger('amount_minor')
  t.primary(['tenant', 'arrival_id', 'document_id'])
}

/** The epoch of the lease that it was decided under is that of its run. */
async function knowTheRun(db: Knex): Promise<void> {
  for (const table of DECIDED) {
    await db.schema.alterTable(table, (t) => t.bigInteger('lease_epoch'))
    await db.raw(
      `create index ${table}_run on ${table} (tenant, lease_epoch, op_id) where lease_epoch is not null`,
    )
  }
}

const DECIDED = ['accounting_sync_operations', 'accounting_sync_attempts'] as const

export async function down(db: Knex): Promise<void> {
  for (const table of DECIDED) {
    await db.raw(`drop index ${table}_run`)
    await db.schema.alterTable(table, (t) => t.dropColumn('lease_epoch'))
  }
  await db.schema.dropTable('accounting_sync_arrival_documents')
  await db.schema.dropTable('accounting_sync_arrivals')
}
