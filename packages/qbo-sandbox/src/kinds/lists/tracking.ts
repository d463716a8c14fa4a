import { type Fields, flag, ref, shown, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { address, withAddressIds } from './address.ts'
import { NOT_IN_NAMES, markedName } from './names.ts'
import { type Tree, carryDown, refuseUnevenActivity, standing } from './tree.ts'

/** Classes and locations: what income and expense are told apart by, beside the accounts. */
function trackingList(tree: Tree, own: Fields, unmodelled: readonly string[]): Kind {
  const space = tree.kind.toLowerCase()
  return {
    name: tree.kind,
    family: 'list',
    idsFrom: 'long',
    fields: {
      Name: text(100, NOT_IN_NAMES),
      [tree.below]: flag,
      ParentRef: ref(tree.kind),
      FullyQualifiedName: shown({ type: 'any' }),
      Active: flag,
      ...own,
      ...systemFields,
    },
    unmodelled,
    queryable: {
      Active: 'boolean',
      FullyQualifiedName: 'text',
      Name: 'text',
      ParentRef: 'ref',
      [tree.below]: 'boolean',
    },
    complete: (tx, written, before) => complete(tx, tree, written, before),
    settle: (tx, after, before) => carryDown(tx, tree, after, before),
    uniqueName: (entity) =>
      entity['Active'] === false ? undefined : { space, name: String(entity['FullyQualifiedName']) },
  }
}

function complete(tx: Transaction, tree: Tree, written: JsonObject, before: Entity | undefined): JsonObject {
  if (written['Name'] === undefined) throw faults.required('Name')
  const active = written['Active'] !== undefined ? written['Active'] === true : before?.['Active'] !== false
  const name = markedName(String(written['Name']).trim(), active, before)
  refuseUnevenActivity(tx, tree, active, written, before)
  return {
    ...written,
    ...standing(tx, tree, written, name, before),
    ...withAddressIds(tx, written, before, ['Address']),
    Name: name,
    Active: active,
  }
}

export const classes = trackingList(
  { kind: 'Class', below: 'SubClass', name: 'Name', showsLevel: false },
  {},
  ['ClassEx'],
)

export const departments = trackingList(
  { kind: 'Department', below: 'SubDepartment', name: 'Name', showsLevel: false },
  { Address: address },
  ['DepartmentEx'],
)
