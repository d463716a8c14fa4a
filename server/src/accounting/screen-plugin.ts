import type { ScreenPlugin } from '../plugins/screen-plugin.ts'

/** The words of the sync in this host: its tasks, refusals and findings. */
export const accountingScreens: ScreenPlugin = {
  name: 'accounting',
  feature: 'accounting_sync',
  messages: async (locale) => (await import(`./messages/${locale}.json`)).default,
  invoices: (t) => ({
    explainFinding({ messageKey }) {
      const key = `accounting.findings.${messageKey}`
      return t.has(key) ? { text: t(key) } : undefined
    },
  }),
}
