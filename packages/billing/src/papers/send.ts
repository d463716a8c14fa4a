import {
  conflict,
  notFound,
  readCompany,
  type Mailer,
  type Problem,
  type TenantContext,
} from '@tieout/platform'
import type { OutputOf, ParsedInputOf } from '@tieout/platform/contract'
import type { ReasonNotSent, sendInvoice, sendInvoices } from '../contract/papers.ts'
import { drawInvoice, type InvoicePaper } from './invoice-paper.ts'
import { readHeads, readPapers, type PaperHead } from './read-papers.ts'
import { speak } from './words.ts'

/** What the mails of a document are found by in the outbox. */
export const aboutInvoice = (invoiceId: string) => `invoice:${invoiceId}`

export async function sendOne(
  ctx: TenantContext,
  mailer: Mailer,
  { invoiceId, to, message }: ParsedInputOf<typeof sendInvoice>,
): Promise<OutputOf<typeof sendInvoice>> {
  const [head] = await readHeads(ctx.trx, [invoiceId])
  if (!head) throw notFound('document')
  const letter = letterFor(head, to)
  if (typeof letter === 'string') throw refusalOf(letter)
  await sendAll(ctx, mailer, [letter], message)
  return { invoiceId, toEmail: letter.toEmail }
}

/** Each to its own client. One that cannot be sent does not keep back the others. */
export async function sendMany(
  ctx: TenantContext,
  mailer: Mailer,
  { invoiceIds, message }: ParsedInputOf<typeof sendInvoices>,
): Promise<OutputOf<typeof sendInvoices>> {
  const wanted = [...new Set(invoiceIds)]
  const heads = new Map((await readHeads(ctx.trx, wanted)).map((head) => [head.invoiceId, head]))
  const letters: Letter[] = []
  const notSent: { invoiceId: string; reason: ReasonNotSent }[] = []
  for (const invoiceId of wanted) {
    const head = heads.get(invoiceId.toLowerCase())
    const letter = head ? letterFor(head) : 'not-found'
    if (typeof letter === 'string') notSent.push({ invoiceId, reason: letter })
    else letters.push(letter)
  }
  await sendAll(ctx, mailer, letters, message)
  return { sent: letters.map(({ head, toEmail }) => ({ invoiceId: head.invoiceId, toEmail })), notSent }
}

interface Letter {
  head: PaperHead
  toEmail: string
}

function letterFor(head: PaperHead, to?: string): Letter | Exclude<ReasonNotSent, 'not-found'> {
  if (head.finalizedAt === null) return 'not-finalized'
  if (head.voidedAt !== null) return 'document-cancelled'
  const toEmail = to ?? head.clientEmail
  return toEmail === null ? 'no-address' : { head, toEmail }
}

function refusalOf(reason: Exclude<ReasonNotSent, 'not-found'>): Problem {
  if (reason === 'not-finalized') return conflict('not-finalized', 'This document is still a draft.')
  if (reason === 'document-cancelled') return conflict('document-cancelled', 'This document is cancelled.')
  return conflict('no-address', 'This client has no e-mail address.')
}

async function sendAll(
  ctx: TenantContext,
  mailer: Mailer,
  letters: readonly Letter[],
  message: string,
): Promise<void> {
  const company = await readCompany(ctx.trx, ctx.tenant)
  const papers = await readPapers(
    ctx.trx,
    letters.map((letter) => letter.head),
  )
  const byId = new Map(papers.map((paper) => [paper.invoiceId, paper]))
  const mails = await Promise.all(
    letters.map(async ({ head, toEmail }) => {
      const paper = byId.get(head.invoiceId)
      if (!paper) throw new Error('a finalized document has no paper')
      return {
        // Sent again means sent again.
        dedupeKey: `invoice_sent:${head.invoiceId}:${ctx.ids.uuid()}`,
        to: { email: toEmail, name: head.clientName },
        locale: company.locale,
        template: head.invoiceType === 'credit_note' ? 'credit_note_sent' : 'invoice_sent',
        params: { ...wordsOf(paper, company.locale), company: company.name, message },
        link: `/portal/invoices/${head.invoiceId}`,
        about: aboutInvoice(head.invoiceId),
        attachments: [await attached(paper, company.locale)],
      }
    }),
  )
  await mailer.send(ctx.trx, ctx.tenant, mails)
  await ctx.audit(
    letters.map(({ head, toEmail }) => ({
      action: 'invoice.sent',
      entityType: 'invoice',
      entityId: head.invoiceId,
      after: { toEmail },
    })),
  )
}

function wordsOf(paper: InvoicePaper, locale: string) {
  const say = speak(locale)
  return {
    number: paper.number,
    issuedOn: paper.issueDate,
    dueOn: paper.dueDate,
    total: say.money(paper.totalMinor, paper.currency),
    balance: say.money(paper.balanceDueMinor, paper.currency),
  }
}

const attached = async (paper: InvoicePaper, locale: string) => ({
  fileName: `${paper.number}.pdf`,
  contentType: 'application/pdf',
  bytes: await drawInvoice(paper, locale),
})
