import type { Knex } from 'knex'
import { protectTenantTable } from '../packages/platform/src/db/protect.ts'

/** Files that leave with a mail, and what a mail is about, so that whoever wrote it finds it again. */
export async function up(db: Knex): Promise<void> {
  await db.schema.alterTable('mails', (t) => {
    // Such as `invoice:<id>`; the words are those of whoever writes the mail.
    t.text('about')
  })
  await db.raw(`create index mails_about on mails (tenant, about, created_at desc, mail_id desc)
    where about is not null`)

  await db.schema.createTable('mail_attachments', (t) => {
    t.uuid('tenant').notNullable()
    t.uuid('mail_id').notNullable()
    t.integer('position').notNullable()
    t.text('file_name').notNullable()
    t.text('content_type').notNullable()
    t.binary('content').notNullable()
    t.primary(['tenant', 'mail_id', 'position'])
    // What is forgotten is forgotten with its files.
    t.foreign(['tenant', 'mail_id']).references(['tenant', 'mail_id']).inTable('mails').onDelete('CASCADE')
    // Many mail servers refuse more than ten megabytes, and encoding adds a third.
    t.check('octet_length(content) between 1 and 5 * 1024 * 1024')
  })
  await protectTenantTable(db, 'mail_attachments', { app: ['select', 'insert'] })
}

export async function down(db: Knex): Promise<void> {
  await db.schema.dropTable('mail_attachments')
  await db.raw('drop index mails_about')
  await db.schema.alterTable('mails', (t) => t.dropColumns('about'))
}
