import { createTransport } from 'nodemailer'
import { z } from 'zod'
import type { DeliveryOutcome, MailTransport } from './delivery.ts'

export interface SmtpOptions {
  /** `smtp://user:password@host:587` or `smtps://…`; holds a secret, so never log it. */
  url: string
  /** Such as `Tieout <no-reply@example.com>`. */
  from: string
}

const CONVERSATION_MS = 90_000

/** Mail through an SMTP server, one connection a mail. */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  const smtp = createTransport({
    url: options.url,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    async deliver(mail, signal) {
      try {
        await smtp.sendMail({
          from: options.from,
          to: { name: mail.to.name, address: mail.to.email },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          attachments: mail.attachments.map(({ fileName, contentType, bytes }) => ({
            filename: fileName,
            contentType,
            content: Buffer.from(bytes),
          })),
          messageId: mail.messageId,
          headers: { 'Auto-Submitted': 'auto-generated' },
          signal: AbortSignal.any([signal, AbortSignal.timeout(CONVERSATION_MS)]),
        })
        return { kind: 'delivered' }
      } catch (error) {
        return outcomeOf(error)
      }
    },
  }
}

const smtpError = z.object({ code: z.string(), command: z.string(), responseCode: z.number() })

/**
 * Only what the server says about this recipient or this message counts against the mail alone.
 * Everything else (no connection, wrong password, our sender refused) is between us and the server.
 */
function outcomeOf(error: unknown): DeliveryOutcome {
  const reason = readable(error)
  const said = smtpError.safeParse(error)
  if (!said.success || !['RCPT TO', 'DATA'].includes(said.data.command))
    return { kind: 'unreachable', reason }
  return { kind: said.data.responseCode >= 500 ? 'refused' : 'deferred', reason }
}

const readable = (error: unknown) =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/[\s\p{Cc}]+/gu, ' ').slice(0, 500)
