import { createMailer, createMailTemplates, mailUseCases, type Mailer } from '@tieout/platform'
import { companySettings, getMail, getMailAttachment } from '@tieout/platform/contract'
import { settingsUseCases } from '@tieout/platform'
import { testClock, testIds, TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { voidInvoice } from '../contract/invoice-commands.ts'
import {
  getInvoicePdf,
  getPortalInvoicePdf,
  getStatementPdf,
  invoiceDeliveries,
  sendInvoice,
  sendInvoices,
} from '../contract/papers.ts'
import { applyCredit } from '../contract/credits.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import {
  alder,
  birch,
  CLIENT,
  createBooks,
  insertClient,
  line,
  pay,
  REGION,
  type Books,
} from '../testing/books.ts'
import { creditNote, refusal } from '../testing/receipts.ts'
import { person } from '../testing/world.ts'
import { billingMails } from './mails.ts'
import { readPages } from './testing/read-pdf.ts'
import { paperUseCases } from './use-cases.ts'

const OTHER_CLIENT = '00000000-0000-4000-9000-000000000077'
const portal = (clientId: string) =>
  person({ audience: 'portal', clientId, permissions: new Set(['portal_invoice:read']) })

describe('papers', () => {
  let books: Books

  beforeAll(async () => {
    const mailer: Mailer = createMailer({
      clock: testClock(),
      ids: testIds(5),
      templates: createMailTemplates([billingMails]),
      publicOrigin: 'https://psa.example.com',
      jobs: null,
    })
    books = await createBooks((billing) => [
      ...moneyUseCases(billing),
      ...paperUseCases({ mailer }),
      ...mailUseCases({ jobs: null }),
      ...settingsUseCases(),
    ])
    await insertClient(books.db, TENANT_A, OTHER_CLIENT, 'Elm Dental')
    await books.app.execute(companySettings.update, alder, { taxNumber: 'TAX-77', country: 'US' })
    await books.db
      .owner('clients')
      .where({ client_id: CLIENT })
      .update({ email: 'ap@cedar.example', email_lower: 'ap@cedar.example' })
  })
  afterAll(() => books.close())
  beforeEach(() => books.db.owner.raw('truncate mails cascade'))

  const mails = () => books.db.owner('mails').orderBy(['subject', 'mail_id']).select()

  describe('as PDF', () => {
    it('show a finalized document with its taxes, payments and credits', async () => {
      const { invoiceId, number } = await books.finalized({ taxRegionId: REGION, notes: 'Many thanks' })
      await pay(books, invoiceId, 2500)
      await creditNote(books, 1000)
      await books.app.execute(applyCredit, alder, { invoiceId, amountMinor: 1000 })
      const file = await books.app.execute(getInvoicePdf, alder, { invoiceId })
      expect(file).toMatchObject({
        fileName: `${number}.pdf`,
        contentType: 'application/pdf',
        disposition: 'inline',
      })
      const text = readPages(file.bytes).join('\n')
      const stored = await books.db.owner('invoices').where({ invoice_id: invoiceId }).first()
      expect(stored.tax_minor).toBeGreaterThan(0)
      const owed = stored.total_minor - 3500
      for (const words of [
        'TAX-77',
        'Cedar Clinic',
        'Support',
        '-USD\u00A025.00',
        '-USD\u00A010.00',
        'Many thanks',
      ]) {
        expect(text).toContain(words)
      }
      expect(text).toContain(`USD\u00A0${(owed / 100).toFixed(2)}`)
      const again = await books.app.execute(getInvoicePdf, alder, { invoiceId })
      expect(Buffer.compare(file.bytes, again.bytes)).toBe(0)
    })

    it('do not exist of drafts, nor of what is not there or another company’s', async () => {
      const { invoiceId } = await books.draft()
      const ask = (id: string, actor = alder) =>
        refusal(books.app.execute(getInvoicePdf, actor, { invoiceId: id }))
      expect(await ask(invoiceId)).toMatchObject({ status: 409, code: 'not-finalized' })
      expect(await ask(OTHER_CLIENT)).toMatchObject({ status: 404 })
      const finalized = await books.finalized()
      expect(await ask(finalized.invoiceId, birch)).toMatchObject({ status: 404 })
    })

    it('are for the client’s own people too, and for no other client’s', async () => {
      const { invoiceId } = await books.finalized()
      const draft = await books.draft()
      const file = await books.app.execute(getPortalInvoicePdf, portal(CLIENT), { invoiceId })
      expect(readPages(file.bytes)[0]).toContain('Cedar Clinic')
      for (const [who, id] of [
        [OTHER_CLIENT, invoiceId],
        [CLIENT, draft.invoiceId],
      ] as const) {
        const asked = books.app.execute(getPortalInvoicePdf, portal(who), { invoiceId: id })
        expect(await refusal(asked)).toMatchObject({ status: 404 })
      }
    })

    it('show a client’s statement', async () => {
      const { number } = await books.finalized({
        clientId: OTHER_CLIENT,
        lines: [line({ unitPriceMinor: 4200 })],
      })
      const period = { from: '2026-03-01', to: '2026-03-31' }
      const file = await books.app.execute(getStatementPdf, alder, { clientId: OTHER_CLIENT, ...period })
      const text = readPages(file.bytes).join('\n')
      expect(text).toContain('Elm Dental')
      expect(text).toContain(`Invoice ${number}`)
      expect(text).toContain('USD\u00A042.00')
      const nothing = await books.app.execute(getStatementPdf, alder, {
        clientId: OTHER_CLIENT,
        from: '2020-01-01',
        to: '2020-01-31',
      })
      expect(readPages(nothing.bytes)[0]).toContain('Nothing was owed')
    })
  })

  describe('by mail', () => {
    it('go to the client with the very PDF attached, audited, and their fate stands with the document', async () => {
      const { invoiceId, number } = await books.finalized()
      const message = 'As agreed <b>on the phone</b>.'
      const answer = await books.app.execute(sendInvoice, alder, { invoiceId, message })
      expect(answer).toEqual({ invoiceId, toEmail: 'ap@cedar.example' })
      const [mail] = await mails()
      expect(mail).toMatchObject({
        subject: `Invoice ${number} from Alder`,
        status: 'kept',
        to_name: 'Cedar Clinic',
      })
      expect(mail.text_body).toContain('As agreed <b>on the phone</b>.')
      expect(mail.html_body).toContain('As agreed &lt;b&gt;on the phone&lt;/b&gt;.')
      expect(mail.text_body).toContain('Balance due: USD 100.00, by April 1, 2026.')
      expect(mail.text_body).toContain(`https://psa.example.com/portal/invoices/${invoiceId}`)

      const { attachments } = await books.app.execute(getMail, alder, { mailId: mail.mail_id })
      expect(attachments).toMatchObject([{ fileName: `${number}.pdf`, contentType: 'application/pdf' }])
      const sent = await books.app.execute(getMailAttachment, alder, { mailId: mail.mail_id, position: 0 })
      const pdf = await books.app.execute(getInvoicePdf, alder, { invoiceId })
      expect(Buffer.compare(sent.bytes, pdf.bytes)).toBe(0)

      const audited = await books.db
        .owner('audit_events')
        .where({ entity_id: invoiceId, action: 'invoice.sent' })
      expect(audited).toMatchObject([{ after: { toEmail: 'ap@cedar.example' } }])
      const { items } = await books.app.execute(invoiceDeliveries, alder, { invoiceId })
      expect(items).toMatchObject([{ toEmail: 'ap@cedar.example', status: 'kept', sentAt: null }])
    })

    it('go again and elsewhere when asked again', async () => {
      const { invoiceId } = await books.finalized()
      await books.app.execute(sendInvoice, alder, { invoiceId })
      await books.app.execute(sendInvoice, alder, { invoiceId, to: 'boss@cedar.example' })
      const { items } = await books.app.execute(invoiceDeliveries, alder, { invoiceId })
      expect(items.map((each) => each.toEmail).toSorted()).toEqual(['ap@cedar.example', 'boss@cedar.example'])
    })

    it('say nothing where no message was written', async () => {
      const { noteId } = await creditNote(books)
      await books.app.execute(sendInvoice, alder, { invoiceId: noteId })
      const [mail] = await mails()
      expect(mail.template).toBe('credit_note_sent')
      expect(mail.html_body).not.toContain('<p></p>')
      expect(mail.text_body).not.toContain('\n\n\n')
    })

    it('are refused for drafts, cancelled documents and clients without an address', async () => {
      const draft = await books.draft()
      const cancelled = await books.finalized()
      await books.app.execute(voidInvoice, alder, { invoiceId: cancelled.invoiceId, reason: 'a mistake' })
      const silent = await books.finalized({ clientId: OTHER_CLIENT })
      for (const [{ invoiceId }, code] of [
        [draft, 'not-finalized'],
        [cancelled, 'document-cancelled'],
        [silent, 'no-address'],
      ] as const) {
        expect(await refusal(books.app.execute(sendInvoice, alder, { invoiceId })), code).toMatchObject({
          code,
        })
      }
      expect(await mails()).toEqual([])
    })

    it('go to many at once, and those that cannot be sent are named', async () => {
      const good = await Promise.all([books.finalized(), books.finalized()])
      const silent = await books.finalized({ clientId: OTHER_CLIENT })
      const draft = await books.draft()
      const asked = [...good, silent, draft].map((each) => each.invoiceId)
      const answer = await books.app.execute(sendInvoices, alder, { invoiceIds: [...asked, OTHER_CLIENT] })
      expect(answer.sent.map((each) => each.invoiceId)).toEqual(good.map((each) => each.invoiceId))
      expect(answer.notSent).toEqual([
        { invoiceId: silent.invoiceId, reason: 'no-address' },
        { invoiceId: draft.invoiceId, reason: 'not-finalized' },
        { invoiceId: OTHER_CLIENT, reason: 'not-found' },
      ])
      expect(await mails()).toHaveLength(2)
      // Each with its own document, not with one of somebody else's.
      const files = await books.db
        .owner('mail_attachments as a')
        .join('mails as m', 'm.mail_id', 'a.mail_id')
        .orderBy('m.subject')
        .select('m.subject', 'a.file_name', 'a.content')
      expect(files).toHaveLength(2)
      for (const { subject, file_name, content } of files) {
        const [, number = ''] = /^Invoice (\S+) from/.exec(subject) ?? []
        expect(file_name).toBe(`${number}.pdf`)
        expect(readPages(content)[0]?.split('\n')).toContain(number)
      }
    })

    it('leave nothing behind when the sending fails', async () => {
      const { invoiceId } = await books.finalized()
      const otherCompany = books.app.execute(sendInvoice, birch, { invoiceId })
      expect(await refusal(otherCompany)).toMatchObject({ status: 404 })
      expect(await mails()).toEqual([])
    })
  })
})
