import { cents } from '../decimal.ts'
import type { Json } from '../json.ts'

/** Hundredths as people write them: `1,234.50`, with a minus sign of full width. */
export function money(hundredths: number): string {
  const [whole = '', fraction = ''] = (Math.abs(hundredths) / 100).toFixed(2).split('.')
  return `${hundredths < 0 ? '−' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

/** The hundredths of an amount in a stored object; nothing there is zero. */
export const centsOf = (value: Json | undefined): number => (typeof value === 'number' ? cents(value) : 0)

/** As it stands in a field to be edited: no separators. */
export const editable = (hundredths: number): string => (hundredths / 100).toFixed(2)

/** The hundredths somebody typed; undefined where there is no number. */
export function typedCents(text: string | null): number | undefined {
  const number = typedNumber(text)
  return number === undefined || Number.isNaN(number) ? undefined : cents(number)
}

/** `1,234.5` and `-3` are numbers; `abc` is left as not a number, for the rules to refuse by name. */
export function typedNumber(text: string | null): number | undefined {
  const trimmed = (text ?? '').trim().replaceAll(',', '').replace('−', '-')
  if (trimmed === '') return undefined
  return /^-?(\d+\.?\d*|\.\d+)$/.test(trimmed) ? Number(trimmed) : Number.NaN
}

/** What is sent for a number that was typed: what is no number goes as the text it is, to be refused as such. */
export function sentNumber(text: string | null): Json | undefined {
  const number = typedNumber(text)
  return number !== undefined && Number.isNaN(number) ? (text ?? '') : number
}

export const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0)
