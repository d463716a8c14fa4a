import type { Knex } from 'knex'

/** Credit that ran out of time before it was used up is asked for often, and is few among many. */
export async function up(db: Knex): Promise<void> {
  await db.raw(`create index credits_expiring on credits (tenant, expires_on, source_invoice_id)
    where withdrawn_at is null and remaining_minor > 0 and expires_on is not null`)
}

export async function down(db: Knex): Promise<void> {
  await db.raw('drop index credits_expiring')
}
