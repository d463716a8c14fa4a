import { describe, expect, it } from 'vitest'
import { bareCompany } from '../../company/opening.ts'
import { plant } from '../../company/company.ts'
import { create, voidIt } from '../../company/operations.ts'
import { Fault } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { toJson } from '../../json.ts'
import { openShop, saleOf } from './testing/shop.ts'

const ADDRESS =
  '{"Id":"2","Line1":"4581 Finch St.","City":"Bayshore","CountrySubDivisionCode":"CA","PostalCode":"94326","Lat":"INVALID","Long":"INVALID"}'

/** As recorded on 2020-09-29 of a sample company; only what a void changes is left open. */
const recorded = (token: string, changed: string, note: string, amount: string) =>
  `{"AllowIPNPayment":false,"AllowOnlinePayment":false,"AllowOnlineCreditCardPayment":false,"AllowOnlineACHPayment":false,"domain":"QBO","sparse":false,"Id":"266","SyncToken":"${token}","MetaData":{"CreateTime":"2020-09-29T05:58:07-07:00","LastUpdatedTime":"${changed}"},"CustomField":[{"DefinitionId":"1","Name":"Crew #","Type":"StringType"}],"DocNumber":"1043","TxnDate":"2020-09-29","CurrencyRef":{"value":"USD","name":"United States Dollar"},${note}"LinkedTxn":[],"Line":[{"Id":"1","LineNum":1,"Amount":${amount},"DetailType":"SalesItemLineDetail","SalesItemLineDetail":{"ItemRef":{"value":"1","name":"Services"},"TaxCodeRef":{"value":"NON"}}},{"Amount":${amount},"DetailType":"SubTotalLineDetail","SubTotalLineDetail":{}}],"TxnTaxDetail":{"TotalTax":0},"CustomerRef":{"value":"1","name":"Amy's Bird Sanctuary"},"BillAddr":${ADDRESS},"ShipAddr":${ADDRESS},"DueDate":"2020-10-29","TotalAmt":${amount},"ApplyTaxAfterDiscount":false,"PrintStatus":"NeedToPrint","EmailStatus":"NotSet","Balance":${amount}}`

function recordedCompany() {
  const company = bareCompany({ realmId: '1', name: 'Sample' }, Date.parse('2020-09-29T12:00:00Z'))
  const settings = company.tables.Preferences.rows.get('1') as JsonObject
  const crew = [
    {
      CustomField: [{ Name: 'SalesFormsPrefs.SalesCustomName1', Type: 'StringType', StringValue: 'Crew #' }],
    },
    { CustomField: [{ Name: 'SalesFormsPrefs.UseSalesCustom1', Type: 'BooleanType', BooleanValue: true }] },
  ]
  const forms = { ...(settings['SalesFormsPrefs'] as JsonObject), CustomField: crew }
  plant(company, Date.parse('2020-09-29T12:00:00Z'), [
    ['Preferences', { ...settings, SalesFormsPrefs: forms }],
    [
      'Customer',
      {
        Id: '1',
        DisplayName: "Amy's Bird Sanctuary",
        CurrencyRef: { value: 'USD', name: 'United States Dollar' },
        BillAddr: JSON.parse(ADDRESS) as JsonObject,
        ShipAddr: JSON.parse(ADDRESS) as JsonObject,
        PrimaryEmailAddr: { Address: 'Birds@Intuit.com' },
        Active: true,
      },
    ],
  ])
  company.counters['transactions'] = 265
  return company
}

describe('an invoice on the wire', () => {
  const company = recordedCompany()
  const options = { include: new Set<string>() }
  const body = {
    Line: [
      {
        Amount: 100.0,
        DetailType: 'SalesItemLineDetail',
        SalesItemLineDetail: { ItemRef: { value: '1', name: 'Services' } },
      },
    ],
    CustomerRef: { value: '1' },
  }
  const call = (at: string, given: JsonObject) => ({
    company,
    now: Date.parse(at),
    kind: 'Invoice' as const,
    body: given,
    options,
  })
  create(call('2020-09-29T12:57:00Z', { ...body, DocNumber: '1042' }))

  it('is written byte for byte as it was recorded', () => {
    const invoice = create(call('2020-09-29T12:58:07Z', body))
    expect(toJson(invoice)).toBe(recorded('0', '2020-09-29T05:58:07-07:00', '', '100.00'))
  })

  it('is voided byte for byte as it was recorded', () => {
    const voided = voidIt(call('2022-09-02T12:58:56Z', { Id: '266', SyncToken: '0' }))
    const note = '"PrivateNote":"Voided",'
    expect(toJson(voided)).toBe(recorded('1', '2022-09-02T05:58:56-07:00', note, '0'))
  })

  it('names all 83 properties when it meets one that it does not know', () => {
    const work = () => create(call('2020-09-29T13:00:00Z', { BadJson: true }))
    expect(work).toThrow('(class com.intuit.schema.finance.v3.Invoice), not marked as ignorable (83 known')
  })

  it('says which of them it does not model instead of taking them silently', () => {
    const work = () => create(call('2020-09-29T13:00:00Z', { ...body, TrackingNum: 'X' }))
    expect(work).toThrow('does not model Invoice.TrackingNum')
    expect(work).toThrow(Fault)
  })
})

