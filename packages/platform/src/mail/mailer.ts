import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import type { IJobRunner } from '../jobs/runner.ts'
import { insertAttachments, refuseTooLarge, type MailAttachment } from './attachments.ts'
import { wakeDelivery } from './delivery.ts'
import { insertMails, type MailRow } from './outbox.ts'
import { mailLocale, renderMail } from './rendering.ts'
import type { MailTemplates } from './template.ts'

/**
 * Mail leaves through an outbox: the row is written in the caller's transaction and delivered by a
 * job afterwards, once per dedupe key. Without SMTP configured it stays in the outbox, readable.
 */
export interface Mailer {
  send(trx: Transaction, tenant: string, mails: readonly MailDraft[]): Promise<void>
}

export interface MailDraft {
  dedupeKey: string
  to: { email: string; name: string }
  locale: string
  /** Names the template (subject, body) in each locale. */
  template: string
  params: Record<string, string | number>
  /** A path of the application; the mail carries it as a full address. */
  link: string
  /**
   * The link opens a door once: a password reset, an invitation. It has to lie in the outbox until
   * the mail is sent, and is taken out of it then.
   */
  secretLink?: boolean
  /** Files that go with it; together no more than `MOST_ATTACHED_BYTES`. */
  attachments?: readonly MailAttachment[]
  /** What it is about, such as `invoice:<id>`: `mailsAbout` finds it again by this. */
  about?: string
}

export interface MailerParts {
  clock: Clock
  ids: Ids
  templates: MailTemplates
  /** Where people reach the application, such as `https://psa.example.com`. */
  publicOrigin: string
  /** Wakes the delivery; `null` when no SMTP is configured: mails are then kept and only read here. */
  jobs: Pick<IJobRunner, 'scheduleJob'> | null
}

export function createMailer(parts: MailerParts): Mailer {
  return {
    async send(trx, tenant, mails) {
      if (mails.length === 0) return
      // Always in the same order, so that two transactions writing the same mails cannot deadlock.
      const letters = mails.map((mail) => ({ row: toRow(parts, mail), attachments: mail.attachments ?? [] }))
      for (const letter of letters) refuseTooLarge(letter.attachments)
      const rows = letters.map((letter) => letter.row).toSorted(byDedupeKey)
      const written = await insertMails(trx, tenant, rows)
      if (written.size === 0) return
      const withFiles = letters.map(({ row, attachments }) => ({ mailId: row.mail_id, attachments }))
      await insertAttachments(
        trx,
        tenant,
        withFiles.filter(({ mailId }) => written.has(mailId)),
      )
      if (parts.jobs) await wakeDelivery(parts.jobs, trx, tenant)
    },
  }
}

const byDedupeKey = (a: MailRow, b: MailRow) => (a.dedupe_key < b.dedupe_key ? -1 : 1)

function toRow(parts: MailerParts, draft: MailDraft): MailRow {
  const locale = mailLocale(draft.locale)
  const address = fullAddress(parts.publicOrigin, draft.link)
  const rendered = renderMail({
    template: parts.templates.find(draft.template, locale),
    locale,
    recipient: draft.to.name,
    params: draft.params,
    address,
  })
  const now = parts.clock.now().toISOString()
  return {
    mail_id: parts.ids.uuid(),
    dedupe_key: draft.dedupeKey,
    to_email: draft.to.email,
    to_email_lower: draft.to.email.toLowerCase(),
    to_name: draft.to.name,
    locale,
    template: draft.template,
    subject: rendered.subject,
    text_body: rendered.text,
    html_body: rendered.html,
    secret_link: draft.secretLink ? address : null,
    about: draft.about ?? null,
    status: parts.jobs ? 'waiting' : 'kept',
    attempts: 0,
    due_at: now,
    created_at: now,
  }
}

/** A mail of ours leads to us and nowhere else. */
function fullAddress(publicOrigin: string, link: string): string {
  const origin = new URL(publicOrigin).origin
  const address = new URL(link, origin)
  if (address.origin !== origin) throw new Error('the link of a mail must be a path of the application')
  return address.href
}
