import { describe, expect, it } from 'vitest'
import { FAULT_NAMES } from '../chaos/faults.ts'
import { read, refusedIn, sitDown, sold } from './testing/desk.ts'

const token = (desk: ReturnType<typeof sitDown>) => {
  const { body } = desk.sandbox.handle({
    method: 'POST',
    target: '/_sandbox/tokens',
    headers: {},
    body: JSON.stringify({ realmId: '9' }),
  })
  return (JSON.parse(body) as { access_token: string }).access_token
}

const api = (desk: ReturnType<typeof sitDown>, path: string, body: object) =>
  desk.sandbox.handle({
    method: 'POST',
    target: `/v3/company/9/${path}`,
    headers: { authorization: `Bearer ${token(desk)}`, accept: 'application/json' },
    body: JSON.stringify(body),
  })

describe('the desk', () => {
  it('asks whose books, unless there is one company only', () => {
    expect(sitDown().get('/desk').headers['location']).toBe('/desk/9')
    const two = sitDown({ realmId: '1', name: 'One' }, { realmId: '2', name: 'Two' })
    expect(read(two.get('/desk'))).toMatch(/Whose books\? One .* Two/)
  })

  it('answers pages that load nothing from elsewhere and stand in no frame', () => {
    const { headers, status } = sitDown().get('/customers')
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; .*frame-ancestors 'none'/)
    expect(headers['cache-control']).toBe('no-store')
  })

  it('has its own style and script, and says so of nothing else', () => {
    const desk = sitDown()
    expect(desk.get('/desk/desk.css').headers['content-type']).toContain('text/css')
    expect(desk.get('/desk/live.js').headers['content-type']).toContain('javascript')
    for (const path of [
      '/desk/desk.ts',
      '/desk/..%2Fsandbox.ts',
      '/desk/77',
      '/nowhere',
      '/invoices/1/eat',
      '/customers/__proto__',
    ]) {
      expect(desk.get(path).status, path).toBe(404)
    }
  })

  it('leaves other paths to others', () => {
    const desk = sitDown()
    expect(desk.get('/desktop').body).not.toContain('<html')
  })

  it('does nothing for a form from elsewhere', () => {
    const desk = sitDown()
    const headers = { host: '127.0.0.1:9400', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
    expect(desk.post('/customers/new', { DisplayName: 'Mallory' }, headers).status).toBe(403)
    expect(read(desk.get('/customers'))).not.toContain('Mallory')
  })

  it('shows names as they are, never as markup', () => {
    const desk = sitDown()
    const name = `<script>alert("1")</script>`
    const { Id } = desk.make('Customer', { DisplayName: name })
    desk.make('Invoice', {
      CustomerRef: { value: Id },
      PrivateNote: name,
      Line: [{ ...sold(1), Description: name }],
    })
    for (const path of [
      '',
      '/customers',
      `/customers/${Id}`,
      `/customers/${Id}/edit`,
      '/invoices',
      '/invoices/1',
      '/invoices/1/edit',
      '/receivables',
    ]) {
      expect(desk.get(path).body, path).not.toContain('<script>')
    }
  })
})

describe('customers', () => {
  it('are made below others, made inactive and active again', () => {
    const desk = sitDown()
    const made = desk.post('/customers/new', {
      DisplayName: 'Depot',
      ParentRef: '2',
      BillWithParent: 'on',
      Email: 'd@x.example',
    })
    const id = made.headers['location']?.match(/customers\/(\d+)/)?.[1] ?? ''
    expect(desk.row('Customer', id)).toMatchObject({
      Job: true,
      BillWithParent: true,
      ParentRef: { value: '2' },
    })
    desk.post(`/customers/${id}/active`, { Active: 'false', SyncToken: desk.token('Customer', id) })
    expect(read(desk.get(`/customers/${id}?done=inactive`))).toMatch(/is inactive now.*Make active again/)
    desk.post(`/customers/${id}/active`, { Active: 'true', SyncToken: desk.token('Customer', id) })
    expect(desk.row('Customer', id)).toMatchObject({ Active: true })
  })

  it('stay active while they owe something', () => {
    const desk = sitDown()
    desk.make('Invoice', { CustomerRef: { value: '1' }, Line: [sold(5)] })
    expect(refusedIn(desk.post('/customers/1/active', { Active: 'false', SyncToken: '0' }))).toContain(
      'it has a balance',
    )
  })

  it('become one: what the one owed, the other owes', () => {
    const desk = sitDown()
    desk.make('Invoice', { CustomerRef: { value: '2' }, Line: [sold(5)] })
    expect(read(desk.get('/customers/2/merge'))).toContain('Its 1 paper, and what it owes, pass')
    expect(desk.post('/customers/2/merge', { winner: '3' }).headers['location']).toBe(
      '/desk/9/customers/3?done=merged',
    )
    expect(desk.row('Customer', '2')).toBeUndefined()
    expect(desk.row('Customer', '3')).toMatchObject({ Balance: 5 })
  })

  it('are not merged with nobody', () => {
    const desk = sitDown()
    expect(desk.post('/customers/2/merge', { winner: '' }).status).toBe(422)
    expect(desk.row('Customer', '2')).toBeDefined()
  })
})

