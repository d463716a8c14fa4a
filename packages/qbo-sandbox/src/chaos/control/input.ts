import type { Json, JsonObject } from '../../json.ts'
import { isObject } from '../../json.ts'

/** What was sent cannot be used; says which field and why. */
export class Unusable extends Error {
  readonly field: string
  readonly status: number

  constructor(field: string, message: string, status = 400) {
    super(message)
    this.field = field
    this.status = status
  }
}

/** What a field may hold. `text` is any but the empty one. */
export type Rule =
  { least: number; most: number; whole?: true } | { words: readonly string[] } | 'text' | 'yes or no'

export function objectIn(text: string): JsonObject {
  let parsed: Json = null
  try {
    parsed = JSON.parse(text) as Json
  } catch {
    // Said below, with everything else that is no object.
  }
  if (!isObject(parsed)) throw new Unusable('body', 'The body has to be a JSON object.')
  return parsed
}

/** Refuses fields that nobody would read. */
export function onlyKnown(given: JsonObject, known: readonly string[], where = ''): void {
  const stranger = Object.keys(given).find((each) => !known.includes(each))
  if (stranger === undefined) return
  throw new Unusable(where + stranger, `There is no ${where + stranger}; known are: ${known.join(', ')}.`)
}

/** The value of a field if it follows the rule. */
export function checked(value: Json | undefined, rule: Rule, field: string): string | number | boolean {
  if (rule === 'text') {
    if (typeof value === 'string' && value !== '') return value
    throw new Unusable(field, `${field} has to be a text.`)
  }
  if (rule === 'yes or no') {
    if (typeof value === 'boolean') return value
    throw new Unusable(field, `${field} has to be true or false.`)
  }
  if ('words' in rule) {
    if (typeof value === 'string' && rule.words.includes(value)) return value
    throw new Unusable(field, `${field} has to be one of: ${rule.words.join(', ')}.`)
  }
  const fits = typeof value === 'number' && value >= rule.least && value <= rule.most
  if (fits && (rule.whole !== true || Number.isInteger(value))) return value
  const kind = rule.whole === true ? 'a whole number' : 'a number'
  throw new Unusable(field, `${field} has to be ${kind} from ${rule.least} to ${rule.most}.`)
}

/** All fields that are there, each by its rule; those left out stay out. */
export function fieldsBy(
  given: JsonObject,
  rules: Readonly<Record<string, Rule>>,
  where = '',
): Record<string, string | number | boolean> {
  onlyKnown(given, Object.keys(rules), where)
  const taken: Record<string, string | number | boolean> = {}
  for (const [name, rule] of Object.entries(rules)) {
    if (given[name] !== undefined) taken[name] = checked(given[name], rule, where + name)
  }
  return taken
}

export function objectAt(given: JsonObject, name: string): JsonObject {
  const value = given[name] ?? {}
  if (!isObject(value)) throw new Unusable(name, `${name} has to be an object.`)
  return value
}

export function required<T>(value: T | undefined, field: string): T {
  if (value === undefined) throw new Unusable(field, `${field} is missing.`)
  return value
}

export const NUMBER_OF_TIMES: Rule = { least: 1, most: 1_000_000_000, whole: true }
export const SHARE: Rule = { least: 0, most: 1 }
export const SEED: Rule = { least: 0, most: 4_294_967_295, whole: true }
