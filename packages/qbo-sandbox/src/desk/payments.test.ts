import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { spread } from './books.ts'
import { read, refusedIn, sitDown, sold } from './testing/desk.ts'

const invoice = (desk: ReturnType<typeof sitDown>, date: string, amount: number, customer = '1') =>
  desk.make('Invoice', { CustomerRef: { value: customer }, TxnDate: date, Line: [sold(amount)] })

describe('receiving a payment', () => {
  it('covers several invoices and leaves the rest unapplied', () => {
    const desk = sitDown()
    const [late, early] = [invoice(desk, '2026-10-02', 100), invoice(desk, '2026-10-01', 50)]
    const fields = {
      TotalAmt: '1,000.00',
      [`apply.Invoice.${early.Id}`]: '50',
      [`apply.Invoice.${late.Id}`]: '30.5',
    }
    const saved = desk.post('/payments/new?customer=1', fields)
    expect(saved.status).toBe(303)
    expect(desk.row('Payment', '3')).toMatchObject({ TotalAmt: 1000, UnappliedAmt: 919.5 })
    expect(desk.row('Invoice', late.Id)).toMatchObject({ Balance: 69.5 })
    expect(read(desk.get('/payments/3?done=created'))).toContain('Saved.')
  })

  it('fills the oldest first, and saves nothing yet', () => {
    const desk = sitDown()
    const [late, early] = [invoice(desk, '2026-10-02', 100), invoice(desk, '2026-10-01', 50)]
    const { body, status } = desk.post('/payments/new?customer=1', { TotalAmt: '120', do: 'fill' })
    expect(status).toBe(200)
    const typed = (id: string) => new RegExp(`name="apply.Invoice.${id}"[^>]*value="([^"]*)"`).exec(body)?.[1]
    expect([typed(early.Id), typed(late.Id)]).toEqual(['50.00', '70.00'])
    expect(desk.company.tables.Payment.rows.size).toBe(0)
  })

  it('says in the words of the API why it is refused, and keeps what was typed', () => {
    const desk = sitDown()
    const { Id } = invoice(desk, '2026-10-02', 100)
    const refused = desk.post('/payments/new?customer=1', {
      TotalAmt: '10',
      [`apply.Invoice.${Id}`]: '60.25',
    })
    expect(refused.status).toBe(422)
    expect(refusedIn(refused)).toContain('more than the payment and its credits')
    expect(refused.body).toContain('value="60.25"')
  })

  it('applies credit: a payment of nothing, fed by the memo', () => {
    const desk = sitDown()
    const { Id } = invoice(desk, '2026-10-02', 100)
    const memo = desk.make('CreditMemo', { CustomerRef: { value: '1' }, Line: [sold(40)] })
    const page = desk.get(`/payments/new?customer=1&credit=${memo.Id}`)
    expect(page.body).toMatch(new RegExp(`name="apply.Invoice.${Id}"[^>]*value="40.00"`))
    desk.post('/payments/new?customer=1', {
      TotalAmt: '0.00',
      [`apply.Invoice.${Id}`]: '40.00',
      [`apply.CreditMemo.${memo.Id}`]: '40.00',
    })
    expect(desk.row('Invoice', Id)).toMatchObject({ Balance: 60 })
    expect(desk.row('CreditMemo', memo.Id)).toMatchObject({ Balance: 0 })
  })

  it('is changed to cover other amounts', () => {
    const desk = sitDown()
    const { Id } = invoice(desk, '2026-10-02', 100)
    desk.post('/payments/new?customer=1', { TotalAmt: '100', [`apply.Invoice.${Id}`]: '100' })
    const fields = { TotalAmt: '100', [`apply.Invoice.${Id}`]: '20', SyncToken: desk.token('Payment', '2') }
    expect(desk.post('/payments/2/edit', fields).headers['location']).toBe('/desk/9/payments/2?done=changed')
    expect(desk.row('Invoice', Id)).toMatchObject({ Balance: 80 })
  })

  it('refuses what somebody else changed meanwhile', () => {
    const desk = sitDown()
    desk.post('/payments/new?customer=1', { TotalAmt: '100' })
    const again = { TotalAmt: '90', SyncToken: '0' }
    expect(desk.post('/payments/1/edit', again).status).toBe(303)
    expect(refusedIn(desk.post('/payments/1/edit', { ...again, TotalAmt: '80' }))).toContain('(5010)')
  })

  it('goes to the bank with others, and is not changed while it is there', () => {
    const desk = sitDown()
    desk.post('/payments/new?customer=1', { TotalAmt: '100' })
    desk.post('/payments/new?customer=2', { TotalAmt: '23.45' })
    const bank =
      [...desk.company.tables.Account.rows.values()].find((each) => each['AccountType'] === 'Bank')?.Id ?? ''
    const saved = desk.post('/deposits/new', [
      ['payment', '1'],
      ['payment', '2'],
      ['DepositToAccountRef', bank],
    ])
    expect(saved.headers['location']).toBe('/desk/9/deposits/3?done=created')
    expect(desk.row('Deposit', '3')).toMatchObject({ TotalAmt: 123.45 })
    expect(refusedIn(desk.post('/payments/1/void', { SyncToken: desk.token('Payment', '1') }))).toContain(
      '(6540)',
    )
    expect(read(desk.get('/deposits/3/delete'))).toContain('2 payments go back to the undeposited funds')
  })
})

describe('spreading an amount', () => {
  it('never exceeds it, nor what is open, and passes over nothing before it is full', () => {
    const cents = fc.integer({ min: 0, max: 100_000 })
    fc.assert(
      fc.property(cents, fc.array(cents), (total, open) => {
        const shares = spread(total, open)
        const whole = open.reduce((sum, each) => sum + each, 0)
        expect(shares.reduce((sum, each) => sum + each, 0)).toBe(Math.min(total, whole))
        const firstShort = shares.findIndex((each, index) => each < (open[index] ?? 0))
        if (firstShort >= 0) expect(shares.slice(firstShort + 1).every((each) => each === 0)).toBe(true)
      }),
    )
  })
})
