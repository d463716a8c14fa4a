import type { MailStatus } from '../contract/mail.ts'
import type { LocaleCode } from '../contract/text.ts'
import type { Transaction } from '../db/tenancy.ts'

/** The statements of the outbox, each a named function on the caller's transaction. */
export interface MailRow {
  mail_id: string
  dedupe_key: string
  to_email: string
  to_email_lower: string
  to_name: string
  locale: LocaleCode
  template: string
  subject: string
  text_body: string
  html_body: string
  secret_link: string | null
  about: string | null
  status: MailStatus
  attempts: number
  due_at: string
  created_at: string
}

/** The ids of those that were new. One statement and one parameter, however many mails. */
export async function insertMails(
  trx: Transaction,
  tenant: string,
  rows: readonly MailRow[],
): Promise<Set<string>> {
  const inserted: { rows: { mail_id: string }[] } = await trx.raw(
    `insert into mails (tenant, mail_id, dedupe_key, to_email, to_email_lower, to_name, locale, template,
       subject, text_body, html_body, secret_link, about, status, attempts, due_at, created_at)
     select ?, mail_id, dedupe_key, to_email, to_email_lower, to_name, locale, template,
       subject, text_body, html_body, secret_link, about, status, attempts, due_at, created_at
     from jsonb_to_recordset(?::jsonb) as mail (mail_id uuid, dedupe_key text, to_email text,
       to_email_lower text, to_name text, locale text, template text, subject text, text_body text,
       html_body text, secret_link text, about text, status text, attempts integer, due_at timestamptz, created_at timestamptz)
     on conflict (tenant, dedupe_key) do nothing
     returning mail_id`,
    [tenant, JSON.stringify(rows)],
  )
  return new Set(inserted.rows.map((row) => row.mail_id))
}

export type TakenMail = Pick<
  MailRow,
  | 'mail_id'
  | 'to_email'
  | 'to_name'
  | 'locale'
  | 'subject'
  | 'text_body'
  | 'html_body'
  | 'secret_link'
  | 'attempts'
>

/**
 * Takes the mail that has been due longest and keeps it from everybody else until the given time.
 * Two workers asking at once get two different mails.
 */
export async function takeDueMail(trx: Transaction, tenant: string, now: Date, until: Date) {
  const taken: { rows: TakenMail[] } = await trx.raw(
    `update mails set due_at = ?, attempts = attempts + 1
     where tenant = ? and mail_id = (
       select mail_id from mails where tenant = ? and status = 'waiting' and due_at <= ?
       order by due_at, mail_id limit 1 for update skip locked)
     returning mail_id, to_email, to_name, locale, subject, text_body, html_body, secret_link, attempts`,
    [until, tenant, tenant, now],
  )
  return taken.rows[0]
}

export interface StoredBodies {
  text: string
  html: string
}

export async function markSent(
  trx: Transaction,
  tenant: string,
  mailId: string,
  now: Date,
  bodies: StoredBodies,
) {
  await trx('mails').where({ tenant, mail_id: mailId }).update({
    status: 'sent',
    sent_at: now,
    last_error: null,
    text_body: bodies.text,
    html_body: bodies.html,
    secret_link: null,
  })
}

export async function markFailed(trx: Transaction, tenant: string, mailId: string, reason: string) {
  await trx('mails')
    .where({ tenant, mail_id: mailId, status: 'waiting' })
    .update({ status: 'failed', last_error: reason })
}

export async function putOff(trx: Transaction, tenant: string, mailId: string, until: Date, reason: string) {
  await trx('mails')
    .where({ tenant, mail_id: mailId, status: 'waiting' })
    .update({ due_at: until, last_error: reason })
}

export async function earliestDue(trx: Transaction, tenant: string): Promise<Date | null> {
  const row: { due_at: string } | undefined = await trx('mails')
    .where({ tenant })
    .whereRaw(`status = 'waiting'`)
    .orderBy(['due_at', 'mail_id'])
    .first('due_at')
  return row ? new Date(row.due_at) : null
}

/** From failed back to waiting, with all its attempts. False when it had not failed. */
export async function putBack(trx: Transaction, tenant: string, mailId: string, now: Date): Promise<boolean> {
  const changed = await trx('mails')
    .where({ tenant, mail_id: mailId, status: 'failed' })
    .update({ status: 'waiting', attempts: 0, due_at: now })
  return changed === 1
}
