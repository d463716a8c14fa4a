export const LOCALES = ['en', 'fr', 'de', 'es'] as const
export type Locale = (typeof LOCALES)[number]

export const LOCALE_NAMES: Record<Locale, string> = {
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
  es: 'Español',
}

export const isLocale = (value: string | undefined | null): value is Locale =>
  LOCALES.some((locale) => locale === value)

/** The signed-in person's language, else the one chosen before, else what the browser asks for. */
export function chooseLocale(person?: string | null, cookie?: string | null, accept?: string | null): Locale {
  if (isLocale(person)) return person
  if (isLocale(cookie)) return cookie
  for (const wish of (accept ?? '').split(',')) {
    const language = wish.trim().slice(0, 2).toLowerCase()
    if (isLocale(language)) return language
  }
  return 'en'
}
