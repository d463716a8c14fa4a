import type { MailStatus } from '../contract/mail.ts'
import type { Transaction } from '../db/tenancy.ts'

/** What became of a mail, for whoever wrote it. */
export interface MailFate {
  mailId: string
  toEmail: string
  status: MailStatus
  writtenAt: string
  sentAt: string | null
}

const MOST_SHOWN = 100

/** The mails about one thing, newest first, as long as the outbox keeps them. */
export async function mailsAbout(trx: Transaction, tenant: string, about: string): Promise<MailFate[]> {
  return await trx('mails')
    .where({ tenant, about })
    .orderBy([
      { column: 'created_at', order: 'desc' },
      { column: 'mail_id', order: 'desc' },
    ])
    .limit(MOST_SHOWN)
    .select({
      mailId: 'mail_id',
      toEmail: 'to_email',
      status: 'status',
      writtenAt: 'created_at',
      sentAt: 'sent_at',
    })
}
