import { plusSeconds, type Clock } from '../clock.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import {
  PermanentJobError,
  type HandlerOptions,
  type IJobRunner,
  type JobHandler,
  type JobPayload,
} from '../jobs/runner.ts'
import type { Log } from '../log.ts'
import { attachmentsOf, type MailAttachment } from './attachments.ts'
import { earliestDue, markFailed, markSent, putOff, takeDueMail, type TakenMail } from './outbox.ts'
import { withoutLink } from './rendering.ts'

export const MAIL_DELIVERY = 'mail.deliver'

export const mailDeliveryOptions: HandlerOptions = {
  attempts: 5,
  backoffSeconds: 15,
  timeoutSeconds: 600,
  concurrency: 2,
}

/** What the delivery needs of an outgoing mail server. It answers what came of it and never throws. */
export interface MailTransport {
  deliver(mail: OutgoingMail, signal: AbortSignal): Promise<DeliveryOutcome>
}

export interface OutgoingMail {
  /** The same on every attempt, so that a mail that arrives twice is recognized. */
  messageId: string
  to: { email: string; name: string }
  subject: string
  text: string
  html: string
  attachments: readonly MailAttachment[]
}

export type DeliveryOutcome =
  | { kind: 'delivered' }
  /** This mail will never be taken: no such mailbox, content refused. */
  | { kind: 'refused'; reason: string }
  /** This mail is not taken now; others may be. */
  | { kind: 'deferred'; reason: string }
  /** The server cannot be worked with now; other mails would fare no better. */
  | { kind: 'unreachable'; reason: string }

export interface DeliveryParts {
  database: Database
  clock: Clock
  log: Log
  jobs: Pick<IJobRunner, 'scheduleJobAt'>
  transport: MailTransport
  /** Goes into the Message-ID. */
  publicOrigin: string
}

const MAILS_PER_RUN = 100
const TRIES = 8
/** Longer than any one conversation with the server (see smtp.ts), so that nobody takes a mail twice. */
const TAKEN_FOR_SECONDS = 180
const FIRST_PAUSE_SECONDS = 30

/**
 * Delivers what is due in one tenant's outbox, mail by mail: taken in one short transaction, sent
 * with none open, noted in another. When a mail is due lies in its row, not in the job: an outage
 * with many jobs waiting must not use up a mail's tries within seconds.
 *
 * If we are killed after the server said yes and before we noted it, that one mail is sent once
 * more when its time comes again, with the same Message-ID. Never sending it would be worse.
 */
export function mailDeliveryHandler(parts: DeliveryParts): JobHandler<JobPayload> {
  return async ({ payload, signal }) => {
    const { tenant } = payload
    if (tenant === null) throw new PermanentJobError('mail is delivered for one tenant at a time')
    let reachable = true
    for (let count = 0; count < MAILS_PER_RUN && reachable && !signal.aborted; count += 1) {
      const mail = await take(parts, tenant)
      if (!mail) break
      const outcome = await parts.transport.deliver(outgoing(parts, tenant, mail), signal)
      await note(parts, tenant, mail, outcome)
      reachable = outcome.kind !== 'unreachable'
    }
    await wakeAgain(parts, tenant, reachable)
  }
}

/**
 * In the transaction that writes the mails. Deliberately without a singleton key: it would be locked
 * until that transaction ends, so that all of a tenant's work that sends a mail would queue up behind
 * it, or deadlock. A wake-up too many finds nothing to do and costs little.
 */
export async function wakeDelivery(jobs: Pick<IJobRunner, 'scheduleJob'>, trx: Transaction, tenant: string) {
  await jobs.scheduleJob(MAIL_DELIVERY, { tenant }, { trx })
}

type MailInHand = TakenMail & Pick<OutgoingMail, 'attachments'>

function take(parts: DeliveryParts, tenant: string): Promise<MailInHand | undefined> {
  const now = parts.clock.now()
  return parts.database.withTenant(tenant, async (trx) => {
    const mail = await takeDueMail(trx, tenant, now, plusSeconds(now, TAKEN_FOR_SECONDS))
    return mail && { ...mail, attachments: await attachmentsOf(trx, tenant, mail.mail_id) }
  })
}

function outgoing(parts: DeliveryParts, tenant: string, mail: MailInHand): OutgoingMail {
  return {
    messageId: `<${mail.mail_id}.${tenant}@${new URL(parts.publicOrigin).hostname}>`,
    to: { email: mail.to_email, name: mail.to_name },
    subject: mail.subject,
    text: mail.text_body,
    html: mail.html_body,
    attachments: mail.attachments,
  }
}

async function note(
  parts: DeliveryParts,
  tenant: string,
  mail: TakenMail,
  outcome: DeliveryOutcome,
): Promise<void> {
  const now = parts.clock.now()
  const facts = { tenant, mailId: mail.mail_id, attempt: mail.attempts, outcome: outcome.kind }
  await parts.database.withTenant(tenant, async (trx) => {
    if (outcome.kind === 'delivered')
      return await markSent(trx, tenant, mail.mail_id, now, bodiesToKeep(mail))
    if (outcome.kind === 'refused' || mail.attempts >= TRIES) {
      return await markFailed(trx, tenant, mail.mail_id, outcome.reason)
    }
    await putOff(trx, tenant, mail.mail_id, plusSeconds(now, pauseAfter(mail.attempts)), outcome.reason)
  })
  if (outcome.kind === 'delivered') parts.log.info(facts, 'mail delivered')
  else parts.log.warn(facts, 'mail not delivered')
}

function bodiesToKeep(mail: TakenMail) {
  const bodies = { text: mail.text_body, html: mail.html_body }
  return mail.secret_link ? withoutLink(bodies, mail.secret_link, mail.locale) : bodies
}

/** 30 seconds, then twice as long each time: eight tries take about an hour. */
const pauseAfter = (attempt: number) => FIRST_PAUSE_SECONDS * 2 ** (attempt - 1)

/**
 * As long as anything waits, somebody must come back for it: what was put off, what another worker
 * has taken and may die over, what this run did not get to.
 */
async function wakeAgain(parts: DeliveryParts, tenant: string, reachable: boolean): Promise<void> {
  const due = await parts.database.withTenant(tenant, (trx) => earliestDue(trx, tenant))
  if (!due) return
  const now = parts.clock.now()
  const earliest = reachable ? now : plusSeconds(now, FIRST_PAUSE_SECONDS)
  const at = wholeSecond(due > earliest ? due : earliest)
  await parts.jobs.scheduleJobAt(
    MAIL_DELIVERY,
    at,
    { tenant },
    { singletonKey: `${tenant} ${at.toISOString()}` },
  )
}

/** Rounded up, so that workers coming back for the same mail ask for the same moment and one job does. */
const wholeSecond = (moment: Date) => new Date(Math.ceil(moment.getTime() / 1000) * 1000)
