import { faults } from '../fault.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import { amount, cents } from '../decimal.ts'
import { isDate } from '../time.ts'
import type { KindName } from './state.ts'

/** What may stand in a field and what is said when something else does. */
export type Field = {
  /** Shown, never taken: what a caller writes there is dropped without a word, as the service does. */
  readOnly?: true
} & (
  | { type: 'text'; max: number; forbidden?: RegExp }
  | { type: 'email'; max: number }
  | { type: 'amount'; signed?: true }
  | { type: 'decimal' }
  | { type: 'boolean' }
  | { type: 'date' }
  | { type: 'enum'; values: readonly string[] }
  | { type: 'id' }
  | { type: 'currency' }
  /** `literals` are values that name no object, such as TAX and NON. */
  | { type: 'ref'; to: readonly KindName[]; named: boolean; literals?: readonly string[] }
  | {
      type: 'object'
      class: string
      fields: Fields
      unmodelled?: readonly string[]
      /** A part of the settings: what a caller leaves out of it stays, and null clears. */
      section?: true
    }
  | { type: 'list'; of: Field; most?: number }
  /** Kept as it is. */
  | { type: 'any' }
)

export type Fields = Readonly<Record<string, Field>>

export const text = (max: number, forbidden?: RegExp): Field => ({ type: 'text', max, forbidden })
export const email = (max = 100): Field => ({ type: 'email', max })
export const money: Field = { type: 'amount' }
export const signedMoney: Field = { type: 'amount', signed: true }
export const decimal: Field = { type: 'decimal' }
export const flag: Field = { type: 'boolean' }
export const day: Field = { type: 'date' }
export const oneOf = (...values: string[]): Field => ({ type: 'enum', values })
export const ref = (...to: KindName[]): Field => ({ type: 'ref', to, named: true })
export const bareRef = (...to: KindName[]): Field => ({ type: 'ref', to, named: false })
export const group = (name: string, fields: Fields, unmodelled?: readonly string[]): Field => ({
  type: 'object',
  class: name,
  fields,
  unmodelled,
})
export const list = (of: Field, most?: number): Field => ({ type: 'list', of, most })
export const shown = (field: Field): Field => ({ ...field, readOnly: true })

/**
 * Takes from `given` what may be written, in the order of the table. Unknown properties are refused,
 * read-only ones dropped, `null` and empty text kept as `null`: the caller clears the field.
 */
export function takeFields(
  fields: Fields,
  given: JsonObject,
  where: { kind: string; unmodelled?: readonly string[]; properties?: readonly string[] },
): JsonObject {
  for (const name in given) {
    if (Object.hasOwn(fields, name) || given[name] === undefined) continue
    if (where.unmodelled?.includes(name) === true) {
      if (given[name] === null) continue
      throw faults.unmodelled(`${where.kind}.${name}`)
    }
    const known = where.properties ?? [...Object.keys(fields), ...(where.unmodelled ?? [])]
    throw faults.unknownProperty(name, where.kind, known)
  }
  const taken: Record<string, Json> = {}
  for (const name in fields) {
    const field = fields[name]
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    if (field === undefined || field.readOnly === true || value === undefined) continue
    taken[name] = value === null ? null : takeValue(field, value, name)
  }
  return taken
}

function takeValue(field: Field, value: Json, name: string): Json {
  switch (field.type) {
    case 'text':
    case 'email':
      return takeText(field, value, name)
    case 'amount':
      return takeAmount(value, name, field.signed === true)
    case 'decimal':
      return takeNumber(value, name)
    case 'boolean':
      return takeFlag(value, name)
    case 'date':
      if (typeof value === 'string' && isDate(value.slice(0, 10)) && /^.{10}($|T|[+-])/.test(value)) {
        return value.slice(0, 10)
      }
      throw faults.invalidDate(name, say(value))
    case 'enum': {
      const found = field.values.find((each) => typeof value === 'string' && each === value)
      if (found === undefined) throw faults.invalidEnum(name, say(value))
      return found
    }
    case 'id':
      if (typeof value !== 'string' && typeof value !== 'number') throw faults.invalidId(say(value))
      return String(value)
    case 'currency':
    case 'ref':
      return takeReference(value, name)
    case 'object':
      if (!isObject(value))
        throw faults.unreadableBody(
          `Property Name:Can not deserialize ${name} specified is unsupported or invalid`,
        )
      return takeFields(field.fields, value, { kind: field.class, unmodelled: field.unmodelled })
    case 'list':
      return takeList(field, value, name)
    default:
      return value
  }
}

function takeText(field: { max: number; type: string; forbidden?: RegExp }, value: Json, name: string): Json {
  if (typeof value === 'object') throw faults.invalidText(name, `${name} is not a string.`)
  const written = String(value)
  if (written === '') return null
  if (written.length > field.max) throw faults.tooLong(name, field.max, written.length)
  if (written.includes('\u0000') || field.forbidden?.test(written) === true) {
    throw faults.invalidText(name, `Invalid or unsupported character in ${name}.`)
  }
  if (field.type === 'email' && !/^[^\s@,;]+@[^\s@,;.]+(\.[^\s@,;.]+)*$/.test(written))
    throw faults.invalidEmail(name)
  return written
}

function takeNumber(value: Json, name: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  if (typeof value === 'string' && /^-?\d{1,15}(\.\d{1,10})?$/.test(value)) return Number(value)
  throw faults.invalidNumber(name, say(value))
}

/** Ten digits before the point and five after; stored with two. */
function takeAmount(value: Json, name: string, signed: boolean): number {
  const number = takeNumber(value, name)
  if (Math.abs(number) >= 10_000_000_000) throw faults.invalidAmount(name, say(value))
  if (number < 0 && !signed) throw faults.invalidAmount(name, say(value))
  return amount(cents(number))
}

function takeFlag(value: Json, name: string): boolean {
  if (typeof value === 'boolean') return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw faults.invalidText(name, `${name} should be true or false. Supplied value:${say(value)}`)
}

function takeReference(value: Json, name: string): JsonObject | null {
  if (typeof value === 'string' || typeof value === 'number') return { value: String(value) }
  if (!isObject(value)) throw faults.invalidReference(name)
  for (const key in value) {
    if (!['value', 'name', 'type'].includes(key))
      throw faults.unknownProperty(key, 'ReferenceType', ['value', 'name', 'type'])
  }
  const id = value['value']
  if (id === null || id === undefined || id === '') return null
  if (typeof id !== 'string' && typeof id !== 'number') throw faults.invalidReference(name)
  const type = value['type']
  return typeof type === 'string' ? { value: String(id), type } : { value: String(id) }
}

function takeList(field: { of: Field; most?: number }, value: Json, name: string): Json {
  if (!Array.isArray(value))
    throw faults.unreadableBody(
      `Property Name:Can not deserialize ${name} specified is unsupported or invalid`,
    )
  const items: readonly Json[] = value
  if (field.most !== undefined && items.length > field.most) {
    throw faults.businessRule(`${name} can have at most ${field.most} entries.`)
  }
  return items.map((each) => {
    if (each === null) throw faults.required(name)
    return takeValue(field.of, each, name)
  })
}

/** A value in an error text, short enough to read. */
const say = (value: Json): string => (typeof value === 'object' ? 'object' : String(value).slice(0, 100))

/** The same object with its fields in the order of the wire and nothing empty. */
export function arrange(fields: Fields, object: JsonObject): JsonObject {
  const arranged: Record<string, Json> = {}
  for (const name in fields) {
    const value = object[name]
    if (value !== undefined && value !== null) arranged[name] = value
  }
  return arranged
}
