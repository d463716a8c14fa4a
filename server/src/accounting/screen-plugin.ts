import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import { accountingWords } from './words.ts'

/** The sync on this host's screens. */
export const accountingScreens: ScreenPlugin = {
  name: 'accounting',
  feature: 'accounting_sync',
  messages: accountingWords,
  invoices: (t) => ({
    explainFinding({ messageKey }) {
      const key = `accounting.findings.${messageKey}`
      return t.has(key) ? { text: t(key) } : undefined
    },
  }),
}
