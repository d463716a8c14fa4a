import { describe, expect, it } from 'vitest'
import type { Entity } from '../../company/state.ts'
import { Fault } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { type Shop, openShop, saleOf } from './testing/shop.ts'

const linesOf = (paper: Entity) => paper['Line'] as JsonObject[]
const subtotal = { DetailType: 'SubTotalLineDetail', Amount: 999, SubTotalLineDetail: {} }
const discount = (detail: JsonObject, amount?: number): JsonObject => ({
  ...(amount === undefined ? {} : { Amount: amount }),
  DetailType: 'DiscountLineDetail',
  DiscountLineDetail: detail,
})

function sold(shop: Shop, ...lines: JsonObject[]): Entity {
  return shop.sell('Invoice', shop.customer(`Customer ${lines.length}`), 0, { Line: lines })
}

const refused = (...lines: JsonObject[]): string => {
  const shop = openShop()
  return shop.refusal(() => sold(shop, ...lines))
}

describe('a line', () => {
  it('has to be its price times its quantity, rounded half up', () => {
    expect(refused(saleOf(1861.07, { UnitPrice: 128.35, Qty: 14.5 }))).toBe('6070')
    expect(refused(saleOf(1861.08, { UnitPrice: 128.35, Qty: 14.5 }))).toBe('none')
    const shop = openShop()
    const work = () => sold(shop, saleOf(1861.07, { UnitPrice: 128.35, Qty: 14.5 }))
    expect(work).toThrow('Amount is not equal to UnitPrice * Qty. Supplied value:1,861.07')
    expect(work).toThrow(Fault)
  })

  it('escapes that by an amount alone, but cannot do without the amount', () => {
    expect(refused(saleOf(1861.07))).toBe('none')
    const { Amount: _, ...without } = saleOf(0, { UnitPrice: 10, Qty: 2 })
    expect(refused(without)).toBe('2020')
  })

  it('says what it is by its detail, names an item, and cannot sell a category', () => {
    const category = openShop()
    const held = category.create('Item', { Name: 'All', Type: 'Category' })
    const wrong = saleOf(1, { ItemRef: { value: held.Id } })
    expect(category.refusal(() => sold(category, wrong))).toBe('2500')
    expect(refused({ Amount: 1, DetailType: 'SalesItemLineDetail' })).toBe('6440')
    expect(refused({ Amount: 1, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: {} })).toBe('2020')
    expect(refused({ Amount: 1, SalesItemLineDetail: { ItemRef: { value: '1' } } })).toBe('2020')
    expect(refused(saleOf(1, { ItemRef: { value: '999' } }))).toBe('2500')
    expect(refused({ ...saleOf(1), DetailType: 'GroupLineDetail' })).toBe('5030')
    expect(refused({ ...saleOf(1), DetailType: 'Anything' })).toBe('2170')
  })

  it('may be negative as long as the whole is not', () => {
    expect(sold(openShop(), saleOf(10), saleOf(-4))['TotalAmt']).toBe(6)
    expect(refused(saleOf(4), saleOf(-10))).toBe('6000')
  })

  it('only says something when it is a description, and then costs nothing', () => {
    const words = { DetailType: 'DescriptionOnly', Description: 'In March', Amount: 50 }
    const shop = openShop()
    const invoice = sold(shop, saleOf(10), words)
    expect(invoice['TotalAmt']).toBe(10)
    expect(shop.replace('Invoice', invoice.Id, {})).toBe(invoice)
    expect(linesOf(invoice)[1]).toEqual({
      Id: '2',
      LineNum: 2,
      Description: 'In March',
      DetailType: 'DescriptionOnly',
      DescriptionLineDetail: {},
    })
  })

  it('ships only where the company ships', () => {
    const shipping = saleOf(7, { ItemRef: { value: 'SHIPPING_ITEM_ID' } })
    expect(refused(shipping)).toBe('2500')
    const shop = openShop()
    shop.prefer('SalesFormsPrefs', { AllowShipping: true })
    const detail = linesOf(sold(shop, shipping))[0]?.['SalesItemLineDetail'] as JsonObject
    expect(detail['ItemRef']).toEqual({ value: 'SHIPPING_ITEM_ID' })
  })
})

describe('the lines of a document', () => {
  it('end with a subtotal of the service’s own, whatever was sent for it', () => {
    const lines = linesOf(sold(openShop(), subtotal, saleOf(10), saleOf(5), subtotal))
    expect(lines).toHaveLength(3)
    expect(lines[2]).toEqual({ Amount: 15, DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} })
  })

  it('keep the ids they are known by; others are new, numbered after the highest', () => {
    const shop = openShop()
    const invoice = sold(shop, saleOf(10), saleOf(20))
    const [, second] = linesOf(invoice) as [JsonObject, JsonObject]
    const changed = shop.edit('Invoice', invoice.Id, {
      Line: [saleOf(30), second, { ...saleOf(40), Id: '77' }, { ...second, Description: 'Twice' }],
    })
    expect(linesOf(changed).map((each) => [each['Id'], each['LineNum'], each['Amount']])).toEqual([
      ['3', 1, 30],
      ['2', 2, 20],
      ['4', 3, 40],
      ['5', 4, 20],
      [undefined, undefined, 110],
    ])
  })

  it('are replaced when they are sent, and stay when they are not', () => {
    const shop = openShop()
    const invoice = sold(shop, saleOf(10), saleOf(20))
    expect(shop.edit('Invoice', invoice.Id, { PrivateNote: 'Same' })['TotalAmt']).toBe(30)
    const changed = shop.edit('Invoice', invoice.Id, { Line: [saleOf(20)] })
    expect([changed['TotalAmt'], linesOf(changed)[0]?.['Id']]).toEqual([20, '3'])
  })
})

describe('a discount', () => {
  it('takes off a percentage of all that is sold, after the subtotal', () => {
    const percent = discount({ PercentBased: true, DiscountPercent: 10 }, 999)
    const invoice = sold(openShop(), percent, saleOf(50))
    expect([invoice['TotalAmt'], invoice['Balance']]).toEqual([45, 45])
    expect(linesOf(invoice).at(-1)).toEqual({
      Amount: 5,
      DetailType: 'DiscountLineDetail',
      DiscountLineDetail: {
        PercentBased: true,
        DiscountPercent: 10,
        DiscountAccountRef: { value: '86', name: 'Discounts given' },
      },
    })
  })

  it('or takes off a plain amount', () => {
    expect(sold(openShop(), saleOf(50), discount({ PercentBased: false }, 7.5))['TotalAmt']).toBe(42.5)
  })

  it('says by how much, is at most all, stands once, and is turned on', () => {
    expect(refused(saleOf(50), discount({ PercentBased: true }))).toBe('6090')
    expect(refused(saleOf(50), discount({ PercentBased: true, DiscountPercent: 101 }))).toBe('2150')
    expect(refused(saleOf(50), discount({}, 51))).toBe('6000')
    expect(refused(saleOf(50), discount({}, -1))).toBe('2140')
    expect(refused(saleOf(50), discount({}, 1), discount({}, 1))).toBe('6000')
    const shop = openShop()
    shop.prefer('SalesFormsPrefs', { AllowDiscount: false })
    expect(shop.refusal(() => sold(shop, saleOf(50), discount({}, 1)))).toBe('6000')
  })

  it('comes back as it is when it is sent back', () => {
    const shop = openShop()
    const invoice = sold(shop, saleOf(33.33), discount({ PercentBased: true, DiscountPercent: 7.5 }))
    expect(shop.replace('Invoice', invoice.Id, {})).toBe(invoice)
  })
})
