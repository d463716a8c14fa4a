import { describe, expect, it } from 'vitest'
import { read, refusedIn, sitDown, sold } from './testing/desk.ts'

const first = (fields: Record<string, string>) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [`line.0.${name}`, value]))

describe('writing an invoice', () => {
  it('takes lines by quantity and price, by amount, by the item’s own price, and as words only', () => {
    const desk = sitDown()
    const saved = desk.post('/invoices/new', {
      CustomerRef: '1',
      TxnDate: '2026-11-01',
      lines: '5',
      ...first({ item: '3', quantity: '2.5', price: '85', amount: '9' }),
      'line.1.item': '3',
      'line.1.amount': '100',
      'line.2.item': '5',
      'line.2.quantity': '2',
      'line.3.description': 'With thanks',
    })
    expect(saved.headers['location']).toBe('/desk/9/invoices/1?done=created')
    expect(desk.row('Invoice', '1')).toMatchObject({ TotalAmt: 592.5 })
    const lines = desk.row('Invoice', '1')?.['Line'] as { DetailType: string }[]
    expect(lines.map((each) => each.DetailType)).toEqual([
      'SalesItemLineDetail',
      'SalesItemLineDetail',
      'SalesItemLineDetail',
      'DescriptionOnly',
      'SubTotalLineDetail',
    ])
  })

  it('gives more lines when asked, and keeps what was typed', () => {
    const desk = sitDown()
    const { body } = desk.post('/invoices/new', {
      CustomerRef: '1',
      lines: '1',
      ...first({ price: '7.77' }),
      do: 'lines',
    })
    expect(body).toContain('name="line.3.price"')
    expect(body).toContain('value="7.77"')
    expect(desk.company.tables.Invoice.rows.size).toBe(0)
  })

  it('leaves alone what it does not show: only what was typed changes', () => {
    const desk = sitDown()
    const memo = 'For the warehouse'
    desk.make('Invoice', {
      CustomerRef: { value: '1' },
      Line: [sold(100)],
      BillEmail: { Address: 'a@b.example' },
    })
    const { body } = desk.get('/invoices/1/edit')
    const fields = formIn(body)
    desk.post('/invoices/1/edit', { ...fields, CustomerMemo: memo })
    expect(desk.row('Invoice', '1')).toMatchObject({
      TotalAmt: 100,
      BillEmail: { Address: 'a@b.example' },
      CustomerMemo: { value: memo },
    })
  })

  it('leaves no trace when it is saved as it was', () => {
    const desk = sitDown()
    desk.make('Invoice', {
      CustomerRef: { value: '1' },
      Line: [sold(100), { DetailType: 'DescriptionOnly', Description: 'x' }],
    })
    const before = desk.row('Invoice', '1')
    desk.post('/invoices/1/edit', formIn(desk.get('/invoices/1/edit').body))
    expect(desk.row('Invoice', '1')).toBe(before)
  })

  it('takes a discount as an amount or a percentage', () => {
    const desk = sitDown()
    const fields = { CustomerRef: '1', lines: '1', ...first({ item: '3', amount: '200' }) }
    desk.post('/invoices/new', { ...fields, discount: '10%' })
    desk.post('/invoices/new', { ...fields, discount: '15.5' })
    expect(desk.row('Invoice', '1')).toMatchObject({ TotalAmt: 180 })
    expect(desk.row('Invoice', '2')).toMatchObject({ TotalAmt: 184.5 })
  })

  it.each([
    ['no customer', { CustomerRef: '' }, '(2020)'],
    ['no number where one belongs', { 'line.0.amount': 'many' }, '(2090)'],
    ['a day that is none', { TxnDate: '2026-02-30' }, '(2060)'],
    ['nothing sold', { 'line.0.item': '', 'line.0.amount': '' }, '(2020)'],
  ])('is refused in the words of the API: %s', (_, wrong, code) => {
    const desk = sitDown()
    const fields = { CustomerRef: '1', lines: '1', ...first({ item: '3', amount: '200' }), ...wrong }
    const refused = desk.post('/invoices/new', fields)
    expect(refused.status).toBe(422)
    expect(refusedIn(refused)).toContain(code)
  })

  it('abroad names a tax code on each line', () => {
    const desk = sitDown({ realmId: '10', name: 'Leeds Ltd', country: 'GB', homeCurrency: 'GBP' })
    const page = desk.get('/invoices/new')
    expect(read(page)).toContain('Amounts are')
    const code = [...desk.company.tables.TaxCode.rows.values()][0]?.Id ?? ''
    const saved = desk.post('/invoices/new', {
      CustomerRef: '1',
      lines: '1',
      GlobalTaxCalculation: 'TaxExcluded',
      ...first({ item: '3', amount: '200', tax: code }),
    })
    expect(refusedIn(saved)).toBe('')
    expect(saved.status).toBe(303)
  })
})

