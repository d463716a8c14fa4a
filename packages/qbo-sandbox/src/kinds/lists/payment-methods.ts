import { flag, oneOf, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import { systemFields } from '../../company/system-fields.ts'
import { faults } from '../../fault.ts'
import { markedName } from './names.ts'

export const paymentMethods: Kind = {
  name: 'PaymentMethod',
  family: 'list',
  idsFrom: 'payment methods',
  fields: {
    Name: text(31),
    Active: flag,
    Type: oneOf('CREDIT_CARD', 'NON_CREDIT_CARD'),
    ...systemFields,
  },
  unmodelled: ['PaymentMethodEx'],
  queryable: { Active: 'boolean', Name: 'text', Type: 'text' },
  complete(_tx, written, before) {
    if (written['Name'] === undefined) throw faults.required('Name')
    const active = written['Active'] !== undefined ? written['Active'] === true : before?.['Active'] !== false
    return {
      ...written,
      Name: markedName(String(written['Name']).trim(), active, before),
      Active: active,
      Type: written['Type'] ?? 'NON_CREDIT_CARD',
    }
  },
  uniqueName: (entity) =>
    entity['Active'] === false ? undefined : { space: 'payment methods', name: String(entity['Name']) },
}
