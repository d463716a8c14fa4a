import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { browserPath, newPage, openBrowser, picture, signIn, startProduct, type Product } from './product.ts'

// oxlint-disable-next-line no-console
if (!browserPath) console.warn('Browser tests are skipped: there is no Chromium on this machine.')

/** The path a newcomer is told to walk, from `npm start` on. Every step leaves a picture to look at. */
describe.skipIf(!browserPath)('the first path', () => {
  let product: Product
  let browser: Browser

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    const code = await product?.stop()
    expect(code, product?.said()).toBe(0)
  })

  it('tells where it is, who may sign in and what to try', () => {
    expect(product.said()).toContain(product.origin)
    for (const email of ['ada@harborlane.example', 'pia@cedarclinic.example', 'operator@tieout.example']) {
      expect(product.said()).toContain(email)
    }
  })

  it('leads a billing administrator from sign-in to a resolved task', async () => {
    const { page, complaints } = await newPage(browser)
    await signIn(page, product.origin, 'bill@harborlane.example')
    await page.getByRole('heading', { name: /Bill Moreau/ }).waitFor()
    await picture(page, '01-home')

    await page.getByRole('link', { name: 'Clients', exact: true }).click()
    await page.getByRole('searchbox').fill('quarry')
    await page.getByRole('link', { name: 'Quarry Hill Dental' }).waitFor()
    await expect.poll(() => page.getByRole('row').count()).toBe(2)
    await picture(page, '02-clients-found')
    await page.getByRole('link', { name: 'Quarry Hill Dental' }).click()
    await page.getByRole('heading', { name: 'Quarry Hill Dental' }).waitFor()
    await picture(page, '03-client')

    await page.getByRole('link', { name: /^Inbox/ }).click()
    await picture(page, '04-inbox')
    await page.getByRole('link', { name: 'Review the details of Quarry Hill Dental' }).click()
    await page.getByRole('heading', { name: 'Review the details of Quarry Hill Dental' }).waitFor()
    await page.getByRole('textbox', { name: 'E-mail' }).fill('front.desk@quarryhill.example')
    await picture(page, '05-task')
    await page.getByRole('button', { name: 'Set e-mail' }).click()
    await page.getByText(/Bill Moreau resolved this/).waitFor()
    await picture(page, '06-task-resolved')

    await page.getByRole('link', { name: 'Clients', exact: true }).click()
    await page.getByText('front.desk@quarryhill.example').waitFor()
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('rings the bell and leaves the mail in the outbox', async () => {
    const { page, complaints } = await newPage(browser)
    await signIn(page, product.origin, 'bill@harborlane.example')
    await page.getByRole('button', { name: /1 unread/ }).click()
    await page.getByRole('heading', { name: 'Notifications' }).waitFor()
    await page.getByText(/2 tasks assigned to you/).waitFor()
    await picture(page, '07-notifications')
    await page.context().close()

    const ada = await newPage(browser)
    await signIn(ada.page, product.origin, 'ada@harborlane.example')
    await ada.page.getByRole('link', { name: 'Mail', exact: false }).first().click()
    await ada.page.getByText('bill@harborlane.example').first().waitFor()
    await picture(ada.page, '08-outbox')
    expect([...complaints, ...ada.complaints]).toEqual([])
    await ada.page.context().close()
  })

  it('changes language and theme, and remembers both', async () => {
    const { page, complaints } = await newPage(browser)
    await signIn(page, product.origin, 'ada@harborlane.example')
    await chooseInMenu(page, 'Ada Lindqvist', 'Dark')
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark')
    await chooseInMenu(page, 'Ada Lindqvist', 'Français')
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('fr')
    await page.getByRole('link', { name: 'Clients', exact: true }).waitFor()
    await picture(page, '09-home-french-dark')
    await page.reload()
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('fr')
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('shows a technician neither the task nor the buttons', async () => {
    const { page } = await newPage(browser)
    await signIn(page, product.origin, 'theo@harborlane.example')
    await page.getByRole('heading', { name: /Theo Brandt/ }).waitFor()
    await page.getByRole('link', { name: /^Inbox/ }).click()
    await page.getByText('Nothing to do').waitFor()
    expect(await page.getByRole('button', { name: 'New task' }).isVisible()).toBe(false)
    await picture(page, '10-technician-inbox')

    await page.getByRole('link', { name: 'Clients', exact: true }).click()
    await page.getByRole('button', { name: 'New client' }).click({ force: true })
    expect(await page.getByRole('dialog').count()).toBe(0)
    await picture(page, '11-technician-clients')

    const answer = await page.request.get(`${product.origin}/api/v1/users`)
    expect(answer.status()).toBe(403)
    await page.context().close()
  })

  it('keeps the sides of the house apart', async () => {
    const { page } = await newPage(browser, { width: 420 })
    await signIn(page, product.origin, 'pia@cedarclinic.example', '/portal/sign-in')
    await page.getByText('To pay').first().waitFor()
    await picture(page, '12-portal-narrow')
    await page.goto(`${product.origin}/clients`)
    expect(new URL(page.url()).pathname).toBe('/sign-in')
    const answer = await page.request.get(`${product.origin}/api/v1/clients`)
    expect(answer.status()).toBe(403)
    await page.context().close()
  })

  it('asks a bookkeeper of two companies which one', async () => {
    const { page } = await newPage(browser)
    await signIn(page, product.origin, 'ruth@ledgerhouse.example')
    await page.getByText('Which company?').waitFor()
    await picture(page, '13-choose-company')
    await page.getByRole('button', { name: /Juniper Ridge Tech/ }).click()
    await page.getByRole('heading', { name: /Ruth Okafor/ }).waitFor()
    await page.getByText('Juniper Ridge Tech').first().waitFor()
    await page.context().close()
  })

  it('sends every page under a policy that lets no foreign script in', async () => {
    const { page } = await newPage(browser)
    const answer = await page.goto(`${product.origin}/sign-in`)
    const policy = answer?.headers()['content-security-policy'] ?? ''
    expect(policy).toMatch(/script-src 'self' 'nonce-[\w-]+' 'strict-dynamic'/)
    expect(policy).toContain(`frame-ancestors 'none'`)
    const again = await page.goto(`${product.origin}/sign-in`)
    expect(again?.headers()['content-security-policy']).not.toBe(policy)
    await page.context().close()
  })
})

async function chooseInMenu(page: Page, person: string, item: string): Promise<void> {
  await page.getByRole('button', { name: person }).click()
  await page
    .getByRole('menuitemradio', { name: item })
    .or(page.getByRole('menuitem', { name: item }))
    .or(page.getByRole('menuitemcheckbox', { name: item }))
    .click()
}
