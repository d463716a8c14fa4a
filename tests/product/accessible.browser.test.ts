import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { settled, violations, violationsInEveryLook } from './axe.ts'
import { browserPath, newPage, openBrowser, signIn, startProduct, type Product } from './product.ts'

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
describe.skipIf(!browserPath)('clean to axe in the light, in the dark and narrow', () => {
  let product: Product
  let browser: Browser
  let page: Page
  let complaints: string[]
  let documents: Record<'draft' | 'owed' | 'creditable', Listed>

  beforeAll(async () => {
    product = await startProduct()
    browser = await openBrowser()
    ;({ page, complaints } = await newPage(browser))
    await signIn(page, product.origin, 'ada@harborlane.example')
    await page.getByRole('heading', { name: /Ada Lindqvist/ }).waitFor()
    documents = await someDocuments(page)
  })
  afterAll(async () => {
    await browser?.close()
    await product?.stop()
  })

  it.each(PAGES)('is %s', async (path) => {
    await page.goto(`${product.origin}${path}`)
    await settled(page)
    expect(await violationsInEveryLook(page, path, `all${path.replaceAll('/', '-')}`)).toEqual([])
    expect(complaints).toEqual([])
  })

  it.each<[string, (of: typeof documents) => string]>([
    ['an invoice', ({ owed }) => `/invoices/${owed.invoiceId}`],
    ['the editor of a draft', ({ draft }) => `/invoices/${draft.invoiceId}/edit`],
    ['a client', ({ owed }) => `/clients/${owed.clientId}`],
    ['a statement', ({ owed }) => `/clients/${owed.clientId}/statement`],
    ['a list with filters', () => '/invoices?status=open&currency=USD&dueFrom=2020-01-01&dueTo=2099-12-31'],
  ])('is %s', async (what, path) => {
    await page.goto(`${product.origin}${path(documents)}`)
    await settled(page)
    expect(await violationsInEveryLook(page, what, `one-${what.replaceAll(' ', '-')}`)).toEqual([])
    expect(complaints).toEqual([])
  })

  it.each([
    ['draft', 'Finalize'],
    ['owed', 'Record payment'],
    ['creditable', 'Apply credit'],
    ['owed', 'Create credit note'],
    ['owed', 'Send by mail'],
    ['owed', 'Back to draft'],
    ['owed', 'Void'],
  ] as const)('is the dialog of a document that is %s: %s', async (kind, action) => {
    // Where there is little room it is reached as well.
    await page.setViewportSize({ width: 420, height: 800 })
    await page.goto(`${product.origin}/invoices/${documents[kind].invoiceId}`)
    await openDialog(page, action)
    const name = `dialog-${action}`.replaceAll(' ', '-').toLowerCase()
    expect(await violationsInEveryLook(page, action, name)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('are the other doors', async () => {
    const wrong: string[] = []
    const look = async (there: Page, path: string) => {
      await settled(there)
      wrong.push(...(await violations(there, path)))
    }
    const outside = await newPage(browser)
    for (const path of [
      '/sign-in',
      '/portal/sign-in',
      '/operator/sign-in',
      '/forgot-password',
      '/reset-password?token=x',
    ]) {
      await outside.page.goto(`${product.origin}${path}`)
      await look(outside.page, path)
    }
    const portal = await newPage(browser, { dark: true })
    await signIn(portal.page, product.origin, 'pia@cedarclinic.example', '/portal/sign-in')
    await portal.page.getByText('To pay').first().waitFor()
    await look(portal.page, '/portal')
    await portal.page.goto(`${product.origin}/portal/credits`)
    await look(portal.page, '/portal/credits')
    const operator = await newPage(browser)
    await signIn(operator.page, product.origin, 'operator@tieout.example', '/operator/sign-in')
    await operator.page.getByText('Juniper Ridge Tech').first().waitFor()
    await look(operator.page, '/operator')
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
  await settled(page)
  const button = page.getByRole('button', { name: action, exact: true })
  if ((await button.count()) > 0) await button.click()
  else {
    await page.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: action, exact: true }).click()
  }
  await page.locator('[role=dialog], [role=alertdialog]').waitFor()
}
