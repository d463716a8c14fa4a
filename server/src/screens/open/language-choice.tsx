'use client'

import { useLocale, useTranslations } from 'next-intl'
import { LOCALE_NAMES, LOCALES, type Locale } from '../../i18n/locales.ts'
import { LOCALE_COOKIE, rememberChoice } from '../../web/theme-cookie.ts'

/** Each language in its own words, so that it is found by whoever cannot read the page. */
export function LanguageChoice() {
  const t = useTranslations('app')
  const current = useLocale()
  const choose = (locale: Locale) => {
    rememberChoice(LOCALE_COOKIE, locale)
    window.location.reload()
  }
  return (
    <nav aria-label={t('language')} className="flex flex-wrap justify-center gap-1 text-xs">
      {LOCALES.map((locale) => (
        <button
          key={locale}
          type="button"
          lang={locale}
          aria-current={locale === current ? 'true' : undefined}
          onClick={() => choose(locale)}
          className="h-7 cursor-pointer rounded-md px-2 text-ink-faint hover:bg-surface-hover hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
        >
          {LOCALE_NAMES[locale]}
        </button>
      ))}
    </nav>
  )
}
