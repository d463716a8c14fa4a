import type { AbstractIntlMessages } from 'next-intl'
import { merged } from '../i18n/merged.ts'
import type { Locale } from '../i18n/locales.ts'

/** One file of the module’s words for each part of its screens: `accounting.<area>`. */
const AREAS = [
  'batches',
  'connect',
  'documents',
  'errors',
  'incoming',
  'mapping',
  'overview',
  'settings',
  'tabs',
  'transactions',
] as const

/** The module’s own words, and what this host says about it: its tasks, refusals and findings. */
export async function accountingWords(locale: Locale): Promise<AbstractIntlMessages> {
  const [host, ...areas] = await Promise.all([
    import(`./messages/${locale}.json`),
    ...AREAS.map((area) => import(`../../../packages/accounting-sync/messages/${locale}/${area}.json`)),
  ])
  const own = Object.fromEntries(AREAS.map((area, index) => [area, areas[index].default]))
  return merged(host.default, { accounting: own })
}