describe('settings', () => {
  const ticked = { UsingSalesTax: 'on', AllowDiscount: 'on' }
  const settings = (desk: ReturnType<typeof sitDown>) => desk.row('Preferences', '1')

  it('close the books, which then take nothing of that time', () => {
    const desk = sitDown()
    desk.post('/settings', {
      ...ticked,
      BookCloseDate: '2026-10-31',
      SyncToken: desk.token('Preferences', '1'),
    })
    const fields = {
      CustomerRef: '1',
      TxnDate: '2026-10-31',
      lines: '1',
      'line.0.item': '3',
      'line.0.amount': '1',
    }
    expect(refusedIn(desk.post('/invoices/new', fields))).toContain('(6210)')
    desk.post('/settings', { ...ticked, BookCloseDate: '', SyncToken: desk.token('Preferences', '1') })
    expect(desk.post('/invoices/new', fields).status).toBe(303)
  })

  it('change only what was switched', () => {
    const desk = sitDown()
    const before = settings(desk)
    desk.post('/settings', { ...ticked, SyncToken: '0' })
    expect(settings(desk)).toBe(before)
    desk.post('/settings', { ...ticked, AutoApplyCredit: 'on', SyncToken: '0' })
    expect(settings(desk)).toMatchObject({
      SalesFormsPrefs: { AutoApplyCredit: true, AllowDiscount: true },
      TaxPrefs: before?.['TaxPrefs'],
    })
  })

  it('turn automated sales tax on, and off again as if it had never been', () => {
    const desk = sitDown()
    desk.post('/settings', { ...ticked, PartnerTaxEnabled: 'on', SyncToken: '0' })
    expect(settings(desk)).toMatchObject({ TaxPrefs: { PartnerTaxEnabled: true } })
    desk.post('/settings', { ...ticked, SyncToken: '1' })
    expect(settings(desk)?.['TaxPrefs']).not.toHaveProperty('PartnerTaxEnabled')
  })

  it('allow several currencies, and then never fewer', () => {
    const desk = sitDown()
    desk.post('/settings', { ...ticked, MultiCurrencyEnabled: 'on', SyncToken: '0' })
    expect(refusedIn(desk.post('/settings', { ...ticked, SyncToken: '1' }))).toContain('cannot be turned off')
    desk.post('/customers/new', { DisplayName: 'Paris', Currency: 'EUR' })
    const id = [...desk.company.tables.Customer.rows.values()].at(-1)?.Id ?? ''
    const fields = {
      CustomerRef: id,
      ExchangeRate: '1.1',
      lines: '1',
      'line.0.item': '3',
      'line.0.amount': '100',
    }
    expect(refusedIn(desk.post('/invoices/new', fields))).toBe('')
    desk.post(`/payments/new?customer=${id}`, {
      TotalAmt: '100',
      ExchangeRate: '1.2',
      'apply.Invoice.1': '100',
    })
    expect(read(desk.get('/trial-balance'))).toContain('Debits and credits agree.')
    expect(desk.row('Invoice', '1')).toMatchObject({ Balance: 0, HomeTotalAmt: 110 })
  })
})

