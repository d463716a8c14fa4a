import type { Knex } from 'knex'

/** When a frame left by the service's clock, as far as a run knew it: clocks of workers may be far apart. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('accounting_sync_frames', (t) => t.timestamp('sent_there_at'))
}

export async function down(db: Knex): Promise<void> {
  await db.schema.alterTable('accounting_sync_frames', (t) => t.dropColumn('sent_there_at'))
}
