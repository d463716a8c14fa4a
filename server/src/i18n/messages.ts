import type { AbstractIntlMessages } from 'next-intl'
import type { Locale } from './locales.ts'

/** One file a namespace, so that a screen's words lie together and a missing key is easy to find. */
export const NAMESPACES = [
  'app',
  'audit',
  'fields',
  'home',
  'inbox',
  'jobs',
  'mail',
  'notifications',
  'operator',
  'people',
  'portal',
  'problems',
  'profile',
  'settings',
  'signIn',
] as const

/** Packages bring the words of their own screens. */
export const PACKAGES = ['billing', 'ui'] as const

export async function loadMessages(locale: Locale): Promise<AbstractIntlMessages> {
  const own = NAMESPACES.map(async (name) => [name, await ownWords(locale, name)] as const)
  const packages = [
    import(`../../../packages/billing/messages/${locale}.json`).then((file) => ['billing', file.default] as const),
    import(`../../../packages/ui/messages/${locale}.json`).then((file) => ['ui', file.default] as const),
  ]
  return Object.fromEntries(await Promise.all([...own, ...packages]))
}

async function ownWords(locale: Locale, name: string): Promise<AbstractIntlMessages> {
  return (await import(`../../messages/${locale}/${name}.json`)).default
}
