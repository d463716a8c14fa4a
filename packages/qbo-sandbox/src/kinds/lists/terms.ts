import { type Fields, decimal, flag, oneOf, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { markedName } from './names.ts'

const fields: Fields = {
  Name: text(31),
  Active: flag,
  Type: oneOf('STANDARD', 'DATE_DRIVEN'),
  DiscountPercent: decimal,
  DueDays: decimal,
  DiscountDays: decimal,
  DayOfMonthDue: decimal,
  DueNextMonthDays: decimal,
  DiscountDayOfMonth: decimal,
  ...systemFields,
}

export const terms: Kind = {
  name: 'Term',
  family: 'list',
  idsFrom: 'terms',
  fields,
  unmodelled: ['SalesTermEx'],
  queryable: { Active: 'boolean', DueDays: 'number', Name: 'text', Type: 'text' },
  complete,
  uniqueName: (entity) =>
    entity['Active'] === false ? undefined : { space: 'terms', name: String(entity['Name']) },
}

function complete(_tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  if (written['Name'] === undefined) throw faults.required('Name')
  const active = written['Active'] !== undefined ? written['Active'] === true : before?.['Active'] !== false
  const type = written['DayOfMonthDue'] === undefined ? 'STANDARD' : 'DATE_DRIVEN'
  if (type === 'STANDARD' && written['DueDays'] === undefined) throw faults.required('DueDays')
  if (type === 'DATE_DRIVEN' && written['DueDays'] !== undefined) {
    throw faults.businessRule('A term is due after days or on a day of the month, not both.')
  }
  mustLieWithin(written, 'DueDays', 0, 999)
  mustLieWithin(written, 'DayOfMonthDue', 1, 31)
  mustLieWithin(written, 'DueNextMonthDays', 0, 999)
  return {
    ...written,
    Name: markedName(String(written['Name']).trim(), active, before),
    Active: active,
    Type: type,
    DiscountPercent: written['DiscountPercent'] ?? 0,
  }
}

function mustLieWithin(written: JsonObject, name: string, least: number, most: number): void {
  const value = written[name]
  if (value === undefined) return
  if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
    throw faults.invalidNumber(name, String(value))
  }
}
