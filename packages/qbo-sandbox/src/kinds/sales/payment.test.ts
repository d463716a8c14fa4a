import { describe, expect, it } from 'vitest'
import type { Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { type Shop, openShop, paidLine } from './testing/shop.ts'

const UNLINKED: JsonObject[] = []
const linksOf = (paper: Entity) => paper['LinkedTxn'] as JsonObject[] | undefined
const linkTo = (payment: Entity) => ({ TxnId: payment.Id, TxnType: 'Payment' })
const balance = (shop: Shop, kind: 'Invoice' | 'CreditMemo', paper: Entity) =>
  shop.read(kind, paper.Id)['Balance']
const unapplied = (shop: Shop, payment: Entity) => shop.read('Payment', payment.Id)['UnappliedAmt']
const applied = (payment: Entity) => (payment['Line'] as JsonObject[]).map((each) => each['Amount'])

function twoInvoices() {
  const shop = openShop()
  const customer = shop.customer('Amy')
  const first = shop.sell('Invoice', customer, 100)
  const second = shop.sell('Invoice', customer, 60)
  return { shop, customer, first, second }
}

function deposited(shop: Shop, payment: Entity): Entity {
  const Line = [{ LinkedTxn: [{ TxnId: payment.Id, TxnType: 'Payment', TxnLineId: '0' }] }]
  return shop.create('Deposit', { DepositToAccountRef: { value: '35' }, Line })
}

describe('a payment', () => {
  it('needs an amount and a customer', () => {
    const { shop, customer } = twoInvoices()
    const bare = { CustomerRef: { value: customer.Id } }
    expect(() => shop.create('Payment', bare)).toThrow('You must set a transaction amount')
    expect(shop.refusal(() => shop.create('Payment', bare))).toBe('6000')
    expect(shop.refusal(() => shop.create('Payment', { TotalAmt: 1 }))).toBe('2020')
    expect(shop.refusal(() => shop.pay(customer, -5, []))).toBe('2140')
    expect(shop.refusal(() => shop.pay(customer, 5, [], { ProcessPayment: true }))).toBe('5030')
    expect(shop.refusal(() => shop.pay(customer, 5, [], { PaymentRefNum: '1'.repeat(22) }))).toBe('2050')
  })

  it('waits among the undeposited funds unless an account of money is named', () => {
    const { shop, customer } = twoInvoices()
    expect(shop.pay(customer, 5, [])['DepositToAccountRef']).toEqual({ value: '4' })
    const into = (id: string) => ({ DepositToAccountRef: { value: id } })
    expect(shop.pay(customer, 5, [], into('35'))['DepositToAccountRef']).toEqual({ value: '35' })
    expect(shop.refusal(() => shop.pay(customer, 5, [], into('79')))).toBe('6430')
  })

  it('pays several invoices and keeps the rest unapplied; each invoice knows of it and has a new token', () => {
    const { shop, customer, first, second } = twoInvoices()
    const paid = shop.pay(customer, 150, [
      [first, 100],
      [second, 20],
    ])
    expect(paid['UnappliedAmt']).toBe(30)
    const [one, other] = [shop.read('Invoice', first.Id), shop.read('Invoice', second.Id)]
    expect([one['Balance'], other['Balance']]).toEqual([0, 40])
    expect([linksOf(one), linksOf(other)]).toEqual([[linkTo(paid)], [linkTo(paid)]])
    expect([one.SyncToken, other.SyncToken, paid.SyncToken]).toEqual(['1', '1', '0'])
    expect(shop.read('Customer', customer.Id)['Balance']).toBe(10)
  })

  it('tells on each line the number of what it pays and what was open on it', () => {
    const { shop, customer, first } = twoInvoices()
    const [line] = shop.pay(customer, 30, [[first, 30]])['Line'] as JsonObject[]
    const { any } = (line as JsonObject)['LineEx'] as { any: JsonObject[] }
    const values = any.map((each) => each['value'])
    expect(values).toEqual([
      { Name: 'txnId', Value: first.Id },
      { Name: 'txnOpenBalance', Value: '100.00' },
      { Name: 'txnReferenceNumber', Value: first['DocNumber'] },
    ])
  })

  it('puts no more on an invoice than is open, and keeps the surplus unapplied', () => {
    const { shop, customer, first } = twoInvoices()
    const paid = shop.pay(customer, 130, [[first, 130]])
    expect([applied(paid), paid['UnappliedAmt'], balance(shop, 'Invoice', first)]).toEqual([[100], 30, 0])
    shop.choose('Sandbox.OverApplication', 'refuse')
    expect(shop.refusal(() => shop.pay(customer, 130, [[first, 130]]))).toBe('6000')
  })

  it('cannot apply more than it is', () => {
    const { shop, customer, first } = twoInvoices()
    expect(shop.refusal(() => shop.pay(customer, 20, [[first, 21]]))).toBe('6000')
    expect(balance(shop, 'Invoice', first)).toBe(100)
  })

  it('counts several lines on one invoice as one, and a line of nothing as none', () => {
    const { shop, customer, first, second } = twoInvoices()
    const paid = shop.pay(customer, 30, [
      [first, 10],
      [first, 20],
      [second, 0],
    ])
    expect(applied(paid)).toEqual([30])
    expect(linksOf(shop.read('Invoice', second.Id))).toEqual([])
  })

  it('says what it pays, by one link a line, of a kind that is modelled', () => {
    const { shop, customer, first } = twoInvoices()
    const line = (more: JsonObject) => () => shop.pay(customer, 9, [], { Line: [{ Amount: 9, ...more }] })
    const link = { TxnId: first.Id, TxnType: 'Invoice' }
    expect(shop.refusal(line({}))).toBe('2020')
    expect(shop.refusal(line({ LinkedTxn: [{ TxnId: first.Id }] }))).toBe('2020')
    expect(shop.refusal(line({ LinkedTxn: [link, link] }))).toBe('5030')
    expect(shop.refusal(line({ LinkedTxn: [{ ...link, TxnType: 'Check' }] }))).toBe('5030')
    expect(shop.refusal(line({ LinkedTxn: [{ ...link, TxnType: 'Anything' }] }))).toBe('2170')
    expect(shop.refusal(line({ LinkedTxn: [{ ...link, TxnId: '999' }] }))).toBe('2500')
  })

  it('pays nobody else’s invoices', () => {
    const { shop, first } = twoInvoices()
    const other = shop.customer('Bob')
    expect(shop.refusal(() => shop.pay(other, 10, [[first, 10]]))).toBe('620')
  })

  it('pays those of sub-customers that are billed with it, and no others', () => {
    const shop = openShop()
    const parent = shop.customer('Parent')
    const below = { Job: true, ParentRef: { value: parent.Id } }
    const site = shop.customer('Site', { ...below, BillWithParent: true })
    const deeper = shop.customer('Deeper', { Job: true, ParentRef: { value: site.Id }, BillWithParent: true })
    const apart = shop.customer('Apart', below)
    const [its, deep, own] = [site, deeper, apart].map((each) => shop.sell('Invoice', each, 50)) as [
      Entity,
      Entity,
      Entity,
    ]
    expect(shop.refusal(() => shop.pay(parent, 50, [[own, 50]]))).toBe('620')
    expect(shop.refusal(() => shop.pay(apart, 50, [[its, 50]]))).toBe('620')
    shop.pay(parent, 110, [
      [its, 50],
      [deep, 50],
    ])
    const owed = [parent, site, deeper, apart].map((each) => shop.read('Customer', each.Id)['Balance'])
    expect(owed).toEqual([-10, 0, 0, 50])
  })
})

describe('a change of a payment', () => {
  it('raises, lowers, moves and removes what it applies', () => {
    const { shop, customer, first, second } = twoInvoices()
    const paid = shop.pay(customer, 100, [[first, 40]])
    const change = (...shares: (readonly [Entity, number])[]) => {
      const Line = shares.map(([paper, amount]) => paidLine(paper, amount))
      shop.edit('Payment', paid.Id, { Line })
      return [balance(shop, 'Invoice', first), balance(shop, 'Invoice', second), unapplied(shop, paid)]
    }
    expect(change([first, 70])).toEqual([30, 60, 30])
    expect(change([first, 10])).toEqual([90, 60, 90])
    expect(change([second, 50])).toEqual([100, 10, 50])
    expect(change([first, 50], [second, 50])).toEqual([50, 10, 0])
    expect(change([second, 50])).toEqual([100, 10, 50])
    expect(linksOf(shop.read('Invoice', first.Id))).toEqual([])
    expect(change()).toEqual([100, 60, 100])
  })

  it('touches no invoice when it applies what it did', () => {
    const { shop, customer, first } = twoInvoices()
    const paid = shop.pay(customer, 100, [[first, 40]])
    const stood = shop.read('Invoice', first.Id)
    shop.edit('Payment', paid.Id, { PrivateNote: 'Cheque 17' })
    expect(shop.read('Invoice', first.Id)).toBe(stood)
    // What was open on the invoice is told as it was, though another payment came.
    shop.pay(customer, 10, [[first, 10]])
    const now = shop.read('Payment', paid.Id)
    expect(shop.replace('Payment', paid.Id, {})).toBe(now)
  })

  it('unlinks all when a full update brings no lines', () => {
    const { shop, customer, first } = twoInvoices()
    const paid = shop.pay(customer, 100, [[first, 40]])
    shop.replace('Payment', paid.Id, { Line: undefined })
    expect([balance(shop, 'Invoice', first), unapplied(shop, paid)]).toEqual([100, 100])
  })

  it('cannot make it less than what it applies', () => {
    const { shop, customer, first } = twoInvoices()
    const paid = shop.pay(customer, 100, [[first, 100]])
    expect(shop.refusal(() => shop.edit('Payment', paid.Id, { TotalAmt: 60 }))).toBe('6000')
    const Line = [paidLine(first, 60)]
    expect(shop.edit('Payment', paid.Id, { TotalAmt: 60, Line })['UnappliedAmt']).toBe(0)
    expect(balance(shop, 'Invoice', first)).toBe(40)
  })

  it('cannot hand it to a customer whose invoices it does not pay', () => {
    const { shop, customer, first } = twoInvoices()
    const paid = shop.pay(customer, 100, [[first, 100]])
    const other = { CustomerRef: { value: shop.customer('Bob').Id } }
    expect(shop.refusal(() => shop.edit('Payment', paid.Id, other))).toBe('620')
    expect(shop.refusal(() => shop.edit('Payment', paid.Id, { ...other, Line: UNLINKED }))).toBe('none')
  })
})

describe('a payment that is voided or deleted', () => {
  it('gives back what it paid and what it was fed by', () => {
    for (const end of ['voided', 'remove'] as const) {
      const { shop, customer, first } = twoInvoices()
      const memo = shop.sell('CreditMemo', customer, 70)
      const paid = shop.pay(customer, 30, [
        [first, 100],
        [memo, 70],
      ])
      shop[end]('Payment', paid.Id)
      expect([balance(shop, 'Invoice', first), balance(shop, 'CreditMemo', memo)]).toEqual([100, 70])
      expect(linksOf(shop.read('Invoice', first.Id))).toEqual([])
      expect(linksOf(shop.read('CreditMemo', memo.Id))).toBeUndefined()
      expect(shop.read('Invoice', first.Id).SyncToken).toBe('2')
      expect(shop.company.ledger.entries.has(`Payment:${paid.Id}`)).toBe(false)
    }
  })

  it('is left with nothing on it and the word, once', () => {
    const { shop, customer, first } = twoInvoices()
    const paid = shop.pay(customer, 30, [[first, 30]], { PrivateNote: 'Cheque 17' })
    const voided = shop.voided('Payment', paid.Id)
    expect(voided).toMatchObject({
      TotalAmt: 0,
      UnappliedAmt: 0,
      Line: [],
      PrivateNote: 'Voided - Cheque 17',
    })
    expect(voided.SyncToken).toBe('1')
    expect(shop.voided('Payment', paid.Id)).toBe(voided)
  })

  it('has to be taken out of its deposit first', () => {
    const { shop, customer, first } = twoInvoices()
    const paid = shop.pay(customer, 30, [[first, 30]])
    const deposit = deposited(shop, paid)
    expect(shop.read('Payment', paid.Id).SyncToken).toBe('1')
    const touch = [
      () => shop.edit('Payment', paid.Id, { PrivateNote: 'x' }),
      () => shop.edit('Payment', paid.Id, { Line: UNLINKED }),
      () => shop.voided('Payment', paid.Id),
      () => shop.remove('Payment', paid.Id),
    ]
    expect(touch.map(shop.refusal)).toEqual(['6540', '6540', '6540', '6540'])
    shop.remove('Deposit', deposit.Id)
    expect(touch.map(shop.refusal)).toEqual(['none', 'none', 'none', 'none'])
  })
})
