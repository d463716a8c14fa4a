import { describe, expect, it } from 'vitest'
import type { Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { type Shop, openShop, saleOf } from './testing/shop.ts'

const taxed = (amount: number, code = 'TAX') => saleOf(amount, { TaxCodeRef: { value: code } })
const discount = (percent: number): JsonObject => ({
  DetailType: 'DiscountLineDetail',
  DiscountLineDetail: { PercentBased: true, DiscountPercent: percent },
})
const codesOf = (paper: Entity) =>
  (paper['Line'] as JsonObject[])
    .filter((each) => each['SalesItemLineDetail'] !== undefined)
    .map(
      (each) =>
        ((each['SalesItemLineDetail'] as JsonObject)['TaxCodeRef'] as JsonObject | undefined)?.['value'],
    )

const taxOf = (paper: Entity) => paper['TxnTaxDetail'] as JsonObject
const sold = (shop: Shop, customer: Entity, lines: JsonObject[], more: JsonObject = {}) =>
  shop.sell('Invoice', customer, 0, { Line: lines, ...more })

describe('sales tax by group in the US', () => {
  it('is charged as it was recorded: each rate once, rounded on the whole document', () => {
    const shop = openShop()
    const invoice = sold(shop, shop.customer('Amy'), [taxed(275), taxed(12.75), taxed(38)])
    expect(taxOf(invoice)).toEqual({
      TxnTaxCodeRef: { value: '2' },
      TotalTax: 26.06,
      TaxLine: [
        {
          Amount: 26.06,
          DetailType: 'TaxLineDetail',
          TaxLineDetail: {
            TaxRateRef: { value: '3' },
            PercentBased: true,
            TaxPercent: 8,
            NetAmountTaxable: 325.75,
          },
        },
      ],
    })
    expect(invoice['TotalAmt']).toBe(351.81)
  })

  it('follows the group that is asked for, with each of its rates', () => {
    const shop = openShop()
    const invoice = sold(shop, shop.customer('Amy'), [taxed(100), taxed(50, 'NON')], {
      TxnTaxDetail: { TxnTaxCodeRef: { value: '3' } },
    })
    const lines = taxOf(invoice)['TaxLine'] as JsonObject[]
    expect(lines.map((each) => each['Amount'])).toEqual([7.1, 2])
    expect(invoice['TotalAmt']).toBe(159.1)
    const wrong = { TxnTaxDetail: { TxnTaxCodeRef: { value: 'TAX' } } }
    expect(shop.refusal(() => sold(shop, shop.customer('Bob'), [taxed(1)], wrong))).toBe('2500')
  })

  it('takes TAX and NON on a line and nothing else', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    expect(shop.refusal(() => sold(shop, customer, [taxed(1, '2')]))).toBe('6100')
    expect(shop.refusal(() => sold(shop, customer, [taxed(1, '5')]))).toBe('6100')
  })

  it('lets item and customer decide where a line says nothing', () => {
    const shop = openShop()
    const item = shop.create('Item', {
      Name: 'Cable',
      Type: 'NonInventory',
      Taxable: true,
      IncomeAccountRef: { value: '79' },
    })
    const line = saleOf(10, { ItemRef: { value: item.Id } })
    expect(codesOf(sold(shop, shop.customer('Amy'), [line, saleOf(10)]))).toEqual(['TAX', 'NON'])
    expect(codesOf(sold(shop, shop.customer('Exempt', { Taxable: false }), [line]))).toEqual(['NON'])
  })

  it('is charged on what is left after the discount, when that is wanted', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const lines = [taxed(80), taxed(20, 'NON'), discount(10)]
    expect(taxOf(sold(shop, customer, lines))['TotalTax']).toBe(6.4)
    const after = sold(shop, customer, lines, { ApplyTaxAfterDiscount: true })
    expect([taxOf(after)['TotalTax'], after['TotalAmt']]).toEqual([5.76, 95.76])
  })

  it('is not stored where the company charges none', () => {
    const shop = openShop()
    shop.prefer('TaxPrefs', { UsingSalesTax: false })
    const invoice = sold(shop, shop.customer('Amy'), [taxed(10)], { TxnTaxDetail: { TotalTax: 3 } })
    expect([taxOf(invoice), invoice['TotalAmt']]).toEqual([{ TotalTax: 0 }, 10])
  })

  it('follows its lines when they change, though the old tax came back with them', () => {
    const shop = openShop()
    const invoice = sold(shop, shop.customer('Amy'), [taxed(100)])
    const echoed = shop.replace('Invoice', invoice.Id, { Line: [taxed(200)] })
    expect([taxOf(echoed)['TotalTax'], echoed['TotalAmt']]).toEqual([16, 216])
  })

  it('knows no GlobalTaxCalculation', () => {
    const shop = openShop()
    const more = { GlobalTaxCalculation: 'TaxExcluded' }
    expect(shop.refusal(() => sold(shop, shop.customer('Amy'), [taxed(1)], more))).toBe('6000')
  })
})

