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
  'pages',
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
    import(`../../../packages/billing/messages/${locale}.json`).then(
      (file) => ['billing', file.default] as const,
    ),
    import(`../../../packages/ui/messages/${locale}.json`).then((file) => ['ui', file.default] as const),
  ]
  const all = Object.fromEntries(await Promise.all([...own, ...packages]))
  // Task kinds are registered by packages, which bring the words for the inbox along.
  const tasks = await import(`../../../packages/billing/messages/inbox/${locale}.json`)
  return { ...all, inbox: { ...(all.inbox as AbstractIntlMessages), ...tasks.default } }
}

async function ownWords(locale: Locale, name: string): Promise<AbstractIntlMessages> {
  return (await import(`../../messages/${locale}/${name}.json`)).default
}