describe('an invoice', () => {
  it('needs a customer and something sold', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    expect(shop.refusal(() => shop.create('Invoice', { Line: [saleOf(1)] }))).toBe('2020')
    expect(shop.refusal(() => shop.create('Invoice', { CustomerRef: { value: customer.Id } }))).toBe('2020')
    const words = { DetailType: 'DescriptionOnly', Description: 'Only words' }
    expect(shop.refusal(() => shop.sell('Invoice', customer, 1, { Line: [words] }))).toBe('2020')
  })

  it('is not written to an inactive customer, but stays with one that became inactive', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const invoice = shop.sell('Invoice', customer, 0)
    shop.edit('Customer', customer.Id, { Active: false })
    expect(shop.refusal(() => shop.sell('Invoice', customer, 10))).toBe('610')
    expect(shop.edit('Invoice', invoice.Id, { PrivateNote: 'Late' })['PrivateNote']).toBe('Late')
  })

  it('is not written into a closed period', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const invoice = shop.sell('Invoice', customer, 10, { TxnDate: '2026-01-31' })
    shop.prefer('AccountingInfoPrefs', { BookCloseDate: '2026-01-31' })
    expect(shop.refusal(() => shop.sell('Invoice', customer, 10, { TxnDate: '2026-01-31' }))).toBe('6210')
    expect(shop.refusal(() => shop.edit('Invoice', invoice.Id, { TxnDate: '2026-02-01' }))).toBe('6210')
    expect(shop.refusal(() => shop.voided('Invoice', invoice.Id))).toBe('6210')
    expect(shop.refusal(() => shop.remove('Invoice', invoice.Id))).toBe('6210')
    expect(shop.sell('Invoice', customer, 10, { TxnDate: '2026-02-01' })['TxnDate']).toBe('2026-02-01')
  })

  it('keeps its token and time when an update changes nothing, sparse or in full', () => {
    const shop = openShop()
    const invoice = shop.sell('Invoice', shop.customer('Amy'), 10, { PrivateNote: 'As is' })
    expect(shop.edit('Invoice', invoice.Id, { PrivateNote: 'As is' })).toBe(invoice)
    expect(shop.replace('Invoice', invoice.Id, {})).toBe(invoice)
    expect(shop.edit('Invoice', invoice.Id, { PrivateNote: 'Other' }).SyncToken).toBe('1')
  })

  it('loses what a full update leaves out, except the number that is the service’s own', () => {
    const shop = openShop()
    const invoice = shop.sell('Invoice', shop.customer('Amy'), 10, { PrivateNote: 'As is' })
    const { PrivateNote: _, DocNumber, ...rest } = invoice
    shop.create('Customer', { DisplayName: 'Bob' })
    const full = shop.replace('Invoice', invoice.Id, {
      ...rest,
      PrivateNote: undefined,
      DocNumber: undefined,
    })
    expect(full['PrivateNote']).toBeUndefined()
    expect(full['DocNumber']).toBe(DocNumber)
  })

  it('takes the addresses of the customer, and gives an address of its own an id', () => {
    const shop = openShop()
    const customer = shop.customer('Amy', { BillAddr: { Line1: '1 Main St.' } })
    const invoice = shop.sell('Invoice', customer, 10)
    expect(invoice['BillAddr']).toEqual(customer['BillAddr'])
    const other = shop.edit('Invoice', invoice.Id, { BillAddr: { Line1: '2 Main St.' } })
    const id = (other['BillAddr'] as JsonObject)['Id']
    expect(id).not.toBe((customer['BillAddr'] as JsonObject)['Id'])
    expect(shop.edit('Invoice', invoice.Id, { BillAddr: { Line1: '2 Main St.' } })).toBe(other)
  })

  it('says that it goes out by mail once it is to be sent', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const more = { EmailStatus: 'NeedToSend', BillEmail: { Address: 'amy@example.com' } }
    expect(shop.sell('Invoice', customer, 1, more)['DeliveryInfo']).toEqual({ DeliveryType: 'Email' })
    expect(shop.sell('Invoice', customer, 1)['DeliveryInfo']).toBeUndefined()
  })

  it('drops class and location unless the company tracks them', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const tracked = shop.create('Class', { Name: 'North' })
    const place = shop.create('Department', { Name: 'Oslo' })
    const more = {
      ClassRef: { value: tracked.Id },
      DepartmentRef: { value: place.Id },
      Line: [saleOf(5, { ClassRef: { value: tracked.Id } })],
    }
    const lineClass = (invoice: JsonObject) => {
      const [line] = invoice['Line'] as { SalesItemLineDetail: JsonObject }[]
      return line?.SalesItemLineDetail['ClassRef']
    }
    const without = shop.sell('Invoice', customer, 5, more)
    expect([without['ClassRef'], without['DepartmentRef'], lineClass(without)]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    shop.prefer('AccountingInfoPrefs', {
      ClassTrackingPerTxn: true,
      ClassTrackingPerTxnLine: true,
      TrackDepartments: true,
    })
    const kept = shop.sell('Invoice', customer, 5, more)
    expect(kept['ClassRef']).toEqual({ value: tracked.Id, name: 'North' })
    expect(kept['DepartmentRef']).toEqual({ value: place.Id, name: 'Oslo' })
    expect(lineClass(kept)).toEqual({ value: tracked.Id, name: 'North' })
  })

  it('refuses to be linked to papers that are not modelled, and takes its own links back', () => {
    const shop = openShop()
    const customer = shop.customer('Amy')
    const estimate = { LinkedTxn: [{ TxnId: '7', TxnType: 'Estimate' }] }
    expect(shop.refusal(() => shop.sell('Invoice', customer, 10, estimate))).toBe('5030')
    const invoice = shop.sell('Invoice', customer, 10)
    shop.pay(customer, 10, [[invoice, 10]])
    const paid = shop.read('Invoice', invoice.Id)
    expect(shop.replace('Invoice', invoice.Id, {})).toBe(paid)
  })

  it('keeps its own fields of the company, and no others', () => {
    const company = recordedCompany()
    const body = {
      CustomerRef: { value: '1' },
      Line: [saleOf(1)],
      CustomField: [
        { DefinitionId: '1', StringValue: 'Blue' },
        { DefinitionId: '2', StringValue: 'None' },
      ],
    }
    const now = Date.parse('2020-09-30T12:00:00Z')
    const invoice = create({ company, now, kind: 'Invoice', body, options: { include: new Set() } })
    expect(invoice['CustomField']).toEqual([
      { DefinitionId: '1', Name: 'Crew #', Type: 'StringType', StringValue: 'Blue' },
    ])
  })
})

