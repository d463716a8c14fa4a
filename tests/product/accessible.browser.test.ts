import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from './axe.ts'
import { browserPath, newPage, openBrowser, picture, signIn, startProduct, type Product } from './product.ts'

const PAGES = [
  '/',
  '/inbox',
  '/inbox/definitions',
  '/clients',
  '/notifications',
  '/invoices',
  '/invoices/new',
  '/payments',
  '/payments/new',
  '/credits',
  '/receivables',
  '/billing-settings/services',
  '/billing-settings/taxes',
  '/billing-settings/terms',
  '/mail',
  '/people',
  '/people/roles',
  '/settings',
  '/settings/general',
  '/settings/retention',
  '/audit',
  '/jobs',
  '/jobs/schedules',
  '/profile',
  '/nowhere',
]

/** Every page as a whole, with its real colours: what tests of single screens cannot see. */
describe.skipIf(!browserPath)('every page', () => {
  let product: Product
  let browser: Browser

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  it.each([
    ['light', false, 1280],
    ['dark', true, 1280],
    ['light and narrow', false, 420],
  ])('of the provider’s side is clean to axe: %s', async (how, dark, width) => {
    const { page, complaints } = await newPage(browser, { dark, width })
    await signIn(page, product.origin, 'ada@harborlane.example')
    await page.getByRole('heading', { name: /Ada Lindqvist/ }).waitFor()
    const wrong: string[] = []
    for (const path of PAGES) {
      await page.goto(`${product.origin}${path}`)
      wrong.push(...(await violations(page, path)))
      await picture(page, `all-${how.replaceAll(' ', '-')}${path.replaceAll('/', '-')}`)
    }
    expect(wrong).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it.each([
    ['light', false, 1280],
    ['dark', true, 1280],
    ['light and narrow', false, 420],
  ])('of one document is clean to axe, and so is every dialog on it: %s', async (how, dark, width) => {
    const { page, complaints } = await newPage(browser, { dark, width })
    await signIn(page, product.origin, 'ada@harborlane.example')
    await page.getByRole('heading', { name: /Ada Lindqvist/ }).waitFor()
    const { draft, owed, creditable } = await someDocuments(page)
    const wrong: string[] = []
    for (const path of [
      `/invoices/${owed.invoiceId}`,
      `/invoices/${draft.invoiceId}/edit`,
      `/clients/${owed.clientId}`,
      `/clients/${owed.clientId}/statement`,
      '/invoices?status=open&currency=USD&dueFrom=2020-01-01&dueTo=2099-12-31',
    ]) {
      await page.goto(`${product.origin}${path}`)
      wrong.push(...(await violations(page, path)))
    }
    for (const [document, action] of [
      [draft, 'Finalize'],
      [owed, 'Record payment'],
      [creditable, 'Apply credit'],
      [owed, 'Create credit note'],
      [owed, 'Send by mail'],
      [owed, 'Back to draft'],
      [owed, 'Void'],
    ] as const) {
      await page.goto(`${product.origin}/invoices/${document.invoiceId}`)
      await openDialog(page, action)
      wrong.push(...(await violations(page, action)))
      const name = `dialog-${how} ${action}`.replaceAll(' ', '-').toLowerCase()
      await picture(page, name)
    }
    expect(wrong).toEqual([])
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('of the other doors is clean to axe', async () => {
    const wrong: string[] = []
    const outside = await newPage(browser)
    for (const path of [
      '/sign-in',
      '/portal/sign-in',
      '/operator/sign-in',
      '/forgot-password',
      '/reset-password?token=x',
    ]) {
      await outside.page.goto(`${product.origin}${path}`)
      wrong.push(...(await violations(outside.page, path)))
    }
    const portal = await newPage(browser, { dark: true })
    await signIn(portal.page, product.origin, 'pia@cedarclinic.example', '/portal/sign-in')
    await portal.page.getByText('To pay').first().waitFor()
    wrong.push(...(await violations(portal.page, '/portal')))
    await portal.page.goto(`${product.origin}/portal/credits`)
    wrong.push(...(await violations(portal.page, '/portal/credits')))
    const operator = await newPage(browser)
    await signIn(operator.page, product.origin, 'operator@tieout.example', '/operator/sign-in')
    await operator.page.getByText('Juniper Ridge Tech').first().waitFor()
    wrong.push(...(await violations(operator.page, '/operator')))
    expect(wrong).toEqual([])
  })
})

interface Listed {
  invoiceId: string
  clientId: string
  status: string
}

/** A draft, an invoice on which nothing stands yet, and one whose client has credit to pay it with. */
async function someDocuments(page: Page): Promise<Record<'draft' | 'owed' | 'creditable', Listed>> {
  const of = async (path: string) =>
    (await page.evaluate(
      async (address) => (await (await fetch(`/api/v1${address}`)).json()).items,
      path,
    )) as Listed[]
  const credited = new Set((await of('/credits?state=available')).map((credit) => credit.clientId))
  const open = await of('/invoices?status=open&type=standard')
  const [draft] = await of('/invoices?status=draft&type=standard')
  const owed = open.find(({ status }) => status === 'sent')
  const creditable = open.find(({ clientId }) => credited.has(clientId))
  if (!draft || !owed || !creditable) throw new Error('the demo has no such documents')
  return { draft, owed, creditable }
}

/** By its button, or else from the menu of what is done more rarely. */
async function openDialog(page: Page, action: string): Promise<void> {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  const button = page.getByRole('button', { name: action, exact: true })
  if ((await button.count()) > 0) await button.click()
  else {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: action, exact: true }).click()
  }
  await page.locator('[role=dialog], [role=alertdialog]').waitFor()
}
