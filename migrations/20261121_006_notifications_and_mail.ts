import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** What people are told: the bell of each person, and the outbox through which mail leaves. */
export async function up(db: Knex): Promise<void> {
  await db.schema.createTable('notifications', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('notification_id').notNullable()
    t.uuid('user_id').notNullable()
    // The screens hold the sentence for each kind; here are only the words to fill in.
    t.text('kind').notNullable()
    t.jsonb('params').notNullable()
    t.text('link').notNullable()
    t.text('dedupe_key').notNullable()
    t.timestamp('created_at').notNullable()
    t.timestamp('read_at')
    t.primary(['tenant', 'notification_id'])
    t.unique(['tenant', 'user_id', 'dedupe_key'])
    t.foreign(['tenant', 'user_id']).references(['tenant', 'user_id']).inTable('users')
    t.index(['tenant', 'user_id', 'created_at', 'notification_id'])
  })
  await db.raw(`
    create index notifications_unread on notifications (tenant, user_id, created_at, notification_id)
    where read_at is null`)
  await protectTenantTable(db, 'notifications', { app: ['select', 'insert', 'update', 'delete'] })

  await db.schema.createTable('mails', (t) => {
    t.uuid('tenant').notNullable().references('tenant').inTable('tenants')
    t.uuid('mail_id').notNullable()
    t.text('dedupe_key').notNullable()
    t.text('to_email').notNullable()
    t.text('to_email_lower').notNullable()
    t.text('to_name').notNullable()
    t.text('locale').notNullable()
    t.text('template').notNullable()
    t.text('subject').notNullable()
    t.text('text_body').notNullable()
    t.text('html_body').notNullable()
    // A one-time link that stands in the bodies, until the mail is sent and the link taken out of them.
    t.text('secret_link')
    // `kept`: no SMTP was configured when it was written; it is read in the outbox instead.
    t.text('status').notNullable().checkIn(['waiting', 'sent', 'failed', 'kept'])
    t.integer('attempts').notNullable()
    // When a waiting mail may next be tried. Taking a mail for delivery moves this into the future,
    // so nobody else takes it meanwhile, and it comes back by itself if that worker dies.
    t.timestamp('due_at').notNullable()
    t.text('last_error')
    t.timestamp('created_at').notNullable()
    t.timestamp('sent_at')
    t.primary(['tenant', 'mail_id'])
    t.unique(['tenant', 'dedupe_key'])
    t.index(['tenant', 'created_at', 'mail_id'])
    t.index(['tenant', 'status', 'created_at', 'mail_id'])
    t.check(`(status = 'sent') = (sent_at is not null)`)
    t.check(`status <> 'sent' or secret_link is null`)
  })
  await db.raw(`create index mails_due on mails (tenant, due_at, mail_id) where status = 'waiting'`)
  await db.raw(`create index mails_recipient on mails (tenant, to_email_lower text_pattern_ops)`)
  await protectTenantTable(db, 'mails', { app: ['select', 'insert', 'update', 'delete'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('mails')
  await db.schema.dropTable('notifications')
}
