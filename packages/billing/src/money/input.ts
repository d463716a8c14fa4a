import { exponentOf } from './currency.ts'
import { inMinorUnits, parseDecimal, formatDecimal } from './decimal.ts'
import { done, refused, type Result } from './result.ts'

/**
 * What a person types, read as they would write it: `1.234,50` in German is `1,234.50` in English.
 * Separators stand where that language puts them or the text is refused; guessing would turn a slip
 * into a thousandfold amount.
 */
export function parseAmount(text: string, currency: string, locale: string): Result<number> {
  const typed = readNumber(text, locale)
  if (!typed.ok) return typed
  const { sign, whole, fraction } = typed.value
  const exponent = exponentOf(currency)
  if (fraction.length > exponent) return refused('too-many-decimals')
  return inMinorUnits(BigInt(`${sign}${whole}${fraction.padEnd(exponent, '0')}`))
}

/** A quantity as a person types it, as the decimal text that a line holds. */
export function parseQuantity(text: string, locale: string): Result<string> {
  const typed = readNumber(text, locale)
  if (!typed.ok) return typed
  const { sign, whole, fraction } = typed.value
  const parsed = parseDecimal(`${sign}${whole}${fraction === '' ? '' : `.${fraction}`}`)
  return parsed.ok ? done(formatDecimal(parsed.value)) : parsed
}

/** An amount as it stands in a field to be edited: without the currency, readable by `parseAmount`. */
export function formatAmount(minor: number, currency: string, locale: string): string {
  const exponent = exponentOf(currency)
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  const exact = `${minor < 0 ? '-' : ''}${digits.slice(0, cut)}${exponent === 0 ? '' : `.${digits.slice(cut)}`}`
  const places = { minimumFractionDigits: exponent, maximumFractionDigits: exponent }
  // As text, because dividing would bring binary fractions into an amount.
  return new Intl.NumberFormat(locale, places).format(exact as `${number}`)
}

interface Typed {
  sign: '' | '-'
  whole: string
  fraction: string
}

function readNumber(text: string, locale: string): Result<Typed> {
  const { group, decimal } = separatorsOf(locale)
  const plain = text
    .trim()
    .replaceAll(/\s/g, ' ')
    .replace(/^[−‐-]/, '-')
  const sign = plain.startsWith('-') ? '-' : ''
  const [left = '', fraction, ...more] = plain.slice(sign.length).split(decimal)
  if (more.length > 0 || (fraction !== undefined && !/^\d+$/.test(fraction))) return refused('not-a-number')
  const [first = '', ...thousands] = left.split(group)
  const isGrouped = /^\d{1,3}$/.test(first) && thousands.every((each) => /^\d{3}$/.test(each))
  if (!isGrouped && !(thousands.length === 0 && /^\d+$/.test(first))) return refused('not-a-number')
  if (left.length > 40) return refused('too-large')
  return done({ sign, whole: first + thousands.join(''), fraction: fraction ?? '' })
}

const separators = new Map<string, { group: string; decimal: string }>()

/** Where a language groups with one of the many spaces, any of them will do. */
function separatorsOf(locale: string): { group: string; decimal: string } {
  const found = separators.get(locale)
  if (found) return found
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.5)
  const of = (type: string) => parts.find((part) => part.type === type)?.value.replace(/\s/, ' ')
  const own = { group: of('group') ?? ',', decimal: of('decimal') ?? '.' }
  separators.set(locale, own)
  return own
}