describe('automated sales tax', () => {
  const automated = () => openShop({ automatedSalesTax: true })

  it('puts its own code in place of the one that was sent', () => {
    const shop = automated()
    const more = { TxnTaxDetail: { TxnTaxCodeRef: { value: '3' } } }
    const invoice = sold(shop, shop.customer('Amy'), [taxed(100)], more)
    expect(taxOf(invoice)).toMatchObject({ TxnTaxCodeRef: { value: '2' }, TotalTax: 8 })
  })

  it('honours a total, spreads it over its rates and says by how much it differs', () => {
    const shop = automated()
    shop.prefer('TaxPrefs', { TaxGroupCodeRef: { value: '3' } })
    const invoice = sold(shop, shop.customer('Amy'), [taxed(100)], { TxnTaxDetail: { TotalTax: 10 } })
    expect([taxOf(invoice)['TotalTax'], invoice['TotalAmt']]).toEqual([10, 110])
    const lines = taxOf(invoice)['TaxLine'] as JsonObject[]
    expect(lines.map((each) => each['Amount'])).toEqual([7.8, 2.2])
    expect(lines.map((each) => (each['TaxLineDetail'] as JsonObject)['OverrideDeltaAmount'])).toEqual([
      0.7, 0.2,
    ])
  })

  it('keeps a total through an edit of the memo, and lets it go when the lines change', () => {
    const shop = automated()
    const invoice = sold(shop, shop.customer('Amy'), [taxed(100)], { TxnTaxDetail: { TotalTax: 9 } })
    expect(shop.edit('Invoice', invoice.Id, { PrivateNote: 'x' })['TotalAmt']).toBe(109)
    expect(shop.edit('Invoice', invoice.Id, { Line: [taxed(50)] })['TotalAmt']).toBe(54)
  })

  it('charges nothing until it is set up', () => {
    const shop = openShop({ automatedSalesTax: false })
    const invoice = sold(shop, shop.customer('Amy'), [taxed(100)], { TxnTaxDetail: { TotalTax: 9 } })
    expect([taxOf(invoice), invoice['TotalAmt']]).toEqual([{ TotalTax: 0 }, 100])
  })
})