describe('ending a paper', () => {
  it('asks first, and says what it will do to others', () => {
    const desk = sitDown()
    const { Id } = desk.make('Invoice', { CustomerRef: { value: '1' }, Line: [sold(100)] })
    desk.post('/payments/new?customer=1', { TotalAmt: '60', [`apply.Invoice.${Id}`]: '60' })
    expect(read(desk.get(`/invoices/${Id}/void`))).toContain('60.00 that covered it is given back')
    expect(desk.row('Invoice', Id)).toMatchObject({ TotalAmt: 100 })
    desk.post(`/invoices/${Id}/void`, { SyncToken: desk.token('Invoice', Id) })
    expect(desk.row('Invoice', Id)).toMatchObject({ TotalAmt: 0, Balance: 0 })
    expect(desk.row('Payment', '2')).toMatchObject({ UnappliedAmt: 60 })
    expect(read(desk.get(`/invoices/${Id}`))).not.toContain('Void…')
  })

  it('deletes what nothing hangs on, and is told when something does', () => {
    const desk = sitDown()
    const { Id } = desk.make('Invoice', { CustomerRef: { value: '1' }, Line: [sold(100)] })
    desk.post('/payments/new?customer=1', { TotalAmt: '60', [`apply.Invoice.${Id}`]: '60' })
    expect(
      refusedIn(desk.post(`/invoices/${Id}/delete`, { SyncToken: desk.token('Invoice', Id) })),
    ).toContain('unlink')
    desk.post('/payments/2/delete', { SyncToken: desk.token('Payment', '2') })
    const gone = desk.post(`/invoices/${Id}/delete`, { SyncToken: desk.token('Invoice', Id) })
    expect(gone.headers['location']).toBe('/desk/9/invoices?done=deleted')
    expect(desk.get(`/invoices/${Id}`).status).toBe(404)
  })

  it('cannot void a credit memo, as QuickBooks cannot', () => {
    const desk = sitDown()
    const { Id } = desk.make('CreditMemo', { CustomerRef: { value: '1' }, Line: [sold(10)] })
    expect(read(desk.get(`/credit-memos/${Id}`))).not.toContain('Void…')
    expect(refusedIn(desk.post(`/credit-memos/${Id}/void`, { SyncToken: '0' }))).toContain(
      'QuickBooks cannot either',
    )
  })
})

/** What a browser would send if nothing was typed. */
function formIn(body: string): Record<string, string> {
  const fields: Record<string, string> = {}
  const text = (value: string) =>
    value.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
  for (const [tag] of body.matchAll(/<input\b[^>]*>/g)) {
    const [name, value] = [/name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1]]
    if (name !== undefined && !tag.includes('type="checkbox"')) fields[name] = text(value ?? '')
  }
  for (const [, head = '', own = ''] of body.matchAll(/<select\b([^>]*)>([^]*?)<\/select/g)) {
    const name = /name="([^"]*)"/.exec(head)?.[1]
    const chosen = /value="([^"]*)"\s+selected/.exec(own)?.[1] ?? /value="([^"]*)"/.exec(own)?.[1]
    if (name !== undefined) fields[name] = text(chosen ?? '')
  }
  for (const [, head = '', own = ''] of body.matchAll(/<textarea\b([^>]*)>([^]*?)<\/textarea/g)) {
    fields[/name="([^"]*)"/.exec(head)?.[1] ?? ''] = text(own)
  }
  return fields
}