describe('a void of an invoice', () => {
  it('leaves lines, number and date, with nothing on them', () => {
    const shop = openShop()
    const sale = saleOf(30, { UnitPrice: 15, Qty: 2, TaxCodeRef: { value: 'TAX' } })
    const invoice = shop.sell('Invoice', shop.customer('Amy'), 30, { Line: [sale], PrivateNote: 'Spring' })
    const voided = shop.voided('Invoice', invoice.Id)
    const [line, subtotal] = voided['Line'] as JsonObject[]
    expect(line?.['SalesItemLineDetail']).toMatchObject({ UnitPrice: 0, Qty: 0, ItemRef: { value: '1' } })
    expect([line?.['Amount'], subtotal?.['Amount'], voided['TotalAmt'], voided['Balance']]).toEqual([
      0, 0, 0, 0,
    ])
    expect(voided['TxnTaxDetail']).toMatchObject({
      TxnTaxCodeRef: { value: '2' },
      TotalTax: 0,
      TaxLine: [{ Amount: 0, TaxLineDetail: { TaxPercent: 8, NetAmountTaxable: 0 } }],
    })
    expect(voided['PrivateNote']).toBe('Voided - Spring')
    expect([voided['DocNumber'], voided['TxnDate']]).toEqual([invoice['DocNumber'], invoice['TxnDate']])
    expect(shop.company.ledger.entries.get(`Invoice:${invoice.Id}`)).toBeUndefined()
  })

  it('changes nothing the second time', () => {
    const shop = openShop()
    const invoice = shop.sell('Invoice', shop.customer('Amy'), 30)
    const voided = shop.voided('Invoice', invoice.Id)
    expect(shop.voided('Invoice', invoice.Id)).toBe(voided)
  })

  it('leaves an ordinary invoice, whose memo and lines can be written again', () => {
    const shop = openShop()
    const invoice = shop.sell('Invoice', shop.customer('Amy'), 30)
    shop.voided('Invoice', invoice.Id)
    expect(shop.edit('Invoice', invoice.Id, { CustomerMemo: { value: 'Sorry' } })['TotalAmt']).toBe(0)
    expect(shop.edit('Invoice', invoice.Id, { Line: [saleOf(12)] })['Balance']).toBe(12)
  })
})
