import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { openDesk, refTo, refusal } from './testing/desk.ts'

const income = { IncomeAccountRef: refTo('1') }

describe('an item', () => {
  it('is a service unless it says otherwise, with its fields in the order of the wire', () => {
    const { make } = openDesk()
    const text = toJson(make('Item', { Name: 'Design', UnitPrice: 75, ...income }))
    expect(text.replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\}/, '')).toBe(
      '{"Name":"Design","Active":true,"SubItem":false,"FullyQualifiedName":"Design","Taxable":false,"UnitPrice":75,"Type":"Service","IncomeAccountRef":{"value":"1","name":"Services"},"PurchaseCost":0,"TrackQtyOnHand":false,"domain":"QBO","sparse":false,}',
    )
  })

  it('needs a name of its own and an account', () => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Item', income))).toBe('2020')
    expect(refusal(company, () => make('Item', { Name: 'Design' }))).toBe('2020')
    expect(refusal(company, () => make('Item', { Name: 'services', ...income }))).toBe('6240')
    expect(refusal(company, () => make('Item', { Name: 'A:B', ...income }))).toBe('2040')
    expect(make('Item', { Name: 'Bought', ExpenseAccountRef: refTo('80') })['Type']).toBe('Service')
  })

  it('cannot be sold to receivables', () => {
    const { company, make } = openDesk()
    const body = { Name: 'Design', IncomeAccountRef: refTo('84') }
    expect(refusal(company, () => make('Item', body))).toBe('6430')
  })

  it.each([[{ Type: 'Inventory' }], [{ Type: 'Group' }], [{ TrackQtyOnHand: true }], [{ QtyOnHand: 3 }]])(
    'with %o is refused rather than half kept',
    (more) => {
      const { company, make } = openDesk()
      expect(refusal(company, () => make('Item', { Name: 'Pump', ...income, ...more }))).toBe('5030')
    },
  )

  it('of no known type is refused', () => {
    const { company, make } = openDesk()
    expect(refusal(company, () => make('Item', { Name: 'A', ...income, Type: 'Dream' }))).toBe('2170')
  })

  it('stands below categories alone, which carry no price', () => {
    const { company, make, change } = openDesk()
    const hardware = make('Item', { Name: 'Hardware', Type: 'Category' })
    expect(hardware['UnitPrice']).toBeUndefined()
    const switches = make('Item', {
      Name: 'Switch',
      ...income,
      SubItem: true,
      ParentRef: refTo(hardware.Id),
    })
    expect(switches).toMatchObject({
      Level: 1,
      FullyQualifiedName: 'Hardware:Switch',
      ParentRef: { value: hardware.Id, name: 'Hardware' },
    })
    const below = { Name: 'Port', ...income, SubItem: true, ParentRef: refTo(switches.Id) }
    expect(refusal(company, () => make('Item', below))).toBe('2500')
    const priced = { Name: 'Software', Type: 'Category', UnitPrice: 3 }
    expect(refusal(company, () => make('Item', priced))).toBe('6000')
    expect(refusal(company, () => change('Item', hardware.Id, { Type: 'Service' }))).toBe('6000')
  })
})
