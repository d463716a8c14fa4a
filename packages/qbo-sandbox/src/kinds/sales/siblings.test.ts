import { expect, it } from 'vitest'
import { mergeCustomers } from '../../company/merge.ts'
import { faultsInBooks } from './testing/books.ts'
import { NOON, openShop } from './testing/shop.ts'

it('keeps the books when two sites are merged whose invoices their parent paid', () => {
  const shop = openShop()
  const parent = shop.customer('Parent')
  const below = {
    Job: true,
    ParentRef: { value: parent.Id },
    BillWithParent: true,
  }
  const [one, other] = [shop.customer('One', below), shop.customer('Other', below)]
  const invoice = shop.sell('Invoice', one, 100)
  shop.pay(parent, 60, [[invoice, 60]])
  mergeCustomers(shop.company, NOON + 60_000, other.Id, one.Id)
  expect(faultsInBooks(shop.company)).toEqual([])
  expect(shop.read('Customer', other.Id)['Balance']).toBe(40)
})
