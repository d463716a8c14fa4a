import type { AbstractIntlMessages } from 'next-intl'
import { screenPlugins } from '../plugins/screen-plugins.ts'
import type { Locale } from './locales.ts'
import { merged } from './merged.ts'

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

export async function loadMessages(locale: Locale): Promise<AbstractIntlMessages> {
  const all = await Promise.all([
    ...NAMESPACES.map((name) => ownWords(locale, name)),
    billingWords(locale),
    uiWords(locale),
    ...screenPlugins.map((plugin) => plugin.messages(locale)),
  ])
  return all.reduce(merged)
}

async function ownWords(locale: Locale, name: string): Promise<AbstractIntlMessages> {
  return { [name]: (await import(`../../messages/${locale}/${name}.json`)).default }
}

/** Packages bring the words of their own screens, and of the kinds of task that they raise. */
async function billingWords(locale: Locale): Promise<AbstractIntlMessages> {
  const [billing, inbox] = await Promise.all([
    import(`../../../packages/billing/messages/${locale}.json`),
    import(`../../../packages/billing/messages/inbox/${locale}.json`),
  ])
  return { billing: billing.default, inbox: inbox.default }
}

async function uiWords(locale: Locale): Promise<AbstractIntlMessages> {
  return { ui: (await import(`../../../packages/ui/messages/${locale}.json`)).default }
}
