import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settled, violationsInEveryLook } from './axe.ts'
import { companyBeside, type CompanyBeside } from './company-beside.ts'
import { browserPath, newPage, openBrowser, picture, signIn, startProduct, type Product } from './product.ts'
import { acceptAll, addressOf, badge, choose, connect, finalizeOne, goLive } from './sync-walk.ts'

const PAGES = [
  '/settings/accounting',
  '/accounting/mapping/client',
  '/accounting/mapping/tax',
  '/accounting/mapping/kept-out',
  '/accounting/transactions',
  '/accounting/batches',
  '/accounting/batches/new',
  '/invoices',
]

/** The way out as a newcomer walks it: from the first sign-in to an invoice that both books agree on. */
describe.skipIf(!browserPath)('the way out', () => {
  let product: Product
  let browser: Browser
  let bill: Page
  let complaints: string[]
  let company: CompanyBeside

  beforeAll(async () => {
    product = await startProduct()
    company = await companyBeside(product.home)
    browser = await openBrowser()
    ;({ page: bill, complaints } = await newPage(browser))
    await signIn(bill, product.origin, 'bill@harborlane.example')
    await bill.getByRole('heading', { name: /Bill Moreau/ }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  it('begins with three clicks: QuickBooks, connect, agree', async () => {
    await connect(bill, () => picture(bill, 'sync-01-consent'))
    expect(new URL(bill.url()).pathname).toBe('/settings/accounting')
    expect(new URL(bill.url()).search).not.toContain('code=')
    await picture(bill, 'sync-02-connected')
  })

  it('goes live from a day that a person confirms', async () => {
    await goLive(bill)
    await picture(bill, 'sync-03-live')
  })

  it('links what bears the same name at one stroke', async () => {
    await bill.getByRole('link', { name: 'Mapping' }).click()
    await acceptAll(bill)
    await picture(bill, 'sync-04-customers')
    await bill.getByRole('link', { name: 'Items' }).click()
    await acceptAll(bill)
    await picture(bill, 'sync-05-items')
  })

  let number = ''

  it('carries a finalized invoice over, and the page says so without a reload', async () => {
    number = await finalizeOne(bill, product, 'Bluefin Seafood Co.', 'Managed workstation')
    await badge(bill, 'Queued').or(badge(bill, 'Synced')).first().waitFor()
    await picture(bill, 'sync-06-queued')
    await bill.getByText(`${number} is in Harbor Lane Books, and both agree to the cent.`).waitFor()
    await badge(bill, 'Synced ?✓').first().waitFor()
    await picture(bill, 'sync-07-synced')
    expect((await company.invoicesByNumber()).get(number)).toBe(1)
  })

  it('is seen at the bookkeeper’s desk, by the link on the invoice', async () => {
    const opened = bill.waitForEvent('popup')
    await bill.getByRole('link', { name: 'View in QuickBooks' }).first().click()
    const desk = await opened
    await desk.getByText(number).first().waitFor()
    await desk.getByText('85.00').first().waitFor()
    await picture(desk, 'sync-08-desk')
    await desk.close()
  })

  it('asks in the inbox for what is missing, and goes on once it is named there', async () => {
    const waiting = await finalizeOne(
      bill,
      product,
      'Bluefin Seafood Co.',
      'Firewall appliance',
      async (dialog) => {
        await dialog.getByText(/Firewall appliance .* has no item/).waitFor()
      },
    )
    await bill.getByText('Waits for an item for Firewall appliance.').first().waitFor()
    await picture(bill, 'sync-09-waits')
    const invoice = bill.url()
    await bill.getByRole('link', { name: 'Open the task' }).click()
    await bill.getByRole('heading', { name: /Choose the item for Firewall appliance/ }).waitFor()
    await bill.getByText(waiting).first().waitFor()
    await picture(bill, 'sync-10-task')
    await choose(bill, 'Item in QuickBooks', 'Managed workstation')
    await bill.getByText('Releases 1 document, $649.00.').first().waitFor()
    await bill.getByRole('button', { name: 'Link Firewall appliance to this item' }).click()
    await bill.getByText('1 document went on its way.').first().waitFor()
    await picture(bill, 'sync-11-task-done')
    await bill.goto(invoice)
    await bill.getByText(`${waiting} is in Harbor Lane Books, and both agree to the cent.`).waitFor()
    expect((await company.invoicesByNumber()).get(waiting)).toBe(1)
    await bill.getByRole('link', { name: 'Inbox' }).first().click()
    await bill.getByRole('heading', { name: 'Inbox' }).waitFor()
    expect(await bill.getByText(/Choose the item for Firewall/).count()).toBe(0)
  })

  it('asks for the group of rates where the company taxes by groups, and both totals are equal', async () => {
    const taxed = await finalizeOne(bill, product, 'Cedar Clinic', 'Firewall appliance', async (dialog) => {
      await dialog.getByText(/City tax \+ State sales tax .* has no tax code/).waitFor()
    })
    await bill.getByRole('link', { name: 'Open the task' }).click()
    await bill.getByRole('heading', { name: /Choose the tax code for City tax \+ State sales tax/ }).waitFor()
    await choose(bill, 'Tax code in QuickBooks', 'Maine')
    await bill.getByText('Releases 1 document, $690.38.').first().waitFor()
    await picture(bill, 'sync-14-tax-task')
    await bill.getByRole('button', { name: 'Link City tax + State sales tax to this code' }).click()
    await bill.getByText('1 document went on its way.').first().waitFor()
    await addressOf(bill, product, taxed)
    await bill.getByText(`${taxed} is in Harbor Lane Books, and both agree to the cent.`).waitFor()
    await picture(bill, 'sync-15-tax-synced')
    expect((await company.invoicesByNumber()).get(taxed)).toBe(1)
  })

  it('tells it all on the overview, and of each transaction what was sent and answered', async () => {
    await bill.getByRole('link', { name: 'QuickBooks' }).first().click()
    await bill.getByText(/Harbor Lane Books and your books agree: 3 documents, \$1,424\.38/).waitFor()
    await picture(bill, 'sync-12-overview')
    await bill.getByRole('link', { name: 'Transactions' }).first().click()
    await bill
      .getByRole('link', { name: new RegExp(number) })
      .first()
      .waitFor()
    await picture(bill, 'sync-13-transactions')
    expect(complaints).toEqual([])
  })

  it.each([...PAGES, 'the document'])('is clean to axe in every look: %s', async (path) => {
    const name = path.replaceAll('/', '-').replaceAll(' ', '-')
    if (path === 'the document') await addressOf(bill, product, number)
    else await bill.goto(`${product.origin}${path}`)
    await settled(bill)
    expect(await violationsInEveryLook(bill, path, `sync-all${name}`)).toEqual([])
    expect(complaints).toEqual([])
    await bill.setViewportSize({ width: 1280, height: 800 })
  })
})
