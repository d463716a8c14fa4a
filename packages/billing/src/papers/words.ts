import { localeCode, type LocaleCode } from '@tieout/platform/contract'
import { createTranslator } from 'use-intl/core'
import de from '../../messages/papers/de.json' with { type: 'json' }
import en from '../../messages/papers/en.json' with { type: 'json' }
import es from '../../messages/papers/es.json' with { type: 'json' }
import fr from '../../messages/papers/fr.json' with { type: 'json' }
import { exponentOf } from '../money/currency.ts'
import { formatAmount } from '../money/input.ts'

const messages: Record<LocaleCode, typeof en> = { en, fr, de, es }

/** How a paper speaks: its words, and numbers and dates as its language writes them. */
export function speak(locale: string) {
  const parsed = localeCode.safeParse(locale.split('-')[0])
  const language = parsed.success ? parsed.data : 'en'
  const dates = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const percents = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 4 })
  const countries = new Intl.DisplayNames(language, { type: 'region' })
  return {
    locale: language,
    t: createTranslator({ locale: language, messages: messages[language] }),
    date: (day: string) => dates.format(new Date(`${day}T00:00:00Z`)),
    /** In a column whose heading says the currency, or where it was said before. */
    amount: (minor: number, currency: string) => formatAmount(minor, currency, language),
    /** With the currency's code: `$` alone does not say which dollars. */
    money(minor: number, currency: string): string {
      const sign = new Intl.NumberFormat(language, { style: 'currency', currency, currencyDisplay: 'code' })
      const digits = String(Math.abs(minor)).padStart(exponentOf(currency) + 1, '0')
      const cut = digits.length - exponentOf(currency)
      const exact = `${minor < 0 ? '-' : ''}${digits.slice(0, cut)}.${digits.slice(cut)}`
      return sign.format(exact as `${number}`)
    },
    quantity: (decimal: string) =>
      new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(decimal as `${number}`),
    /** Millionths as percent. */
    rate: (ppm: number) => percents.format(ppm / 1_000_000),
    country: (code: string) => countries.of(code) ?? code,
  }
}

export type Speech = ReturnType<typeof speak>
