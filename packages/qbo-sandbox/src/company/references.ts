import { faults } from '../fault.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import type { Field, Fields } from './fields.ts'
import { currencyRef } from './currency.ts'
import type { Entity } from './state.ts'
import type { Transaction } from './transaction.ts'

/**
 * Checks every reference of an object and gives it the name of what it points to. Something inactive may
 * stay where it stood before; it cannot be chosen anew. Fields that were cleared are left out.
 */
export function resolveReferences(
  tx: Transaction,
  fields: Fields,
  object: JsonObject,
  before: Entity | undefined,
  keepNulls = false,
): JsonObject {
  const resolved: Record<string, Json> = {}
  for (const name in object) {
    const value = object[name]
    if (value === undefined || (value === null && !keepNulls)) continue
    const field = fields[name]
    resolved[name] = field === undefined || value === null ? value : resolve(tx, field, value, name, before)
  }
  return resolved
}

function resolve(tx: Transaction, field: Field, value: Json, name: string, before: Entity | undefined): Json {
  switch (field.type) {
    case 'ref':
      return isObject(value) ? point(tx, field, value, name, before) : value
    case 'currency':
      return isObject(value) ? currencyRef(String(value['value'])) : value
    case 'object':
      return isObject(value) ? resolveReferences(tx, field.fields, value, before, field.section) : value
    case 'list':
      return Array.isArray(value)
        ? (value as readonly Json[]).map((each) => resolve(tx, field.of, each, name, before))
        : value
    default:
      return value
  }
}

function point(
  tx: Transaction,
  field: Field & { type: 'ref' },
  reference: JsonObject,
  name: string,
  before: Entity | undefined,
): Json {
  const id = String(reference['value'])
  if (field.literals?.includes(id) === true) return { value: id }
  for (const kind of field.to) {
    const target = tx.get(kind, id)
    if (target === undefined) continue
    if (typeof reference['type'] === 'string' && field.to.length > 1 && reference['type'] !== kind) continue
    if (target['Active'] === false && !pointedBefore(before, name, id)) throw faults.inactiveReference(name)
    return {
      value: id,
      ...(field.named ? { name: nameOf(target) } : {}),
      ...(field.to.length > 1 ? { type: kind } : {}),
    }
  }
  throw faults.invalidReference(name)
}

export const nameOf = (entity: Entity): string =>
  String(entity['FullyQualifiedName'] ?? entity['DisplayName'] ?? entity['Name'] ?? '')

/** Whether some field of that name pointed there before; looked up only when something inactive is met. */
function pointedBefore(value: Json | undefined, name: string, id: string): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some((each) => pointedBefore(each, name, id))
  if (!isObject(value)) return false
  const own = value[name]
  if (isObject(own) && own['value'] === id) return true
  return Object.values(value).some((each) => pointedBefore(each, name, id))
}
