import type { Transaction } from '../db/tenancy.ts'
import { Problem } from '../problem.ts'

/** Files that leave with a mail. They lie beside the outbox and go when their mail goes. */
export interface MailAttachment {
  fileName: string
  contentType: string
  bytes: Uint8Array
}

/** All files of one mail together: what practically every mail server takes, encoded by a third larger. */
export const MOST_ATTACHED_BYTES = 5 * 1024 * 1024

export function refuseTooLarge(attachments: readonly MailAttachment[]): void {
  const size = attachments.reduce((sum, each) => sum + each.bytes.byteLength, 0)
  if (size <= MOST_ATTACHED_BYTES) return
  throw new Problem({
    code: 'attachments-too-large',
    status: 413,
    detail: 'The files are too large to be sent by mail.',
    extra: { size, most: MOST_ATTACHED_BYTES },
  })
}

/** One statement for all files of all mails. */
export async function insertAttachments(
  trx: Transaction,
  tenant: string,
  mails: readonly { mailId: string; attachments: readonly MailAttachment[] }[],
): Promise<void> {
  const rows = mails.flatMap(({ mailId, attachments }) =>
    attachments.map((file, position) => ({
      mail_id: mailId,
      position,
      file_name: file.fileName,
      content_type: file.contentType,
      content: Buffer.from(file.bytes).toString('base64'),
    })),
  )
  if (rows.length === 0) return
  await trx.raw(
    `insert into mail_attachments (tenant, mail_id, position, file_name, content_type, content)
     select ?, mail_id, position, file_name, content_type, decode(content, 'base64')
     from jsonb_to_recordset(?::jsonb) as file
       (mail_id uuid, position integer, file_name text, content_type text, content text)`,
    [tenant, JSON.stringify(rows)],
  )
}

const FILE = { fileName: 'file_name', contentType: 'content_type', bytes: 'content' }

export async function attachmentsOf(
  trx: Transaction,
  tenant: string,
  mailId: string,
): Promise<MailAttachment[]> {
  return await trx('mail_attachments').where({ tenant, mail_id: mailId }).orderBy('position').select(FILE)
}

export async function attachmentAt(
  trx: Transaction,
  at: { tenant: string; mailId: string; position: number },
): Promise<MailAttachment | undefined> {
  return await trx('mail_attachments')
    .where({ tenant: at.tenant, mail_id: at.mailId, position: at.position })
    .first(FILE)
}

/** Names and sizes, without reading the files. */
export async function attachmentNames(
  trx: Transaction,
  tenant: string,
  mailId: string,
): Promise<{ position: number; fileName: string; contentType: string; size: number }[]> {
  return await trx('mail_attachments')
    .where({ tenant, mail_id: mailId })
    .orderBy('position')
    .select('position', { fileName: 'file_name', contentType: 'content_type' })
    .select(trx.raw('octet_length(content) as size'))
}
