import { BookCheck } from 'lucide-react'
import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import {
  AccountingBanner,
  AccountingConnected,
  AccountingOverview,
  ReconnectTask,
} from './screens/connection-screens.tsx'
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
  settingsPages: [
    {
      slug: 'accounting',
      words: 'accounting.connect',
      permission: 'billing_settings:read',
      component: AccountingOverview,
      wide: true,
    },
    {
      slug: 'accounting/connected',
      words: 'accounting.connect.back',
      permission: 'billing_settings:update',
      component: AccountingConnected,
      hidden: true,
    },
  ],
  navigation: (t) => [
    {
      href: '/settings/accounting',
      label: t('accounting.connect.title'),
      icon: BookCheck,
      permission: 'billing_settings:read',
      covers: ['/settings/accounting', '/accounting'],
    },
  ],
  banners: [{ on: ['/invoices', '/payments', '/receivables', '/credits'], component: AccountingBanner }],
  tasks: { accounting_connection_expired: { panel: ReconnectTask } },
}
