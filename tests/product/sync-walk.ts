import type { Page } from 'playwright-core'
import type { Product } from './product.ts'

/** The steps that walks of the sync have in common, each waiting for what it brings about. */

/** Three clicks from any page: QuickBooks, connect, agree. */
export async function connect(page: Page, atConsent: () => Promise<unknown> = async () => {}): Promise<void> {
  await page.getByRole('link', { name: 'QuickBooks' }).first().click()
  await page.getByRole('button', { name: 'Connect to QuickBooks' }).click()
  await page.getByText('Harbor Lane Books').first().waitFor()
  await atConsent()
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.getByText('Connected. Nothing goes to Harbor Lane Books by itself yet.').waitFor()
}

/** From today, which is what the dialog proposes. */
export async function goLive(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Choose the first day…' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/go to Harbor Lane Books by themselves/).waitFor()
  await dialog.getByRole('button', { name: /^Go live from/ }).click()
  await page.getByText('Those dated on or after').waitFor()
}

/** A tick may follow the word. */
export const badge = (page: Page, word: string) => page.locator('main').getByText(new RegExp(`^${word}`))

export async function acceptAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Accept \d+ exact/ }).click()
  const dialog = page.getByRole('dialog').or(page.getByRole('alertdialog'))
  await dialog.getByRole('button', { name: /^Accept \d+ exact/ }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** One line of this service for a client; answers the number it got. */
export async function finalizeOne(
  page: Page,
  { origin }: Product,
  client: string,
  service: string,
  look: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => {},
): Promise<string> {
  await page.goto(`${origin}/invoices/new`)
  await choose(page, 'Client', client)
  await choose(page, 'Service', service)
  await page.getByRole('button', { name: 'Save draft' }).click()
  await page.getByRole('heading', { name: /Draft invoice/ }).waitFor()
  await page.getByRole('button', { name: 'Finalize' }).first().click()
  const dialog = page.getByRole('dialog')
  await look(dialog)
  await dialog.getByRole('button', { name: 'Finalize' }).click()
  const heading = page.getByRole('heading', { name: /^INV-\d{5}/ })
  await heading.waitFor()
  return (await heading.textContent())?.match(/INV-\d{5}/)?.[0] ?? ''
}

export async function choose(page: Page, label: string, option: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label }).first()
  await box.click()
  await box.fill(option)
  await page.getByRole('option', { name: option }).first().click()
}

export async function addressOf(page: Page, { origin }: Product, number: string): Promise<string> {
  await page.goto(`${origin}/invoices?search=${number}`)
  await page
    .getByRole('link', { name: new RegExp(number) })
    .first()
    .click()
  await page.getByRole('heading', { name: new RegExp(`^${number}`) }).waitFor()
  return page.url()
}
