import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  exportAgeing,
  exportClients,
  exportCredits,
  exportInvoices,
  exportPayments,
  exportPortalInvoices,
  exportServices,
  exportStatement,
} from '../contract/exports.ts'
import { createService } from '../contract/services.ts'
import { serviceUseCases } from '../catalogue/service-use-cases.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, birch, CLIENT, createBooks, insertClient, line, pay, type Books } from '../testing/books.ts'
import { creditNote } from '../testing/receipts.ts'
import { insertManyClients, person } from '../testing/world.ts'
import { amount } from './columns.ts'
import { exportUseCases } from './use-cases.ts'

const EVIL = '00000000-0000-4000-9000-0000000000e7'

describe('lists as CSV', () => {
  let books: Books
  let number = ''
  const rowsOf = (file: { bytes: Uint8Array }) => new TextDecoder().decode(file.bytes).trimEnd().split('\r\n')

  beforeAll(async () => {
    books = await createBooks((billing) => [
      ...moneyUseCases(billing),
      ...serviceUseCases(),
      ...exportUseCases(billing),
    ])
    await insertClient(books.db, TENANT_A, EVIL, '=HYPERLINK("http://evil.example")')
    const invoice = await books.finalized({ lines: [line({ unitPriceMinor: 123_456 })] })
    number = invoice.number ?? ''
    await pay(books, invoice.invoiceId, 23_456)
    await creditNote(books, 500)
  })
  afterAll(() => books.close())

  it('hold the rows of the list, amounts as plain numbers and nothing to calculate', async () => {
    const clients = await books.app.execute(exportClients, alder, {})
    expect(clients).toMatchObject({ fileName: 'clients.csv', disposition: 'attachment' })
    expect(rowsOf(clients)[1]).toMatch(/^"'=HYPERLINK\(""http:/)
    const invoices = rowsOf(await books.app.execute(exportInvoices, alder, { type: 'standard' }))
    expect(invoices).toEqual([
      'Number,Type,Client,Date,Due,Status,Currency,Total,Balance due',
      `${number},standard,Cedar Clinic,2026-03-02,2026-04-01,partially_applied,USD,1234.56,1000.00`,
    ])
    const payments = rowsOf(await books.app.execute(exportPayments, alder, {}))
    expect(payments[1]).toBe('2026-03-02,Cedar Clinic,cheque,manual,1077,USD,234.56,0.00,')
    expect(rowsOf(await books.app.execute(exportCredits, alder, {}))[1]).toContain(
      ',available,USD,5.00,5.00,',
    )
    expect(rowsOf(await books.app.execute(exportAgeing, alder, {}))[1]).toContain(
      'Cedar Clinic,USD,1000.00,0.00',
    )
    const period = { clientId: CLIENT, from: '2026-03-01', to: '2026-03-31' }
    const statement = rowsOf(await books.app.execute(exportStatement, alder, period))
    expect(statement).toContain(`2026-03-02,payment,${number},USD,-234.56,1000.00,`)
  })

  it('hold services and products with their prices', async () => {
    const backup = { name: 'Backup', sku: '+BK', unitPriceMinor: 1250, currency: 'USD', taxable: false }
    await books.app.execute(createService, alder, backup)
    await books.app.execute(createService, alder, { ...backup, name: 'Router', kind: 'product' })
    expect(rowsOf(await books.app.execute(exportServices, alder, { kind: 'service' }))).toEqual([
      'Name,Type,Code,Description,Currency,Price,Taxable,Status',
      "Backup,service,'+BK,,USD,12.50,false,active",
    ])
  })

  it('hold for a client’s people the documents of their client alone, and no drafts', async () => {
    await books.draft()
    const ask = (clientId: string | null) =>
      books.app.execute(
        exportPortalInvoices,
        person({ audience: 'portal', clientId, permissions: new Set(['portal_invoice:read']) }),
        { status: 'open' },
      )
    expect(rowsOf(await ask(CLIENT))).toEqual([
      'Number,Type,Date,Due,Status,Currency,Total,Balance due',
      `${number},standard,2026-03-02,2026-04-01,partially_applied,USD,1234.56,1000.00`,
    ])
    expect(rowsOf(await ask(EVIL))).toHaveLength(1)
    await expect(ask(null)).rejects.toMatchObject({ status: 404 })
  })

  it('hold the invoices that the same filters list, those due on some days too', async () => {
    const due = { dueFrom: '2026-04-01', dueTo: '2026-04-01', status: 'open' as const }
    expect(rowsOf(await books.app.execute(exportInvoices, alder, due))[1]).toContain(number)
    expect(rowsOf(await books.app.execute(exportInvoices, alder, { dueTo: '2026-03-31' }))).toHaveLength(1)
  })

  it('carry headings in the language of whoever reads them', async () => {
    const reader = person({ locale: 'de-DE', permissions: new Set(['invoice:read']) })
    const file = await books.app.execute(exportInvoices, reader, {})
    expect(rowsOf(file)[0]).toBe('Nummer,Art,Kunde,Datum,Fällig,Status,Währung,Gesamt,Offen')
  })

  it('are for those who may read the list, and of their own company', async () => {
    const nobody = person({ permissions: new Set() })
    await expect(books.app.execute(exportInvoices, nobody, {})).rejects.toMatchObject({ status: 403 })
    expect(rowsOf(await books.app.execute(exportInvoices, birch, {}))).toHaveLength(1)
  })

  it('go on over pages without losing or repeating a row', async () => {
    await insertManyClients(books.db, TENANT_A, 4500, (n) => `Many ${String(n).padStart(5, '0')}`, 10_000)
    const names = rowsOf(await books.app.execute(exportClients, alder, { status: 'all', search: 'many' }))
    expect(names).toHaveLength(4501)
    expect(new Set(names).size).toBe(4501)
  })

  it('write amounts exactly in the decimals of their currency', () => {
    expect([amount(-5, 'USD'), amount(1234, 'JPY'), amount(1_234_567, 'KWD'), amount(0, 'EUR')]).toEqual([
      { exact: '-0.05' },
      { exact: '1234' },
      { exact: '1234.567' },
      { exact: '0.00' },
    ])
  })
})