describe('tax outside the US', () => {
  const canada = () => openShop({ country: 'CA' })

  it('is charged by the code of each line, on top unless something else is said', () => {
    const shop = canada()
    const invoice = sold(shop, shop.customer('Amy'), [taxed(100, '7'), taxed(50, '5'), taxed(10, '4')])
    expect(invoice['GlobalTaxCalculation']).toBe('TaxExcluded')
    const lines = taxOf(invoice)['TaxLine'] as JsonObject[]
    expect(
      lines.map((each) => [each['Amount'], (each['TaxLineDetail'] as JsonObject)['NetAmountTaxable']]),
    ).toEqual([
      [7.5, 150],
      [7, 100],
    ])
    expect(invoice['TotalAmt']).toBe(174.5)
  })

  it('is rounded once a document, half up', () => {
    const shop = canada()
    const lines = [taxed(4495.16 - 1000, '8'), taxed(1000, '8')]
    const invoice = sold(shop, shop.customer('Amy'), lines)
    expect((taxOf(invoice)['TaxLine'] as JsonObject[])[1]?.['Amount']).toBe(448.39)
  })

  it('takes the code of the item or the customer, and is refused without any', () => {
    const shop = canada()
    expect(codesOf(sold(shop, shop.customer('Amy'), [saleOf(10)]))).toEqual(['6'])
    const bare = shop.create('Item', { Name: 'Bare', Type: 'Service', IncomeAccountRef: { value: '1' } })
    const line = saleOf(10, { ItemRef: { value: bare.Id } })
    expect(shop.refusal(() => sold(shop, shop.customer('Bob'), [line]))).toBe('6000')
    expect(shop.refusal(() => sold(shop, shop.customer('Cy'), [taxed(10, 'TAX')]))).toBe('2500')
  })

  it('is part of the amounts when they include it: the net is stored beside the gross', () => {
    const shop = openShop({ country: 'GB' })
    const included = { GlobalTaxCalculation: 'TaxInclusive' }
    const gross = (net: number, all: number) =>
      saleOf(net, { TaxCodeRef: { value: '2' }, TaxInclusiveAmt: all })
    const lines = [gross(8.33, 10), gross(8.33, 10), gross(8.33, 10)]
    const invoice = sold(shop, shop.customer('Amy'), lines, included)
    expect([invoice['TotalAmt'], taxOf(invoice)['TotalTax']]).toEqual([30, 5.01])
    const plain = sold(shop, shop.customer('Bob'), [taxed(100, '2')], included)
    const detail = (plain['Line'] as JsonObject[])[0]?.['SalesItemLineDetail'] as JsonObject
    expect([detail['TaxInclusiveAmt'], plain['TotalAmt']]).toEqual([120, 120])
    expect(shop.refusal(() => sold(shop, shop.customer('Cy'), [gross(8, 10)], included))).toBe('6000')
    expect(shop.replace('Invoice', invoice.Id, {})).toBe(invoice)
  })

  it('is taken from the caller, one amount for each rate', () => {
    const shop = canada()
    const line = (rate: string, amount: number): JsonObject => ({
      Amount: amount,
      DetailType: 'TaxLineDetail',
      TaxLineDetail: { TaxRateRef: { value: rate } },
    })
    const brought = (...lines: JsonObject[]) => ({ TxnTaxDetail: { TaxLine: lines } })
    const customer = shop.customer('Amy')
    const invoice = sold(shop, customer, [taxed(100, '7')], brought(line('2', 5.01)))
    const lines = taxOf(invoice)['TaxLine'] as JsonObject[]
    expect(lines.map((each) => each['Amount'])).toEqual([5.01, 7])
    expect(lines[0]?.['TaxLineDetail']).toMatchObject({ OverrideDeltaAmount: 0.01 })
    expect(invoice['TotalAmt']).toBe(112.01)
    expect(shop.refusal(() => sold(shop, customer, [taxed(100, '7')], brought(line('3', 1))))).toBe('2500')
    const twice = brought(line('2', 1), line('2', 1))
    expect(shop.refusal(() => sold(shop, customer, [taxed(100, '7')], twice))).toBe('2500')
  })

  it('does not apply where it is said not to, and then takes no detail', () => {
    const shop = canada()
    const none = { GlobalTaxCalculation: 'NotApplicable' }
    const invoice = sold(shop, shop.customer('Amy'), [saleOf(100)], none)
    expect([invoice['TotalAmt'], codesOf(invoice)]).toEqual([100, [undefined]])
    const detail = { ...none, TxnTaxDetail: { TotalTax: 5 } }
    expect(shop.refusal(() => sold(shop, shop.customer('Bob'), [saleOf(100)], detail))).toBe('6170')
    expect(shop.replace('Invoice', invoice.Id, {})).toBe(invoice)
  })
})
