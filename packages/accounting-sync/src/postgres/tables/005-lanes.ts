import type { Knex } from 'knex'

/** What a person waits for goes first, the catalogue is kept fresh, and a batch knows its documents. */
export async function up(db: Knex): Promise<void> {
  // Somebody waits for it: it goes before all others, alone.
  await db.schema.alterTable('accounting_sync_operations', (t) =>
    t.boolean('urgent').notNullable().defaultTo(false),
  )
  await db.raw('drop index accounting_sync_operations_due')
  // In the order of going out, so that a drain reads its share and no more however many are queued.
  await db.raw(`create index accounting_sync_operations_due
    on accounting_sync_operations
      (tenant, adapter_type, target_realm, urgent desc, rank, issue_date, document_number, op_id)
    where status = 'pending' and next_attempt_at is not null`)
  // When the clock will bring the next one on.
  await db.raw(`create index accounting_sync_operations_clock
    on accounting_sync_operations (tenant, adapter_type, target_realm, next_attempt_at)
    where status = 'pending' and next_attempt_at is not null`)
  // When everything there is to map to was last read; null: the next cycle reads it.
  await db.schema.alterTable('accounting_connections', (t) => t.timestamp('catalogue_at'))
  await db.schema.alterTable('accounting_export_batches', (t) => {
    // What a person chose, fixed while it is a draft: its lines are its operations only once it was delivered.
    t.specificType('document_ids', 'uuid[]').notNullable().defaultTo('{}')
    // What delivering it did, document by document; null before.
    t.jsonb('delivery')
  })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('accounting_export_batches', (t) => t.dropColumns('document_ids', 'delivery'))
  await db.schema.alterTable('accounting_connections', (t) => t.dropColumn('catalogue_at'))
  await db.raw('drop index accounting_sync_operations_clock')
  await db.raw('drop index accounting_sync_operations_due')
  await db.schema.alterTable('accounting_sync_operations', (t) => t.dropColumn('urgent'))
  await db.raw(`create index accounting_sync_operations_due
    on accounting_sync_operations (tenant, adapter_type, target_realm, rank, issue_date, document_number, op_id)
    where status = 'pending' and next_attempt_at is not null`)
}
