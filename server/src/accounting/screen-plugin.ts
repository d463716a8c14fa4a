import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import { explainedBy } from './finding-words.ts'
import { documentExtensions } from './screens/document-extensions.tsx'
import { accountingWords } from './words.ts'

/** The sync on this host's screens. */
export const accountingScreens: ScreenPlugin = {
  name: 'accounting',
  feature: 'accounting_sync',
  messages: accountingWords,
  invoices: (t) => ({ ...documentExtensions, explainFinding: explainedBy(t) }),
}
