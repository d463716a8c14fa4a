import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserPath, newPage, openBrowser, picture, signIn, startProduct, type Product } from './product.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
    const operator = await newPage(browser)
    await signIn(operator.page, product.origin, 'operator@tieout.example', '/operator/sign-in')
    await operator.page.getByText('Juniper Ridge Tech').first().waitFor()
    wrong.push(...(await violations(operator.page, '/operator')))
    expect(wrong).toEqual([])
  })
})

async function violations(page: Page, path: string): Promise<string[]> {
  await page.locator('h1').first().waitFor()
  await page.waitForLoadState('networkidle')
  await page.evaluate(axe)
  const found = await page.evaluate(async () => {
    // axe put itself on the window a line above.
    const { axe } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> }
    }
    return (await axe.run()).violations.map((each) => `${each.id}: ${each.nodes[0]?.html.slice(0, 160)}`)
  })
  return found.map((each) => `${path} ${each}`)
}
