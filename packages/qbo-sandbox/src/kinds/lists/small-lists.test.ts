import { describe, expect, it } from 'vitest'
import { toJson } from '../../json.ts'
import { openDesk, refTo, refusal } from './testing/desk.ts'

describe('classes and locations', () => {
  it('have ids that no double can hold', () => {
    const { make } = openDesk()
    const made = make('Class', { Name: 'Test Class' })
    expect(BigInt(made.Id)).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER))
    expect(toJson(made).replace(/"Id":"\d+","SyncToken":"\d+","MetaData":\{[^}]*\}/, '')).toBe(
      '{"Name":"Test Class","SubClass":false,"FullyQualifiedName":"Test Class","Active":true,"domain":"QBO","sparse":false,}',
    )
  })

  it('count their ids one by one, past those of the opening', () => {
    const { company, make } = openDesk()
    const before = new Set([...company.tables.Class.rows.keys(), ...company.tables.Department.rows.keys()])
    const ids = [make('Class', { Name: 'A' }).Id, make('Department', { Name: 'A' }).Id]
    expect(new Set([...before, ...ids]).size).toBe(before.size + 2)
  })

  it.each([
    ['Class', 'SubClass'],
    ['Department', 'SubDepartment'],
  ] as const)('of kind %s carry the names of their parents', (kind, below) => {
    const { company, make, change, read } = openDesk()
    const parent = make(kind, { Name: 'North' })
    const child = make(kind, { Name: 'East', [below]: true, ParentRef: refTo(parent.Id) })
    change(kind, parent.Id, { Name: 'Upper' })
    expect(read(kind, child.Id)['FullyQualifiedName']).toBe('Upper:East')
    expect(refusal(company, () => make(kind, { Name: 'upper' }))).toBe('6240')
    expect(refusal(company, () => make(kind, {}))).toBe('2020')
  })
})

describe('a term', () => {
  it('is due after days or on a day of the month', () => {
    const { company, make } = openDesk()
    expect(make('Term', { Name: 'Net 10', DueDays: 10 })['Type']).toBe('STANDARD')
    expect(make('Term', { Name: 'On the 5th', DayOfMonthDue: 5 })['Type']).toBe('DATE_DRIVEN')
    expect(refusal(company, () => make('Term', { Name: 'Never' }))).toBe('2020')
    expect(refusal(company, () => make('Term', { Name: 'Both', DueDays: 1, DayOfMonthDue: 5 }))).toBe('6000')
    expect(refusal(company, () => make('Term', { Name: 'On the 32nd', DayOfMonthDue: 32 }))).toBe('2090')
    expect(refusal(company, () => make('Term', { Name: 'net 30', DueDays: 30 }))).toBe('6240')
    expect(refusal(company, () => make('Term', { Name: 'x'.repeat(32), DueDays: 1 }))).toBe('2050')
  })
})

describe('a payment method', () => {
  it('has a name of its own and is no credit card unless it says so', () => {
    const { company, make } = openDesk()
    expect(make('PaymentMethod', { Name: 'Bitcoin' })['Type']).toBe('NON_CREDIT_CARD')
    expect(refusal(company, () => make('PaymentMethod', { Name: 'bitcoin' }))).toBe('6240')
    expect(refusal(company, () => make('PaymentMethod', { Name: 'A', Type: 'COIN' }))).toBe('2170')
  })
})
