import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { companyBeside, type CompanyBeside } from './company-beside.ts'
import { browserPath, newPage, openBrowser, picture, signIn, startProduct, type Product } from './product.ts'
import { acceptAll, badge, connect, finalizeOne, goLive } from './sync-walk.ts'

/** A credit note is written, applied, seen by the bookkeeper and the client, taken off again, and all of it voided. */
describe.skipIf(!browserPath)('credit and voids', () => {
  let product: Product
  let browser: Browser
  let bill: Page
  let desk: Page
  let pia: Page
  let company: CompanyBeside
  let number = ''
  let invoice = ''
  let noteNumber = ''
  let note = ''

  beforeAll(async () => {
    product = await startProduct()
    company = await companyBeside(product.home)
    await company.withoutLimits()
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

  /** The row over there under this number; null when there is none. */
  async function there(kind: 'Invoice' | 'CreditMemo', docNumber: string) {
    return (await company.all(kind)).find((row) => row['DocNumber'] === docNumber) ?? null
  }
  const balanceThere = async (kind: 'Invoice' | 'CreditMemo', docNumber: string) =>
    (await there(kind, docNumber))?.['Balance'] ?? null

  async function fromMenu(page: Page, entry: string): Promise<Locator> {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: entry, exact: true }).click()
    const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
    await dialog.waitFor()
    return dialog
  }

  /** Whoever looks again after what was sent has done so; from here on only the schedule comes by. */
  async function untilNobodyComesBy(): Promise<void> {
    const open = () =>
      bill.evaluate(async () => {
        const { items } = await (await fetch('/api/v1/jobs?kind=accounting-sync-cycle')).json()
        return items.filter(({ state }: { state: string }) => /^(waiting|running|retrying)$/.test(state))
          .length
      })
    await expect.poll(open, { timeout: 60_000, interval: 500 }).toBe(0)
  }

  it('a part of an invoice is credited, and the memo is there to the cent', async () => {
    const writing = await fromMenu(bill, 'Create credit note')
    await writing.getByText('An amount').click()
    await writing.getByLabel('Amount in USD').fill('40')
    await writing.getByText('Balance due, once it is applied').waitFor()
    await picture(bill, 'credits-01-writing')
    await writing.getByRole('button', { name: 'Create draft' }).click()
    await bill.getByRole('heading', { name: /Draft credit note/ }).waitFor()
    await bill.getByRole('button', { name: 'Finalize' }).first().click()
    const finalizing = bill.getByRole('dialog')
    await finalizing.getByText('Cedar Clinic gets $40.00 of credit for other invoices.').waitFor()
    await picture(bill, 'credits-02-finalizing')
    await finalizing.getByRole('button', { name: 'Finalize' }).click()
    const heading = bill.getByRole('heading', { name: /^(Credit note )?CM-\d{5}/ })
    await heading.waitFor()
    noteNumber = (await heading.textContent())?.match(/CM-\d{5}/)?.[0] ?? ''
    note = bill.url()
    await bill.getByText(`${noteNumber} is in Harbor Lane Books, and both agree to the cent.`).waitFor()
    await picture(bill, 'credits-03-note')
    expect(await there('CreditMemo', noteNumber)).toMatchObject({ TotalAmt: 40, Balance: 40 })
  })

  it('it is applied, and both the bookkeeper and the client see it', async () => {
    await bill.goto(invoice)
    const applying = await fromMenu(bill, 'Apply credit')
    await applying.getByText('Credit left').waitFor()
    await picture(bill, 'credits-04-applying')
    await applying.getByRole('button', { name: 'Apply credit' }).click()
    await bill.getByText(`Credit from ${noteNumber}`).waitFor()
    await bill.getByText('$45.00').first().waitFor()
    await expect.poll(() => balanceThere('Invoice', number), { timeout: 60_000, interval: 500 }).toBe(45)
    expect(await balanceThere('CreditMemo', noteNumber)).toBe(0)
    await bill.reload()
    await bill.getByText(`Credit from ${noteNumber}`).waitFor()
    await bill.getByText(/both agree to the cent/).waitFor()
    await picture(bill, 'credits-05-applied')
    await deskAt(`/invoices/${String((await there('Invoice', number))?.['Id'])}`)
    await desk.getByText('45.00').first().waitFor()
    await picture(desk, 'credits-06-desk-invoice')
    await deskAt(`/credit-memos/${String((await there('CreditMemo', noteNumber))?.['Id'])}`)
    await desk.getByText(noteNumber).first().waitFor()
    await picture(desk, 'credits-07-desk-memo')
    await signIn(pia, product.origin, 'pia@cedarclinic.example', '/portal/sign-in')
    await pia.getByText(number).first().click()
    await pia.getByRole('heading', { name: number }).waitFor()
    await pia.getByText('$45.00').filter({ visible: true }).first().waitFor()
    await picture(pia, 'credits-08-portal')
  })

  it('it is taken off again, here and there', async () => {
    await bill.goto(invoice)
    await bill.getByRole('button', { name: `Take off: Credit from ${noteNumber}` }).click()
    const dialog = bill.getByRole('alertdialog').or(bill.getByRole('dialog'))
    await dialog.getByText(`Owed on ${number}`).waitFor()
    await picture(bill, 'credits-09-taking-off')
    await dialog.getByLabel('Reason').fill('meant for another')
    await dialog.getByRole('button', { name: 'Take the credit off' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(() => balanceThere('Invoice', number), { timeout: 60_000, interval: 500 }).toBe(85)
    expect(await balanceThere('CreditMemo', noteNumber)).toBe(40)
    await bill.reload()
    await bill.getByText('Taken back').first().waitFor()
    await picture(bill, 'credits-10-taken-off')
  })

  it('the credit note is voided, and its memo is gone', async () => {
    await bill.goto(note)
    await bill.getByText(/both agree to the cent/).waitFor()
    await voided(noteNumber, 'credits-11-voiding-note', 'a credit memo cannot be voided there')
    await expect.poll(() => there('CreditMemo', noteNumber), { timeout: 60_000, interval: 500 }).toBeNull()
    await untilVoided()
    await picture(bill, 'credits-12-note-voided')
  })

  it('a payment that only the bookkeeper knows of speaks against voiding the invoice, by its name', async () => {
    await untilNobodyComesBy()
    const { Id: invoiceId, CustomerRef, CurrencyRef } = (await there('Invoice', number)) ?? {}
    const Line = [{ Amount: 25, LinkedTxn: [{ TxnId: invoiceId, TxnType: 'Invoice' }] }]
    await company.create('payment', { CustomerRef, CurrencyRef, TotalAmt: 25, PaymentRefNum: 'CHQ 11', Line })
    await bill.goto(invoice)
    const dialog = await fromMenu(bill, 'Void')
    await dialog
      .getByText(/\$25\.00 are applied to .* that are not known here: CHQ 11 of .* \(\$25\.00\)/)
      .first()
      .waitFor()
    await picture(bill, 'credits-13-paid-there')
    await bill.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await bill.getByText(/What is owed differs by \$25\.00/).waitFor()
    await picture(bill, 'credits-14-apart')
    const paid = (await company.all('Payment')).find((row) => row['PaymentRefNum'] === 'CHQ 11')
    await company.create('payment?operation=delete', { Id: paid?.['Id'], SyncToken: paid?.['SyncToken'] })
    await bill.getByRole('button', { name: 'Check' }).click()
    await bill.getByText(/both agree to the cent/).waitFor()
  })

  it('the invoice is voided, and stays there under its number, over nothing', async () => {
    await bill.goto(invoice)
    await bill.getByText(/both agree to the cent/).waitFor()
    await voided(number, 'credits-15-voiding', 'it stays there under its number, over nothing')
    await expect
      .poll(async () => (await there('Invoice', number))?.['TotalAmt'], { timeout: 60_000, interval: 500 })
      .toBe(0)
    await untilVoided()
    await picture(bill, 'credits-16-voided')
    await deskAt(`/invoices/${String((await there('Invoice', number))?.['Id'])}`)
    await desk.getByText(/void/i).first().waitFor()
    await picture(desk, 'credits-17-desk-voided')
    await pia.reload()
    await pia.waitForLoadState('networkidle')
    await picture(pia, 'credits-18-portal-voided')
  })

  /** The dialog says what happens over there before anybody confirms. */
  async function voided(what: string, shot: string, consequence: string): Promise<void> {
    const dialog = await fromMenu(bill, 'Void')
    await dialog.getByText(new RegExp(consequence)).waitFor()
    await picture(bill, shot)
    await dialog.getByLabel('Reason').fill('billed twice')
    await dialog.getByRole('button', { name: `Void ${what}` }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  async function untilVoided(): Promise<void> {
    await expect
      .poll(
        async () => {
          await bill.reload()
          await bill.getByRole('heading', { level: 1 }).waitFor()
          await bill.waitForLoadState('networkidle')
          return await badge(bill, 'Voided').first().isVisible()
        },
        { timeout: 60_000, interval: 1000 },
      )
      .toBe(true)
  }
})
