import type { Actor } from '../access/actor.ts'
import { implement, type Implementation, type TenantContext } from '../access/application.ts'
import { permissionsOf } from '../access/permissions.ts'
import { exportMails } from '../contract/exports.ts'
import {
  getMail,
  getMailAttachment,
  listMails,
  retryMail,
  type MailStatus,
  type MailSummary,
} from '../contract/mail.ts'
import type { LocaleCode } from '../contract/text.ts'
import type { OutputOf, ParsedInputOf } from '../contract/use-case.ts'
import { implementExport } from '../exports/list-export.ts'
import type { IJobRunner } from '../jobs/runner.ts'
import { conflict, notFound } from '../problem.ts'
import { attachmentAt, attachmentNames } from './attachments.ts'
import { MAIL_COLUMNS } from './csv-columns.ts'
import { wakeDelivery } from './delivery.ts'
import { newestFirst } from '../db/newest-first.ts'
import { putBack } from './outbox.ts'
import { withoutLink } from './rendering.ts'

export interface MailServices {
  /** `null` when no SMTP is configured. */
  jobs: Pick<IJobRunner, 'scheduleJob'> | null
}

/**
 * The outbox on the screen. A mail with a one-time link holds it until it is sent, and for good
 * where no SMTP is configured, because there the outbox is the only place to find it. Following such
 * a link is signing in as somebody else, so reading mail is not enough to be shown it: only those
 * who manage the users anyway are.
 */
export function mailUseCases(services: MailServices): Implementation[] {
  return [
    implement(listMails, listPage),
    implementExport(exportMails, { fileName: 'mails.csv', columns: MAIL_COLUMNS, readPage: listPage }),

    implement(getMail, async (ctx, input) => {
      const row: DetailRow | undefined = await ctx
        .trx('mails')
        .where({ tenant: ctx.tenant, mail_id: input.mailId })
        .first(...SUMMARY, 'locale', 'text_body', 'html_body', 'secret_link')
      if (!row) throw notFound('mail')
      const attachments = await attachmentNames(ctx.trx, ctx.tenant, input.mailId)
      const bodies = { text: row.text_body, html: row.html_body }
      if (!row.secret_link || mayFollowAnyLink(ctx.actor)) return { ...summary(row), ...bodies, attachments }
      return { ...summary(row), ...withoutLink(bodies, row.secret_link, row.locale), attachments }
    }),

    implement(getMailAttachment, async ({ trx, tenant }, { mailId, position }) => {
      const file = await attachmentAt(trx, { tenant, mailId, position })
      if (!file) throw notFound('file')
      return { ...file, disposition: 'attachment' as const }
    }),

    implement(retryMail, async (ctx, input) => {
      if (!services.jobs)
        throw conflict('mail-not-configured', 'No mail server is configured, so nothing can be sent.')
      if (!(await putBack(ctx.trx, ctx.tenant, input.mailId, ctx.clock.now())))
        throw await whyNotRetried(ctx, input.mailId)
      await wakeDelivery(services.jobs, ctx.trx, ctx.tenant)
      await ctx.audit({
        action: 'mail.retried',
        entityType: 'mail',
        entityId: input.mailId,
        before: { status: 'failed' },
        after: { status: 'waiting' },
      })
      return { mailId: input.mailId, status: 'waiting' as const }
    }),
  ]
}

async function listPage(
  ctx: TenantContext,
  input: ParsedInputOf<typeof listMails>,
): Promise<OutputOf<typeof listMails>> {
  const mails = ctx.trx('mails').where({ tenant: ctx.tenant })
  if (input.status) void mails.where({ status: input.status })
  if (input.recipient) void mails.whereRaw(...beginsWith('to_email_lower', input.recipient.toLowerCase()))
  const found = await newestFirst<SummaryRow>(mails.select(...SUMMARY), 'mail_id', input)
  return { items: found.rows.map(summary), nextCursor: found.nextCursor }
}

/**
 * A link opens somebody's account, so reading it is as good as being them. Only who holds every
 * permission there is gains nothing by that.
 */
const mayFollowAnyLink = (actor: Actor) =>
  actor.kind === 'system' ||
  (actor.kind === 'user' && [...permissionsOf('msp')].every((each) => actor.permissions.has(each)))

async function whyNotRetried(ctx: TenantContext, mailId: string) {
  const found: unknown = await ctx
    .trx('mails')
    .where({ tenant: ctx.tenant, mail_id: mailId })
    .first('mail_id')
  return found ? conflict('mail-not-failed', 'Only a mail that failed can be tried again.') : notFound('mail')
}

/**
 * A prefix as a range, because row-level security keeps LIKE from using the index. U+10FFFF sorts
 * behind everything else that can follow the prefix.
 */
function beginsWith(column: string, prefix: string): [string, string[]] {
  return ['?? ~>=~ ? and ?? ~<~ ?', [column, prefix, column, `${prefix}\u{10FFFF}`]]
}

const SUMMARY = [
  'mail_id',
  'to_email',
  'to_name',
  'template',
  'subject',
  'status',
  'attempts',
  'last_error',
  'created_at',
  'sent_at',
] as const

interface SummaryRow {
  mail_id: string
  to_email: string
  to_name: string
  template: string
  subject: string
  status: MailStatus
  attempts: number
  last_error: string | null
  created_at: string
  sent_at: string | null
}

interface DetailRow extends SummaryRow {
  locale: LocaleCode
  text_body: string
  html_body: string
  secret_link: string | null
}

const summary = (row: SummaryRow): MailSummary => ({
  mailId: row.mail_id,
  toEmail: row.to_email,
  toName: row.to_name,
  template: row.template,
  subject: row.subject,
  status: row.status,
  attempts: row.attempts,
  lastError: row.last_error,
  createdAt: row.created_at,
  sentAt: row.sent_at,
})
