import { BookCheck } from 'lucide-react'
import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import { explainedBy } from './finding-words.ts'
import {
  AccountingBanner,
  AccountingConnected,
  AccountingOverview,
  ReconnectTask,
} from './screens/connection-screens.tsx'
import { BatchesPage, BatchPage, NewBatchPage, TransactionsPage } from './screens/transaction-pages.tsx'
import { accountingWords } from './words.ts'

/** The sync on this host's screens. */
export const accountingScreens: ScreenPlugin = {
  name: 'accounting',
  feature: 'accounting_sync',
  messages: accountingWords,
  pages: [
    {
      path: '/accounting/transactions',
      words: 'accounting.transactions',
      permission: 'billing_settings:read',
      component: TransactionsPage,
    },
    {
      path: '/accounting/batches',
      words: 'accounting.batches',
      permission: 'billing_settings:read',
      component: BatchesPage,
    },
    {
      path: '/accounting/batches/new',
      words: 'accounting.batches.newBatch',
      permission: 'billing_settings:update',
      component: NewBatchPage,
    },
    {
      path: '/accounting/batches/:batchId',
      words: 'accounting.batches.oneBatch',
      permission: 'billing_settings:read',
      component: BatchPage,
    },
  ],
  invoices: (t) => ({ explainFinding: explainedBy(t) }),
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
