import type { Knex } from 'knex'
import type { Protect } from './protect.ts'

/** What is to be done over there, how it is sent, and what came of it. */
export async function up(db: Knex, protect: Protect): Promise<void> {
  await db.schema.createTable('accounting_export_batches', describeBatch)
  await db.raw(
    'create index accounting_export_batches_newest on accounting_export_batches (tenant, created_at desc, batch_id)',
  )
  await protect(db, 'accounting_export_batches', { app: ['select', 'insert', 'update'] })

  await db.schema.createTable('accounting_sync_frames', describeFrame)
  await db.raw(`create index accounting_sync_frames_open
    on accounting_sync_frames (tenant, target_realm, frame_id) where status in ('frozen', 'unknown')`)
  await protect(db, 'accounting_sync_frames', { app: ['select', 'insert', 'update', 'delete'] })

  await db.schema.createTable('accounting_sync_operations', describeOperation)
  // Producers write without looking: one open operation for each thing to be done.
  await db.raw(`create unique index accounting_sync_operations_open
    on accounting_sync_operations (tenant, adapter_type, target_realm, operation, alga_entity_type, alga_entity_id)
    where status in ('pending', 'in_progress', 'failed')`)
  // In the order of going out, so that a drain reads its share and no more however many are queued.
  await db.raw(`create index accounting_sync_operations_due
    on accounting_sync_operations (tenant, adapter_type, target_realm, rank, issue_date, document_number, op_id)
    where status = 'pending' and next_attempt_at is not null`)
  await db.raw(`create index accounting_sync_operations_held
    on accounting_sync_operations (tenant, adapter_type, target_realm, wait_reason)
    where status = 'pending' and wait_reason is not null`)
  await db.raw(`create index accounting_sync_operations_entity
    on accounting_sync_operations (tenant, alga_entity_type, alga_entity_id, created_at desc)`)
  await db.raw(`create index accounting_sync_operations_newest
    on accounting_sync_operations (tenant, updated_at, op_id)`)
  await db.raw(`create index accounting_sync_operations_status
    on accounting_sync_operations (tenant, status, updated_at, op_id)`)
  await db.raw(`create index accounting_sync_operations_client
    on accounting_sync_operations (tenant, client_id, updated_at, op_id)`)
  await db.raw(`create index accounting_sync_operations_number
    on accounting_sync_operations (tenant, document_number)`)
  await db.raw(`create index accounting_sync_operations_batch
    on accounting_sync_operations (tenant, batch_id, op_id) where batch_id is not null`)
  await db.raw(`create index accounting_sync_operations_frame
    on accounting_sync_operations (tenant, frame_id, frame_position) where frame_id is not null`)
  await protect(db, 'accounting_sync_operations', { app: ['select', 'insert', 'update'] })

  await db.schema.createTable('accounting_sync_attempts', describeAttempt)
  await protect(db, 'accounting_sync_attempts', { app: ['select', 'insert', 'delete'] })
}

function describeOperation(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('op_id').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  t.text('operation').notNullable()
  t.text('alga_entity_type').notNullable()
  t.uuid('alga_entity_id').notNullable()
  // Documents before what settles them, oldest first, then by number as bytes.
  t.smallint('rank').notNullable()
  t.date('issue_date').notNullable()
  t.specificType('document_number', 'text collate "C"').notNullable()
  // Whom and how much it concerns, for lists and for what a gap holds up. Never the truth about the document.
  t.uuid('client_id')
  t.bigInteger('amount_minor')
  t.specificType('currency', 'char(3)')
  t.text('status').notNullable().checkIn(['pending', 'in_progress', 'done', 'failed', 'skipped'])
  // Real refusals only: outages, throttling and waiting are not counted.
  t.integer('attempts').notNullable()
  // Counts up when the same thing is done anew; part of the request id.
  t.integer('generation').notNullable()
  // Null: no time will bring it on, only an event, such as somebody mapping an item.
  t.timestamp('next_attempt_at')
  // Why it waits, in a word that screens translate; null when nothing keeps it.
  t.text('wait_reason')
  // What has to be mended first, one key for each cause, so that one fix finds all it held up.
  t.specificType('waits_for', 'text[]')
  t.text('error_code')
  t.text('last_error')
  t.text('trace')
  // What else a person should see beside it, such as the client's name.
  t.jsonb('payload').notNullable()
  t.uuid('batch_id')
  t.uuid('frame_id')
  t.integer('frame_position')
  t.text('skip_reason')
  t.uuid('skipped_by')
  t.timestamp('created_at').notNullable()
  t.timestamp('updated_at').notNullable()
  t.timestamp('processed_at')
  t.primary(['tenant', 'op_id'])
  t.check('(frame_id is null) = (frame_position is null)')
  t.check("status <> 'in_progress' or frame_id is not null")
}

/** What is sent together, stored before its first byte leaves and never re-packed. */
function describeFrame(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('frame_id').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  t.text('request_id').notNullable()
  // frozen: not answered yet. unknown: sent, and nobody knows what came of it.
  t.text('status').notNullable().checkIn(['frozen', 'unknown', 'settled'])
  // The writes, exactly as they are sent, with what each was meant to become.
  t.jsonb('writes').notNullable()
  t.bigInteger('lease_epoch').notNullable()
  t.integer('sends').notNullable()
  t.timestamp('created_at').notNullable()
  t.timestamp('sent_at')
  // When it may be sent again; null: at once.
  t.timestamp('next_send_at')
  t.timestamp('settled_at')
  t.primary(['tenant', 'frame_id'])
  t.unique(['tenant', 'adapter_type', 'target_realm', 'request_id'])
}

/** One line for each time something was tried: what the transaction viewer shows. Redacted before it is written. */
function describeAttempt(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('op_id').notNullable()
  t.integer('sequence').notNullable()
  t.uuid('frame_id').notNullable()
  t.timestamp('at').notNullable()
  t.integer('milliseconds').notNullable()
  // written | adopted | refused | unknown | throttled | down
  t.text('outcome').notNullable()
  t.text('error_code')
  t.text('detail')
  t.text('trace')
  t.jsonb('request')
  t.jsonb('response')
  t.primary(['tenant', 'op_id', 'sequence'])
}

/** A set of documents that went, or shall go, together: made by a person, or by the schedule. */
function describeBatch(t: Knex.CreateTableBuilder): void {
  t.uuid('tenant').notNullable()
  t.uuid('batch_id').notNullable()
  t.text('adapter_type').notNullable()
  t.text('target_realm').notNullable()
  t.text('origin').notNullable().checkIn(['manual', 'scheduled'])
  t.text('status').notNullable().checkIn(['draft', 'delivering', 'delivered', 'cancelled'])
  t.jsonb('filter').notNullable()
  t.uuid('created_by')
  t.timestamp('created_at').notNullable()
  t.timestamp('delivered_at')
  t.integer('version').notNullable()
  t.primary(['tenant', 'batch_id'])
}

export async function down(db: Knex): Promise<void> {
  for (const table of [
    'accounting_sync_attempts',
    'accounting_sync_operations',
    'accounting_sync_frames',
    'accounting_export_batches',
  ]) {
    await db.schema.dropTable(table)
  }
}
