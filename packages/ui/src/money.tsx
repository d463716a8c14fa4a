'use client'

import { useLocale } from 'use-intl'
import { cx } from './cx.ts'

export interface MoneyValue {
  /** A whole number of the currency's smallest unit: 1234 is $12.34, ¥1,234 and KWD 1.234. */
  minor: number
  /** ISO 4217. */
  currency: string
  /** Overrides how many decimals the currency has. */
  exponent?: number
}

/** The digits are moved as text: dividing would bring binary fractions into an amount. */
function toDecimal(minor: number, exponent: number): string {
  const digits = Math.abs(minor)
    .toFixed(0)
    .padStart(exponent + 1, '0')
  const cut = digits.length - exponent
  const sign = minor < 0 ? '-' : ''
  return exponent === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, cut)}.${digits.slice(cut)}`
}

export type MoneyDisplay = 'symbol' | 'code' | 'none'

export function formatMoney(locale: string, value: MoneyValue, display: MoneyDisplay = 'symbol'): string {
  const { currency } = value
  const style = {
    style: 'currency',
    currency,
    currencyDisplay: display === 'code' ? 'code' : 'symbol',
  } as const
  const own = new Intl.NumberFormat(locale, style).resolvedOptions().maximumFractionDigits ?? 2
  const exponent = value.exponent ?? own
  const digits = { minimumFractionDigits: exponent, maximumFractionDigits: exponent }
  const format = new Intl.NumberFormat(locale, display === 'none' ? digits : { ...style, ...digits })
  return format.format(toDecimal(value.minor, exponent) as `${number}`)
}

/** The same words as `Money`, where only a string will do: an option, a confirm label, an aria-label. */
export function useMoney(): (value: MoneyValue, display?: MoneyDisplay) => string {
  const locale = useLocale()
  return (value, display) => formatMoney(locale, value, display)
}

export interface MoneyProps extends MoneyValue {
  /** `code` writes "USD 12.34" where several currencies meet; `none` leaves it to the column's header. */
  display?: MoneyDisplay
  /** Greys out an exact zero, so that the amounts that matter stand out. */
  quietZero?: boolean
  className?: string
}

export function Money({ minor, currency, exponent, display, quietZero, className }: MoneyProps) {
  const locale = useLocale()
  return (
    <span
      className={cx(
        'whitespace-nowrap tabular-nums',
        quietZero && minor === 0 && 'text-ink-faint',
        className,
      )}
    >
      {formatMoney(locale, { minor, currency, exponent }, display)}
    </span>
  )
}