describe('requests', () => {
  it('show both bodies, with amounts as they were on the wire', () => {
    const desk = sitDown()
    expect(read(desk.get('/requests'))).toContain('No program has called')
    api(desk, 'invoice?requestid=r-1', { CustomerRef: { value: '1' }, Line: [sold(340)] })
    const number = desk.sandbox.log.entries()[0]?.number
    expect(read(desk.get(`/requests/${number}`))).toMatch(
      /Request id r-1.*"Amount": 340[^.].*"TotalAmt": 340\.00/,
    )
  })

  it('are told from a number on, each once', () => {
    const desk = sitDown()
    const since = (number: number) =>
      JSON.parse(desk.get(`/requests/since?since=${number}`).body) as { last: number; rows: string }
    expect(since(0)).toEqual({ last: 0, rows: '' })
    api(desk, 'customer', { DisplayName: 'One' })
    const first = since(0)
    expect(first.rows).toContain('create Customer')
    expect(since(first.last)).toEqual({ last: first.last, rows: '' })
    api(desk, 'customer', { DisplayName: 'One' })
    expect(since(first.last).rows).toContain('400')
  })

  it('begin anew on a page that has outlived the sandbox it was of', () => {
    const desk = sitDown()
    api(desk, 'customer', { DisplayName: 'One' })
    expect(desk.get('/requests/since?since=999').body).toContain('create Customer')
  })

  it('of other companies are shown there only', () => {
    const desk = sitDown({ realmId: '8', name: 'Eight' }, { realmId: '9', name: 'Nine' })
    api(desk, 'customer', { DisplayName: 'One' })
    expect(read(desk.get('/requests'))).not.toContain('create Customer')
    expect(read(desk.get('/desk/9/requests'))).toContain('create Customer')
  })
})

describe('faults', () => {
  it('strike once, or until they are turned off', () => {
    const desk = sitDown()
    const status = () => api(desk, 'customer', {}).status
    desk.post('/faults', { fault: 'throttled', how: 'once' })
    expect([status(), status()]).toEqual([429, 400])
    desk.post('/faults', { fault: 'throttled', how: 'always' })
    expect([status(), status(), status()]).toEqual([429, 429, 429])
    const rule = desk.sandbox.chaos.rules()[0]?.id ?? ''
    desk.post('/faults', { disarm: rule })
    expect(status()).toBe(400)
  })

  it('are all there to be armed, and nothing else is', () => {
    const desk = sitDown()
    const page = desk.get('/faults').body
    for (const name of FAULT_NAMES) expect(page).toContain(`aria-label="${name}, once"`)
    expect(desk.post('/faults', { fault: 'toString' }).status).toBe(404)
  })
})

describe('books', () => {
  it('show what each customer owes, what is late, and debits that equal credits', () => {
    const desk = sitDown()
    desk.make('Invoice', { CustomerRef: { value: '1' }, TxnDate: '2026-01-01', Line: [sold(1234.5)] })
    desk.make('Invoice', { CustomerRef: { value: '1' }, TxnDate: '2026-11-20', Line: [sold(10)] })
    desk.make('CreditMemo', { CustomerRef: { value: '1' }, Line: [sold(4)] })
    expect(read(desk.get('/receivables'))).toContain('2 1,234.50 4.00 1,240.50 USD')
    expect(read(desk.get('/trial-balance'))).toMatch(/agree.*Total 1,240\.50 1,240\.50/)
  })

  it('say plainly when there is nothing in them', () => {
    const desk = sitDown()
    expect(read(desk.get('/trial-balance'))).toContain('Nothing has been posted yet')
    expect(read(desk.get('/receivables'))).toContain('No customer owes anything')
  })
})

describe('items', () => {
  it('are made, changed and refused like any other', () => {
    const desk = sitDown()
    const income =
      [...desk.company.tables.Account.rows.values()].find((each) => each['AccountType'] === 'Income')?.Id ??
      ''
    const fields = {
      Name: 'Firewall',
      Type: 'Service',
      UnitPrice: '12.345',
      IncomeAccountRef: income,
      Active: 'on',
    }
    expect(desk.post('/items/new', fields).status).toBe(303)
    expect(refusedIn(desk.post('/items/new', fields))).toContain('(6240)')
    const made = [...desk.company.tables.Item.rows.values()].at(-1)
    expect(made).toMatchObject({ Name: 'Firewall', UnitPrice: 12.345, Taxable: false })
    desk.post(`/items/${made?.Id}`, { ...fields, Taxable: 'on', SyncToken: '0' })
    expect(desk.row('Item', made?.Id ?? '')).toMatchObject({ Taxable: true })
  })
})
