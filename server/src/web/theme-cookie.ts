import type { ThemeChoice } from '@tieout/ui'

export const THEME_COOKIE = 'theme'
export const LOCALE_COOKIE = 'locale'

export function readTheme(value: string | undefined): ThemeChoice {
  return value === 'light' || value === 'dark' ? value : 'system'
}

/** Looks only, nothing personal: readable by scripts, kept a year. */
export function rememberChoice(name: typeof THEME_COOKIE | typeof LOCALE_COOKIE, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`
}
