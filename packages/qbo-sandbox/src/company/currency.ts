import { faults } from '../fault.ts'
import type { JsonObject } from '../json.ts'

/** Currencies with no or two decimals. Those with three are not modelled, since amounts keep two here. */
const NAMES: Readonly<Record<string, string>> = {
  AUD: 'Australian Dollar',
  BRL: 'Brazilian Real',
  CAD: 'Canadian Dollar',
  CHF: 'Swiss Franc',
  CNY: 'Chinese Yuan',
  CZK: 'Czech Koruna',
  DKK: 'Danish Krone',
  EUR: 'Euro',
  GBP: 'British Pound Sterling',
  HKD: 'Hong Kong Dollar',
  HUF: 'Hungarian Forint',
  INR: 'Indian Rupee',
  JPY: 'Japanese Yen',
  MXN: 'Mexican Peso',
  NOK: 'Norwegian Krone',
  NZD: 'New Zealand Dollar',
  PLN: 'Polish Zloty',
  SEK: 'Swedish Krona',
  SGD: 'Singapore Dollar',
  USD: 'United States Dollar',
  ZAR: 'South African Rand',
}

const THREE_DECIMALS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'])

export function currencyRef(code: string): JsonObject {
  const name = NAMES[code]
  if (name !== undefined) return { value: code, name }
  if (THREE_DECIMALS.has(code)) throw faults.unmodelled(`the currency ${code}, which has three decimals`)
  throw faults.invalidCurrency(`Invalid currency: ${code}`)
}

export const isCurrency = (code: string): boolean => NAMES[code] !== undefined
