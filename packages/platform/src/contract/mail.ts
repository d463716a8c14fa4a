import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { instantText, searchText, uuid } from './text.ts'
import { defineCommand, defineQuery, fileAnswer, mspWith } from './use-case.ts'

/** `kept`: no mail server was configured, the mail is only read here. */
export const mailStatus = z.enum(['waiting', 'sent', 'failed', 'kept'])
export type MailStatus = z.infer<typeof mailStatus>

export const mailSummary = z.object({
  mailId: uuid,
  toEmail: z.string(),
  toName: z.string(),
  template: z.string(),
  subject: z.string(),
  status: mailStatus,
  attempts: z.number().int(),
  lastError: z.string().nullable(),
  createdAt: instantText,
  sentAt: instantText.nullable(),
})
export type MailSummary = z.infer<typeof mailSummary>

export const listMails = defineQuery({
  name: 'mail.list',
  summary: 'Mails in the outbox, newest first',
  access: mspWith('mail:read'),
  input: z.object({
    ...pageInput,
    status: mailStatus.optional(),
    /** How the recipient's address begins, in any case. */
    recipient: searchText.optional(),
  }),
  output: page(mailSummary),
  http: { method: 'GET', path: '/mails' },
})

export const getMail = defineQuery({
  name: 'mail.get',
  summary: 'One mail with its text',
  access: mspWith('mail:read'),
  input: z.object({ mailId: uuid }),
  /** The HTML belongs in a sandboxed frame. */
  output: mailSummary.extend({
    text: z.string(),
    html: z.string(),
    attachments: z.array(
      z.object({
        position: z.number().int(),
        fileName: z.string(),
        contentType: z.string(),
        size: z.number().int(),
      }),
    ),
  }),
  http: { method: 'GET', path: '/mails/:mailId' },
})

export const getMailAttachment = defineQuery({
  name: 'mail.attachment',
  summary: 'A file that a mail carries',
  access: mspWith('mail:read'),
  input: z.object({ mailId: uuid, position: z.coerce.number().int().min(0).max(100) }),
  output: fileAnswer,
  answers: 'file',
  http: { method: 'GET', path: '/mails/:mailId/attachments/:position' },
})

export const retryMail = defineCommand({
  name: 'mail.retry',
  summary: 'Try a failed mail again',
  access: mspWith('mail:update'),
  input: z.object({ mailId: uuid }),
  output: z.object({ mailId: uuid, status: mailStatus }),
  http: { method: 'POST', path: '/mails/:mailId/retry' },
})
