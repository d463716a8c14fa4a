import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyBeside, type CompanyBeside } from './company-beside.ts'
import { browserPath, newPage, openBrowser, picture, signIn, startProduct, type Product } from './product.ts'
import { acceptAll, badge, connect, finalizeOne, goLive } from './sync-walk.ts'

/** The way back in: what a bookkeeper does at the desk, and what billing and the client then see. */
describe.skipIf(!browserPath)('the way in', () => {
  let product: Product
  let browser: Browser
  let bill: Page
  let desk: Page
  let pia: Page
  let company: CompanyBeside
  let number = ''
  let invoice = ''
  let payment = ''

  beforeAll(async () => {
    product = await startProduct()
    company = await companyBeside(product.home)
    browser = await openBrowser()
    ;({ page: bill } = await newPage(browser))
    ;({ page: desk } = await newPage(browser))
    ;({ page: pia } = await newPage(browser, { width: 420 }))
    await signIn(bill, product.origin, 'bill@harborlane.example')
    await bill.getByRole('heading', { name: /Bill Moreau/ }).waitFor()
    await connect(bill)
    await goLive(bill)
    await bill.getByRole('link', { name: 'Mapping' }).click()
    await acceptAll(bill)
    await bill.getByRole('link', { name: 'Items' }).click()
    await acceptAll(bill)
    number = await finalizeOne(bill, product, 'Cedar Clinic', 'Managed workstation')
    await bill.getByText(`${number} is in Harbor Lane Books, and both agree to the cent.`).waitFor()
    invoice = bill.url()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  const deskAt = (path: string) => desk.goto(`${company.running.url}/desk/${company.realmId}${path}`)

  /** A run now, and then the page of the invoice. */
  async function synced(page: Page): Promise<void> {
    await page.goto(`${product.origin}/settings/accounting`)
    await expect
      .poll(
        async () => {
          // What loads above the button moves it, so that a click may land beside it: then it is clicked again.
          const asked = page
            .waitForResponse((answer) => answer.url().endsWith('/sync'), { timeout: 5_000 })
            .then(() => true)
            .catch(() => false)
          await page.getByRole('button', { name: 'Sync now' }).click()
          return await asked
        },
        { timeout: 60_000 },
      )
      .toBe(true)
    await page.goto(invoice)
  }

  it('a payment at the desk makes the invoice paid here, and in the portal', async () => {
    await deskAt(`/customers/${await company.idOf('Customer', 'Cedar Clinic')}`)
    await desk.getByRole('link', { name: 'Receive payment' }).click()
    await desk.getByLabel(/^Amount received/).fill('85')
    await desk.getByLabel('Reference number').fill('Cheque 4711')
    await desk.getByRole('button', { name: 'Fill, oldest first' }).click()
    await desk.getByRole('button', { name: 'Save' }).click()
    await desk.getByText('Saved.').waitFor()
    payment = new URL(desk.url()).pathname
    await picture(desk, 'sync-in-01-desk-payment')
    await synced(bill)
    await until(bill, () => bill.getByText('Paid', { exact: true }).first().isVisible())
    await bill.getByText('Cheque 4711').first().waitFor()
    await picture(bill, 'sync-in-02-paid')
    await signIn(pia, product.origin, 'pia@cedarclinic.example', '/portal/sign-in')
    await pia.getByText(number).first().waitFor()
    await pia.getByText(number).first().click()
    await pia.getByRole('heading', { name: number }).waitFor()
    await pia.getByText('Paid', { exact: true }).first().waitFor()
    await picture(pia, 'sync-in-03-portal')
  })

  it('what is changed and then deleted there moves the balance here with it', async () => {
    await desk.goto(new URL(payment, company.running.url).href)
    await desk.getByRole('link', { name: 'Change' }).click()
    await desk.getByLabel(/^Amount received/).fill('40')
    await desk.getByLabel(/^Pay /).first().fill('40')
    await desk.getByRole('button', { name: 'Save' }).click()
    await desk.getByRole('link', { name: 'Delete…' }).waitFor()
    await synced(bill)
    await until(bill, () => bill.getByText('$45.00').first().isVisible())
    await picture(bill, 'sync-in-04-part-paid')

    await desk.getByRole('link', { name: 'Delete…' }).click()
    await desk.getByRole('button', { name: /^Delete it/ }).click()
    await desk.getByRole('heading', { name: 'Payments' }).first().waitFor()
    await synced(bill)
    await until(bill, async () => (await bill.getByText('$45.00').count()) === 0)
    await pia.reload()
    await pia.getByText('$85.00').filter({ visible: true }).first().waitFor()
    await picture(bill, 'sync-in-05-open-again')
  })

  it('an invoice changed there is a difference, and is put right from its task', async () => {
    await bill.goto(invoice)
    const opened = bill.waitForEvent('popup')
    await bill.getByRole('link', { name: 'View in QuickBooks' }).first().click()
    const there = await opened
    await there.getByRole('link', { name: 'Change' }).click()
    await there.getByLabel('Price, line 1').fill('95')
    await there.getByRole('button', { name: 'Save' }).click()
    await there.getByText('95.00').first().waitFor()
    await there.close()
    await synced(bill)
    await until(bill, () => badge(bill, 'Drift').first().isVisible())
    await picture(bill, 'sync-in-06-drift')
    await bill.getByRole('link', { name: 'Open the task' }).click()
    await bill.getByRole('heading', { name: `${number} of Cedar Clinic is not the same` }).waitFor()
    await bill
      .getByText(/Its total there goes from \$95\.00 to \$85\.00/)
      .first()
      .waitFor()
    await picture(bill, 'sync-in-07-drift-task')
    await bill.getByRole('button', { name: 'Write it again as we mean it' }).click()
    await bill.goto(invoice)
    await until(bill, () => badge(bill, 'Synced ?✓').first().isVisible())
    await picture(bill, 'sync-in-08-verified')
    const row = (await company.all('Invoice')).find((each) => each['DocNumber'] === number)
    expect(row?.['TotalAmt']).toBe(85)
  })
})

/** Looks at the page anew until it shows what a run brings. */
async function until(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  await expect
    .poll(
      async () => {
        if (await isThere()) return true
        await page.reload()
        await page.getByRole('heading', { name: /^INV-/ }).waitFor()
        await page.waitForLoadState('networkidle')
        return await isThere()
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBe(true)
}
