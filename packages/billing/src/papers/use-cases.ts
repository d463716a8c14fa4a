import {
  conflict,
  implement,
  implementForUser,
  mailsAbout,
  notFound,
  readAllPages,
  readCompany,
  type Implementation,
  type Mailer,
  type TenantContext,
} from '@tieout/platform'
import type { FileAnswer, ParsedInputOf } from '@tieout/platform/contract'
import {
  getInvoicePdf,
  getPortalInvoicePdf,
  getStatementPdf,
  invoiceDeliveries,
  MOST_MOVEMENTS_ON_PAPER,
  sendInvoice,
  sendInvoices,
} from '../contract/papers.ts'
import { readStatement } from '../receivables/statement.ts'
import { drawInvoice } from './invoice-paper.ts'
import { partiesToday } from './parties-today.ts'
import { readHeads, readPapers, type PaperHead } from './read-papers.ts'
import { aboutInvoice, sendMany, sendOne } from './send.ts'
import { drawStatement } from './statement-paper.ts'

/** Documents on paper, and sending them. */
export function paperUseCases(services: { mailer: Mailer }): Implementation[] {
  const { mailer } = services
  return [
    implement(getInvoicePdf, async (ctx, { invoiceId }) => {
      const [head] = await readHeads(ctx.trx, [invoiceId])
      if (!head) throw notFound('document')
      if (head.finalizedAt === null) throw conflict('not-finalized', 'This document is still a draft.')
      return await pdfOf(ctx, head)
    }),
    // Whose documents they may see comes from the session, never from the request.
    implementForUser(getPortalInvoicePdf, async (ctx, { invoiceId }) => {
      const [head] = await readHeads(ctx.trx, [invoiceId])
      const isTheirs = head !== undefined && head.clientId === ctx.actor.clientId
      if (!isTheirs || head.finalizedAt === null) throw notFound('document')
      return await pdfOf(ctx, head)
    }),
    implement(getStatementPdf, statementPdf),
    implement(sendInvoice, (ctx, input) => sendOne(ctx, mailer, input)),
    implement(sendInvoices, (ctx, input) => sendMany(ctx, mailer, input)),
    implement(invoiceDeliveries, async ({ trx, tenant }, { invoiceId }) => {
      const [head] = await readHeads(trx, [invoiceId])
      if (!head) throw notFound('document')
      return { items: await mailsAbout(trx, tenant, aboutInvoice(head.invoiceId)) }
    }),
  ]
}

async function pdfOf({ trx, tenant }: TenantContext, head: PaperHead): Promise<FileAnswer> {
  const [paper] = await readPapers(trx, [head])
  if (!paper) throw new Error('a finalized document has no paper')
  const { locale } = await readCompany(trx, tenant)
  return asPdf(`${paper.number}.pdf`, await drawInvoice(paper, locale))
}

async function statementPdf(
  ctx: TenantContext,
  { clientId, from, to }: ParsedInputOf<typeof getStatementPdf>,
): Promise<FileAnswer> {
  const parties = await partiesToday(ctx.trx, ctx.tenant, clientId)
  const { locale } = await readCompany(ctx.trx, ctx.tenant)
  const { first, items } = await readAllPages(
    (at) => readStatement(ctx, { clientId, from, to, ...at }),
    MOST_MOVEMENTS_ON_PAPER,
  )
  const paper = { parties, from, to, currencies: first.currencies, movements: items }
  return asPdf(`statement-${from}-${to}.pdf`, await drawStatement(paper, locale))
}

const asPdf = (fileName: string, bytes: Uint8Array): FileAnswer => ({
  fileName,
  contentType: 'application/pdf',
  bytes,
  disposition: 'inline',
})
