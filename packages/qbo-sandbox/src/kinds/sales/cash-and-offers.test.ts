import { describe, expect, it } from 'vitest'
import { accountFor } from '../../company/accounts.ts'
import { trialBalance } from '../../company/ledger.ts'
import { openShop, saleOf } from './testing/shop.ts'

describe('a sales receipt', () => {
  it('puts money among the undeposited funds, and leaves nothing open', () => {
    const shop = openShop()
    const customer = shop.customer('Cash Buyer')
    const receipt = shop.sell('SalesReceipt', customer, 50)
    expect(receipt).toMatchObject({
      TotalAmt: 50,
      Balance: 0,
      DepositToAccountRef: { name: 'Undeposited Funds' },
    })
    const funds = accountFor(shop.company, 'undeposited')
    expect(shop.company.ledger.accounts.get(funds)).toBe(5000)
    expect(shop.read('Customer', customer.Id)).toMatchObject({ Balance: 0 })
  })

  it('puts money where it says, and takes it back when it is voided or deleted', () => {
    const shop = openShop()
    const customer = shop.customer('Cash Buyer')
    const more = { DepositToAccountRef: { value: '35' } }
    const receipts = [50, 70].map((each) => shop.sell('SalesReceipt', customer, each, more))
    expect(shop.company.ledger.accounts.get('35')).toBe(12_000)
    const [first, second] = receipts
    expect(shop.voided('SalesReceipt', first?.Id ?? '')).toMatchObject({ TotalAmt: 0, PrivateNote: 'Voided' })
    shop.remove('SalesReceipt', second?.Id ?? '')
    expect(trialBalance(shop.company.ledger)).toEqual([])
  })

  it('goes into a bank or a current asset, nowhere else', () => {
    const shop = openShop()
    const customer = shop.customer('Cash Buyer')
    const sell = () => shop.sell('SalesReceipt', customer, 5, { DepositToAccountRef: { value: '1' } })
    expect(shop.refusal(sell)).toBe('6430')
  })

  it('names its customer: one without is not modelled', () => {
    const shop = openShop()
    expect(shop.refusal(() => shop.create('SalesReceipt', { Line: [saleOf(5)] }))).toBe('5030')
  })

  it('is numbered in one row with invoices', () => {
    const shop = openShop()
    const customer = shop.customer('Cash Buyer')
    const kinds = ['Invoice', 'SalesReceipt', 'RefundReceipt', 'Invoice'] as const
    const more = (kind: string) => (kind === 'RefundReceipt' ? { DepositToAccountRef: { value: '35' } } : {})
    const numbers = kinds.map((kind) => shop.sell(kind, customer, 5, more(kind))['DocNumber'])
    expect(numbers).toEqual(['1001', '1002', '1003', '1004'])
  })
})

describe('an estimate', () => {
  it('is pending until somebody says otherwise, and touches no book', () => {
    const shop = openShop()
    const customer = shop.customer('Thinking About It')
    const estimate = shop.sell('Estimate', customer, 50)
    expect(estimate).toMatchObject({ TotalAmt: 50, TxnStatus: 'Pending' })
    expect(estimate).not.toHaveProperty('Balance')
    expect(shop.edit('Estimate', estimate.Id, { TxnStatus: 'Accepted', AcceptedBy: 'Amy' })).toMatchObject({
      TxnStatus: 'Accepted',
      AcceptedBy: 'Amy',
      TotalAmt: 50,
    })
    expect(trialBalance(shop.company.ledger)).toEqual([])
    expect(shop.read('Customer', customer.Id)).toMatchObject({ Balance: 0 })
  })

  it('is numbered in a row of its own, also after the highest was deleted', () => {
    const shop = openShop()
    const customer = shop.customer('Thinking About It')
    shop.sell('Invoice', customer, 5, { DocNumber: '2000' })
    const numberOf = () => shop.sell('Estimate', customer, 5)['DocNumber']
    expect([numberOf(), numberOf()]).toEqual(['1001', '1002'])
    const { Id } = shop.sell('Estimate', customer, 5)
    shop.remove('Estimate', Id)
    expect(numberOf()).toBe('1003')
    expect(shop.sell('Invoice', customer, 5)['DocNumber']).toBe('2001')
  })

  it('becomes no invoice here: the link is not modelled', () => {
    const shop = openShop()
    const customer = shop.customer('Thinking About It')
    const { Id } = shop.sell('Estimate', customer, 5)
    const LinkedTxn = [{ TxnId: Id, TxnType: 'Estimate' }]
    expect(shop.refusal(() => shop.sell('Invoice', customer, 5, { LinkedTxn }))).toBe('5030')
  })
})
