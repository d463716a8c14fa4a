import { describe, expect, it } from 'vitest'
import type { Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { faultsInBooks } from './testing/books.ts'
import { type Shop, openShop } from './testing/shop.ts'

function applying(choices: JsonObject, options: Parameters<typeof openShop>[0] = {}) {
  const shop = openShop(options)
  shop.prefer('SalesFormsPrefs', choices)
  return shop
}

const payments = (shop: Shop): Entity[] => [...shop.company.tables.Payment.rows.values()]
const balances = (shop: Shop, kind: 'Invoice' | 'CreditMemo', papers: Entity[]) =>
  papers.map((each) => shop.read(kind, each.Id)['Balance'])

describe('credits that the service applies by itself', () => {
  it('are linked to a new invoice by a payment of zero that anybody can see, the oldest first', () => {
    const shop = applying({ AutoApplyCredit: true })
    const customer = shop.customer('Amy')
    const late = shop.sell('CreditMemo', customer, 50, { TxnDate: '2026-02-02' })
    const early = shop.sell('CreditMemo', customer, 50, { TxnDate: '2026-01-01' })
    const invoice = shop.sell('Invoice', customer, 70, { TxnDate: '2026-03-03' })
    expect(invoice['Balance']).toBe(0)
    expect(balances(shop, 'CreditMemo', [early, late])).toEqual([0, 30])
    const [made] = payments(shop)
    expect(made).toMatchObject({
      TotalAmt: 0,
      UnappliedAmt: 0,
      TxnDate: '2026-03-03',
      PrivateNote: 'Created by QB Online to link credits to charges.',
    })
    expect(invoice['LinkedTxn']).toEqual([{ TxnId: made?.Id, TxnType: 'Payment' }])
    expect(faultsInBooks(shop.company)).toEqual([])
  })

  it('come from a new memo just so, for as many open invoices as it reaches', () => {
    const shop = applying({ AutoApplyCredit: true })
    const customer = shop.customer('Amy')
    const invoices = [30, 30, 30].map((amount) => shop.sell('Invoice', customer, amount))
    const memo = shop.sell('CreditMemo', customer, 40)
    expect([memo['Balance'], memo['RemainingCredit']]).toEqual([0, 0])
    expect(balances(shop, 'Invoice', invoices)).toEqual([0, 20, 30])
    expect(payments(shop)).toHaveLength(1)
    expect(faultsInBooks(shop.company)).toEqual([])
  })

  it('never cross from one customer to another', () => {
    const shop = applying({ AutoApplyCredit: true, AutoApplyPayments: true })
    shop.sell('CreditMemo', shop.customer('Amy'), 50)
    expect(shop.sell('Invoice', shop.customer('Bob'), 50)['Balance']).toBe(50)
  })

  it('stay where they are while the company does not want it', () => {
    const shop = applying({ AutoApplyCredit: false, AutoApplyPayments: false })
    const customer = shop.customer('Amy')
    shop.sell('CreditMemo', customer, 50)
    shop.pay(customer, 50, [])
    expect(shop.sell('Invoice', customer, 50)['Balance']).toBe(50)
  })

  it('follow what was voided, deleted and used up in the meantime', () => {
    const shop = applying({ AutoApplyCredit: true, AutoApplyPayments: true })
    const customer = shop.customer('Amy')
    const [gone, voided, used] = [
      shop.sell('CreditMemo', customer, 10),
      shop.pay(customer, 10, []),
      shop.pay(customer, 10, []),
    ]
    expect(shop.sell('Invoice', customer, 10)['Balance']).toBe(0)
    shop.voided('Payment', voided.Id)
    shop.remove('Payment', used.Id)
    shop.remove(
      'Payment',
      payments(shop).find((each) => each['TotalAmt'] === 0 && each['PrivateNote'] !== 'Voided')?.Id ?? '',
    )
    shop.remove('CreditMemo', gone.Id)
    expect(shop.sell('Invoice', customer, 10)['Balance']).toBe(10)
  })
})

describe('payments that the service applies by itself', () => {
  it('are put on a new invoice, the oldest first, and change by it', () => {
    const shop = applying({ AutoApplyPayments: true })
    const customer = shop.customer('Amy')
    const late = shop.pay(customer, 50, [], { TxnDate: '2026-02-02' })
    const early = shop.pay(customer, 50, [], { TxnDate: '2026-01-01' })
    const invoice = shop.sell('Invoice', customer, 70)
    expect(invoice['Balance']).toBe(0)
    const left = [early, late].map((each) => shop.read('Payment', each.Id))
    expect(left.map((each) => [each['UnappliedAmt'], each.SyncToken])).toEqual([
      [0, '1'],
      [30, '1'],
    ])
    expect(payments(shop)).toHaveLength(2)
    expect(faultsInBooks(shop.company)).toEqual([])
  })

  it('settle a new invoice abroad at its own rate, the difference is a gain or loss', () => {
    const shop = applying({ AutoApplyPayments: true }, { multiCurrency: true })
    const customer = shop.customer('Amélie', { CurrencyRef: { value: 'EUR' } })
    shop.pay(customer, 100, [], { ExchangeRate: 1.2 })
    shop.sell('Invoice', customer, 100, { ExchangeRate: 1.1 })
    const receivable = [...shop.company.tables.Account.rows.values()].find(
      (each) => each['Name'] === 'Accounts Receivable (A/R) - EUR',
    )
    expect(receivable?.['CurrentBalance']).toBe(0)
    expect(shop.company.ledger.accounts.get('91')).toBe(-1000)
  })
})
