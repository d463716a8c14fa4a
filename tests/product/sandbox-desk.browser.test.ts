import { mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violationsInEveryLook } from './axe.ts'
import { PICTURES, browserPath, newPage, openBrowser } from './product.ts'
import { type RunningSandbox, startSandbox } from './sandbox.ts'

if (browserPath === undefined) {
  process.stderr.write(
    'The desk of the sandbox is not tested: there is no Chromium. Set CHROMIUM_PATH to one.\n',
  )
}

const PAGES = [
  '/../?all',
  '',
  '/customers',
  '/customers/1',
  '/customers/3',
  '/customers/new',
  '/customers/1/merge',
  '/items',
  '/items/3',
  '/items/new',
  '/invoices',
  '/invoices/1',
  '/invoices/1/edit',
  '/invoices/1/delete',
  '/invoices/new',
  '/credit-memos',
  '/credit-memos/new',
  '/payments',
  '/payments/3',
  '/payments/new',
  '/payments/new?customer=1',
  '/deposits',
  '/deposits/new',
  '/other-papers',
  '/receivables',
  '/trial-balance',
  '/settings',
  '/requests',
  '/requests/2',
  '/faults',
  '/nowhere',
]

/** The sandbox's desk as a bookkeeper meets it: the real command, a real browser, from consent to a merge. */
describe.skipIf(browserPath === undefined)('the bookkeeper’s desk', () => {
  let app: Server
  let browser: Browser
  let page: Page
  let complaints: string[]
  let sandbox: RunningSandbox
  let desk: string
  /** The addresses that consent led back to, as the app saw them. */
  const backs: URL[] = []

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true })
    app = createServer((request, response) => {
      backs.push(new URL(request.url ?? '/', 'http://app'))
      response
        .setHeader('content-type', 'text/html')
        .end('<!doctype html><title>App</title><h1>Back in the app</h1>')
    })
    await new Promise<void>((ready) => app.listen(0, '127.0.0.1', ready))
    sandbox = await startSandbox()
    desk = `${sandbox.url}/desk/${sandbox.realmId}`
    browser = await openBrowser()
    ;({ page, complaints } = await newPage(browser))
  })
  afterAll(async () => {
    await browser?.close()
    sandbox?.stop()
    await new Promise((done) => app?.close(done))
  })

  it('shows consent, which can be given or denied', async () => {
    await page.goto(consentAddress('first'))
    await page.getByRole('button', { name: 'Deny' }).click()
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor()
    expect(lastBack()).toMatchObject({ error: 'access_denied', state: 'first' })
    await page.goto(consentAddress('second'))
    await page.getByRole('button', { name: 'Connect' }).click()
    await page.getByRole('heading', { name: 'Back in the app' }).waitFor()
    expect(lastBack()).toMatchObject({ state: 'second', realmId: sandbox.realmId })
    expect(await sandbox.tokenFor(lastBack()['code'] ?? '', appAddress())).toMatch(/./)
  })

  it('opens the only company by itself, and receives one payment over two invoices', async () => {
    await page.goto(`${sandbox.url}/desk`)
    await page.getByRole('heading', { name: 'Overview' }).waitFor()
    expect(page.url()).toBe(desk)
    await writeInvoice({ date: '2026-09-01', quantity: '4', price: '85' })
    await writeInvoice({ date: '2026-09-15', quantity: '2', price: '140' })
    await page.getByRole('link', { name: 'Receive payment' }).click()
    await page.getByLabel('Amount received').fill('500')
    await page.getByRole('button', { name: 'Fill, oldest first' }).click()
    const [first, second] = await page.getByLabel(/^Pay /).all()
    expect([await first?.inputValue(), await second?.inputValue()]).toEqual(['340.00', '160.00'])
    await second?.fill('150')
    await rest(page).getByText('10.00').waitFor()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()
    expect(await page.getByRole('region', { name: 'Applied to' }).innerText()).toMatch(/340\.00[^]*150\.00/)
    await page.getByRole('link', { name: 'Invoices' }).click()
    expect(await page.getByRole('region', { name: 'Invoices' }).innerText()).toMatch(/130\.00[^]*0\.00/)
  })

  it('says what voiding will do before it does it, and the invoices are open again', async () => {
    await page.getByRole('link', { name: 'Payments' }).click()
    await page.getByRole('region').getByRole('link').first().click()
    await page.getByRole('link', { name: 'Void…' }).click()
    await page.getByText('340.00 is open on it again').waitFor()
    await page.getByRole('button', { name: 'Void it' }).click()
    await page.getByText('Voided: it stays on record at zero.').waitFor()
    await page.getByRole('link', { name: 'Receivables' }).click()
    expect(await page.getByRole('region').innerText()).toContain('620.00')
    await page.getByRole('link', { name: 'Trial balance' }).click()
    await page.getByText('Debits and credits agree.').waitFor()
  })

  it('shows a request the moment it comes in, and both its bodies', async () => {
    await page.goto(`${desk}/requests`)
    const before = await page.getByRole('row').count()
    await sandbox.api('customer', { DisplayName: 'Seen on the wire' })
    await page.getByRole('link', { name: 'create Customer' }).first().click()
    expect(before).toBeLessThan(2)
    await page.getByText('"DisplayName": "Seen on the wire"').first().waitFor()
    expect(await page.locator('pre').count()).toBe(2)
  })

  it('closes the books, and says in the words of the API why a paper is refused', async () => {
    await page.goto(`${desk}/settings`)
    await page.getByLabel('Books are closed up to').fill('2026-08-31')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('The changes are saved.').waitFor()
    await page.goto(`${desk}/invoices/new?customer=1`)
    await fillInvoice({ date: '2026-08-31', quantity: '1', price: '10' })
    await page.getByRole('alert').getByText('The account period has closed').waitFor()
    expect(await page.getByLabel('Price, line 1').inputValue()).toBe('10')
    expect(await page.evaluate(() => document.activeElement?.className)).toBe('refused')
  })

  it('merges two customers: the one is gone, its invoices are the other’s', async () => {
    await page.goto(`${desk}/customers/2`)
    const name = await page.locator('h1').innerText()
    await page.getByRole('link', { name: 'New invoice' }).click()
    await fillInvoice({ date: '2026-10-01', quantity: '1', price: '77' })
    await page.goto(`${desk}/customers/2/merge`)
    await page.getByText('Its 1 paper, and what it owes').waitFor()
    await page.getByLabel('Into whom?').selectOption('3')
    await page.getByRole('button', { name: 'Merge them' }).click()
    await page.getByText('The two customers are one now.').waitFor()
    expect(await page.getByRole('region', { name: 'Papers' }).innerText()).toContain('77.00')
    await page.getByRole('link', { name: 'Customers' }).click()
    expect(await page.getByRole('region', { name: 'Customers' }).innerText()).not.toContain(name)
  })

  it('arms a fault, which strikes the next call', async () => {
    await page.goto(`${desk}/faults`)
    await page.getByRole('button', { name: 'throttled, once' }).click()
    await page.getByText('The fault is armed.').waitFor()
    expect((await sandbox.api('customer', { DisplayName: 'Not now' })).status).toBe(429)
    expect((await sandbox.api('customer', { DisplayName: 'Not now' })).status).toBe(200)
  })

  it('takes no form from another site', async () => {
    const other = await newPage(browser)
    await other.page.goto(`http://127.0.0.1:${(app.address() as AddressInfo).port}/`)
    await other.page.setContent(
      `<form method="post" action="${desk}/settings"><button>Win a prize</button></form>`,
    )
    await other.page.getByRole('button').click()
    await other.page.getByText('was not sent by the desk itself').waitFor()
    await other.page.context().close()
  })

  it.each(PAGES)('is clean to axe in every look, and does not spill over the screen: %s', async (path) => {
    await seed()
    const spill = async (where: string) => {
      const pixels = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      return pixels > 0 ? [`${where} is ${pixels} pixels too wide`] : []
    }
    await page.goto(`${desk}${path}`)
    await page.locator('h1').first().waitFor()
    const name = `desk${path.replaceAll(/[/?=]/g, '-')}`
    expect(await violationsInEveryLook(page, path, name, spill)).toEqual([])
  })

  it('gave the browser nothing to complain of', () => {
    expect(complaints).toEqual([])
  })

  function consentAddress(state: string): string {
    const wish = new URLSearchParams({
      client_id: sandbox.clientId,
      redirect_uri: appAddress(),
      response_type: 'code',
      scope: 'com.intuit.quickbooks.accounting',
      state,
    })
    return `${sandbox.url}/connect/oauth2?${wish}`
  }

  const appAddress = () => `http://127.0.0.1:${(app.address() as AddressInfo).port}/back`
  const lastBack = (): Record<string, string> =>
    Object.fromEntries(backs.findLast((each) => each.pathname === '/back')?.searchParams ?? [])

  async function writeInvoice(sold: Sold): Promise<void> {
    await page.goto(`${desk}/invoices/new?customer=1`)
    await fillInvoice(sold)
    await page.getByText('Saved.').waitFor()
  }

  async function fillInvoice({ date, quantity, price }: Sold): Promise<void> {
    await page.getByLabel('Date', { exact: true }).fill(date)
    await page.getByLabel('Item, line 1').selectOption({ label: 'Managed Services' })
    await page.getByLabel('Quantity, line 1').fill(quantity)
    await page.getByLabel('Price, line 1').fill(price)
    expect(await page.getByLabel('Amount, line 1').inputValue()).toBe(
      (Number(quantity) * Number(price)).toFixed(2),
    )
    await page.getByRole('button', { name: 'Save' }).click()
  }

  let seeded = false
  /** More for the pictures: a credit memo, a payment that waits, a long name, a fault. */
  async function seed(): Promise<void> {
    if (seeded) return
    seeded = true
    const sold = { DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '3' } } }
    const line = (amount: number) => [{ ...sold, Amount: amount }]
    await sandbox.api('creditmemo', { CustomerRef: { value: '1' }, Line: line(40) })
    await sandbox.api('payment', { CustomerRef: { value: '1' }, TotalAmt: 1234.5 })
    await sandbox.api('invoice', {
      CustomerRef: { value: '6' },
      Line: line(987_654.32),
      DueDate: '2099-01-01',
    })
    await sandbox.api('customer', {
      DisplayName: '<b>Donaudampfschifffahrtsgesellschaft</b> & Söhne, Wien und Preßburg',
    })
    await sandbox.api('invoice', { CustomerRef: { value: '999' }, Line: line(1) })
    await page.goto(`${desk}/faults`)
    await page.getByRole('button', { name: 'throttled, always' }).click()
    await page.getByText('The fault is armed.').waitFor()
  }
})

interface Sold {
  date: string
  quantity: string
  price: string
}

const rest = (page: Page) => page.locator('[data-sum=left]')
