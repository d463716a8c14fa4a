import { faults } from '../fault.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import { instantOf, isDate } from '../time.ts'
import type { Operator } from './parse.ts'

/** How a property compares. */
export type PropertyType = 'id' | 'text' | 'number' | 'boolean' | 'date' | 'instant' | 'ref'

export interface Property {
  /** Its place in the object: `MetaData.CreateTime`. */
  path: string
  type: PropertyType
}

/** What a value is compared as. */
export type Key = string | number

/** Each type turns what is stored and what a query writes into keys that compare with each other. */
interface Comparison {
  operators: readonly Operator[]
  stored(value: Json | undefined): Key | undefined
  /** Undefined when a query cannot mean that. */
  written(text: string): Key | undefined
}

const EQUALITY: readonly Operator[] = ['=', 'IN']
const ORDERED: readonly Operator[] = ['=', '<', '>', '<=', '>=', 'IN']

const sameText = (value: Json | undefined) => (typeof value === 'string' ? value : undefined)

const FLAGS: ReadonlyMap<string, Key> = new Map([
  ['true', 1],
  ['false', 0],
])

export const comparisons: Readonly<Record<PropertyType, Comparison>> = {
  id: { operators: EQUALITY, stored: sameText, written: (text) => text },
  text: {
    operators: [...ORDERED, 'LIKE'],
    stored: (value) => (typeof value === 'string' ? value.toLowerCase() : undefined),
    written: (text) => text.toLowerCase(),
  },
  number: {
    operators: ORDERED,
    stored: (value) => (typeof value === 'number' ? value : undefined),
    written: (text) => (/^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined),
  },
  boolean: {
    operators: EQUALITY,
    stored: (value) => (typeof value === 'boolean' ? Number(value) : undefined),
    written: (text) => FLAGS.get(text.toLowerCase()),
  },
  date: {
    operators: ORDERED,
    stored: sameText,
    // Of an instant the day counts, as it is written.
    written: (text) => (isDate(text) || instantOf(text) !== undefined ? text.slice(0, 10) : undefined),
  },
  instant: {
    operators: ORDERED,
    stored: (value) => (typeof value === 'string' ? instantOfStamp(value) : undefined),
    written: instantOf,
  },
  ref: {
    operators: EQUALITY,
    stored: (value) => (isObject(value) ? sameText(value['value']) : undefined),
    written: (text) => text,
  },
}

/** Reads a row's key; undefined when the row lacks the property. */
export function keyReader({ path, type }: Property): (row: JsonObject) => Key | undefined {
  const { stored } = comparisons[type]
  const [first = '', ...rest] = path.split('.')
  if (rest.length === 0) return (row) => stored(row[first])
  return (row) => {
    let value = row[first]
    for (const name of rest) value = isObject(value) ? value[name] : undefined
    return stored(value)
  }
}

/** The key a query means by a value it wrote for a property. */
export function keyWritten(property: Property, text: string): Key {
  const key = comparisons[property.type].written(text)
  if (key !== undefined) return key
  throw faults.queryInvalid(
    `value '${text.slice(0, 100)}' is not valid for property '${property.path}', which is ${KINDS[property.type]}`,
  )
}

const KINDS: Readonly<Record<PropertyType, string>> = {
  id: 'an id',
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  date: 'a date',
  instant: 'a date and time',
  ref: 'a reference',
}

/** Stamps have one form, `2020-09-29T05:58:07-07:00`; reading just that is many times faster. */
function instantOfStamp(text: string): number | undefined {
  const sign = text[19]
  if (text.length !== 25 || (sign !== '-' && sign !== '+')) return instantOf(text)
  const at = Date.UTC(
    two(text, 0) * 100 + two(text, 2),
    two(text, 5) - 1,
    two(text, 8),
    two(text, 11),
    two(text, 14),
    two(text, 17),
  )
  const offset = (two(text, 20) * 60 + two(text, 23)) * 60_000
  return sign === '-' ? at + offset : at - offset
}

const ZERO = 48

const two = (text: string, at: number) => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO

/** Ids are whole numbers too large for a number: the longer is the greater. */
export function compareIds(a: string, b: string): number {
  return a.length - b.length || compareKeys(a, b)
}

export function compareKeys(a: Key, b: Key): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
