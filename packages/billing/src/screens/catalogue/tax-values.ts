import { parseDecimal } from '../../money/decimal.ts'
import { parseQuantity } from '../../money/input.ts'
import { mistake, type Read } from './form.tsx'

export interface RateValues {
  name: string
  /** In per cent, as the reader writes numbers. */
  rate: string
  validFrom: string
  validTo: string
}

export interface RateFields {
  name: string
  ratePpm: number
  validFrom: string
  validTo: string | null
}

export function readRate(values: RateValues, locale: string): Read<RateFields> {
  const { name, validFrom, validTo } = values
  const ppm = ppmOf(values.rate, locale)
  const mistakes = [
    ...(name.trim() === '' ? [mistake('name', 'too_small')] : []),
    ...(typeof ppm === 'string' ? [mistake('rate', ppm)] : []),
    ...(validFrom === '' ? [mistake('validFrom', 'invalid_format')] : []),
    ...(validTo !== '' && validTo < validFrom ? [mistake('validTo', 'too_small')] : []),
  ]
  if (typeof ppm === 'string' || mistakes.length > 0) return { fields: null, mistakes }
  return { fields: { name, ratePpm: ppm, validFrom, validTo: validTo || null }, mistakes: null }
}

/** Ten-thousandths of a per cent are millionths. */
function ppmOf(text: string, locale: string): number | 'not-a-number' | 'too-many-decimals' | 'too_big' {
  const typed = parseQuantity(text, locale)
  if (!typed.ok) return typed.refusal === 'too-many-decimals' ? 'too-many-decimals' : 'not-a-number'
  const exact = parseDecimal(typed.value)
  const ppm = exact.ok ? Number(exact.value) : Number.NaN
  return ppm >= 0 && ppm <= 1_000_000 ? ppm : 'too_big'
}
