import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserPath, newPage, openBrowser, picture, signIn, startProduct, type Product } from './product.ts'
import { choose } from './sync-walk.ts'

/** The books as a billing administrator walks through them, and as the client then sees them. */
describe.skipIf(!browserPath)('the books', () => {
  let product: Product
  let browser: Browser
  let bill: Page
  let complaints: string[]

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
    ;({ page: bill, complaints } = await newPage(browser))
    await signIn(bill, product.origin, 'bill@harborlane.example')
    await bill.getByRole('heading', { name: /Bill Moreau/ }).waitFor()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  let invoice = ''

  it('begin with a draft that becomes a numbered invoice', async () => {
    await bill.goto(`${product.origin}/invoices/new`)
    await choose(bill, 'Client', 'Cedar Clinic')
    await bill.getByRole('textbox', { name: 'Description' }).first().fill('Network review')
    await bill.getByRole('textbox', { name: 'Unit price' }).first().fill('200.00')
    await bill.getByRole('checkbox', { name: 'Taxable' }).first().uncheck()
    await bill.getByText('$200.00').first().waitFor()
    await picture(bill, 'books-01-draft')
    await bill.getByRole('button', { name: 'Save draft' }).click()
    await bill.getByRole('heading', { name: /Draft invoice/ }).waitFor()

    await bill.getByRole('button', { name: 'Finalize' }).first().click()
    const dialog = bill.getByRole('dialog')
    await dialog.getByText('Everything is there.').waitFor()
    await picture(bill, 'books-02-finalize')
    await dialog.getByRole('button', { name: 'Finalize' }).click()
    await bill.getByRole('heading', { name: /^INV-\d{5}/ }).waitFor()
    invoice =
      (await bill.getByRole('heading', { name: /^INV-\d{5}/ }).textContent())?.match(/INV-\d{5}/)?.[0] ?? ''
    await picture(bill, 'books-03-invoice')
  })

  it('take one payment over two invoices, in part', async () => {
    await bill.goto(`${product.origin}/payments/new`)
    await choose(bill, 'Client', 'Cedar Clinic')
    // The older invoice takes 495.00; 55.00 of the new one is paid with it.
    await bill
      .getByRole('textbox', { name: /^Amount/ })
      .first()
      .fill('550.00')
    await bill.getByText(invoice).first().waitFor()
    await picture(bill, 'books-04-payment')
    await bill.getByRole('button', { name: /^Record \$550\.00/ }).click()
    await bill.waitForURL(/\/payments\/[0-9a-f-]{36}$/)
    await openInvoice(bill, invoice)
    await bill.getByText('$145.00').first().waitFor()
    await picture(bill, 'books-05-part-paid')
  })

  it('give credit, apply it and take it off again', async () => {
    await bill.getByRole('button', { name: 'More actions' }).click()
    await bill.getByRole('menuitem', { name: 'Create credit note' }).click()
    const crediting = bill.getByRole('dialog')
    await crediting.getByText('An amount').click()
    await crediting.getByRole('textbox', { name: /Amount in USD/ }).fill('45.00')
    await picture(bill, 'books-06-crediting')
    await crediting.getByRole('button', { name: 'Create draft' }).click()
    await bill.getByRole('heading', { name: /Draft credit note/ }).waitFor()
    await bill.getByRole('button', { name: 'Finalize' }).first().click()
    await bill.getByRole('dialog').getByRole('button', { name: 'Finalize' }).click()
    await bill.getByRole('heading', { name: /^CM-\d{5}/ }).waitFor()

    await openInvoice(bill, invoice)
    await press(bill, 'Apply credit')
    const applying = bill.getByRole('dialog')
    await picture(bill, 'books-07-applying')
    await applying.getByRole('button', { name: 'Apply credit' }).click()
    await bill.getByText('$100.00').first().waitFor()
    await picture(bill, 'books-08-credited')

    await bill
      .getByRole('button', { name: /^Take off/ })
      .first()
      .click()
    const takingOff = bill.getByRole('dialog').or(bill.getByRole('alertdialog'))
    await takingOff.getByRole('textbox', { name: /Reason/ }).fill('Meant for another invoice')
    await takingOff.getByRole('button', { name: 'Take the credit off' }).click()
    await bill.getByText('The credit has been taken off.').waitFor()
    await bill.getByText('$145.00').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('ask before Back loses what was typed, and go back when told to', async () => {
    await bill.goto(`${product.origin}/invoices`)
    await bill.getByRole('link', { name: 'New invoice' }).first().click()
    await bill.getByRole('textbox', { name: 'Reference' }).fill('PO 77')
    const back = () => bill.evaluate(() => window.history.back())
    await back()
    await bill.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    expect(new URL(bill.url()).pathname).toBe('/invoices/new')
    await bill.getByRole('textbox', { name: 'Reference' }).press('End')
    await back()
    await bill.getByRole('button', { name: 'Leave without saving' }).click()
    await bill.waitForURL(/\/invoices$/)
  })

  it('show the client the same balance', async () => {
    const { page } = await newPage(browser, { width: 420 })
    await signIn(page, product.origin, 'pia@cedarclinic.example', '/portal/sign-in')
    await page.getByText(invoice).first().waitFor()
    await page.getByText('$145.00').first().waitFor()
    await picture(page, 'books-09-portal')
    await page.getByText(invoice).first().click()
    await page.getByRole('heading', { name: invoice }).waitFor()
    await page.getByText('$145.00').first().waitFor()
    await picture(page, 'books-10-portal-invoice')
    await page.context().close()
  })
})

async function openInvoice(page: Page, number: string): Promise<void> {
  await page.getByRole('link', { name: 'Invoices', exact: true }).first().click()
  await page.getByRole('searchbox').fill(number)
  // The search goes into the address, and what was clicked before that is forgotten. Rows stay until others come.
  await page.waitForURL(new RegExp(number))
  const found = page.getByRole('row').getByRole('link', { name: /^INV-/ })
  await expect.poll(() => found.allTextContents()).toEqual([expect.stringContaining(number)])
  await found.click()
  await page.getByRole('heading', { name: new RegExp(`^${number}`) }).waitFor()
}

/** An action stands as a button of its own or among the others behind "More actions". */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name, exact: true })
  if ((await button.count()) > 0) return await button.first().click()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name }).click()
}
