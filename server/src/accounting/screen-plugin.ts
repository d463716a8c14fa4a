import { BookCheck } from 'lucide-react'
import { createElement } from 'react'
import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import { explainedBy } from './finding-words.ts'
import { AccountingClientPanel } from './screens/client-panel.tsx'
import {
  AccountingBanner,
  AccountingConnected,
  AccountingOverview,
  ReconnectTask,
} from './screens/connection-screens.tsx'
import { documentExtensions } from './screens/document-extensions.tsx'
import { MappingPage } from './screens/mapping-page.tsx'
import { DriftTask, ObservationTask, PaymentRestTask } from './screens/incoming-tasks.tsx'
import { CounterpartField, ExportErrorTask, MissingLinkTask } from './screens/mapping-tasks.tsx'
import { BatchesPage, BatchPage, NewBatchPage, TransactionsPage } from './screens/transaction-pages.tsx'
import { accountingWords } from './words.ts'

const watch = 'billing_settings:read'
const manage = 'billing_settings:update'

const missingLink = { panel: MissingLinkTask, fields: { externalId: CounterpartField } }

/** The sync on this host's screens. */
export const accountingScreens: ScreenPlugin = {
  name: 'accounting',
  feature: 'accounting_sync',
  messages: accountingWords,
  settingsPages: [
    {
      slug: 'accounting',
      words: 'accounting.connect',
      permission: watch,
      component: AccountingOverview,
      wide: true,
    },
    {
      slug: 'accounting/connected',
      words: 'accounting.connect.back',
      permission: manage,
      component: AccountingConnected,
      hidden: true,
    },
  ],
  pages: [
    {
      path: '/accounting/mapping/:kind',
      words: 'accounting.mapping',
      permission: watch,
      component: MappingPage,
    },
    {
      path: '/accounting/transactions',
      words: 'accounting.transactions',
      permission: watch,
      component: TransactionsPage,
    },
    {
      path: '/accounting/batches',
      words: 'accounting.batches',
      permission: watch,
      component: BatchesPage,
    },
    {
      path: '/accounting/batches/new',
      words: 'accounting.batches.newBatch',
      permission: manage,
      component: NewBatchPage,
    },
    {
      path: '/accounting/batches/:batchId',
      words: 'accounting.batches.oneBatch',
      permission: watch,
      component: BatchPage,
    },
  ],
  navigation: (t) => [
    {
      href: '/settings/accounting',
      label: t('accounting.connect.title'),
      icon: BookCheck,
      permission: watch,
      covers: ['/settings/accounting', '/accounting'],
    },
  ],
  banners: [{ on: ['/invoices', '/payments', '/receivables', '/credits'], component: AccountingBanner }],
  invoices: (t) => ({ ...documentExtensions, explainFinding: explainedBy(t) }),
  clients: () => ({
    extraPanels: [
      {
        key: 'accounting',
        render: ({ clientId }) => createElement(AccountingClientPanel, { clientId, key: clientId }),
      },
    ],
  }),
  tasks: {
    accounting_connection_expired: { panel: ReconnectTask },
    accounting_sync_unmapped_item: missingLink,
    accounting_sync_unmapped_tax: missingLink,
    accounting_sync_customer_unlinked: missingLink,
    accounting_sync_customer_gone: missingLink,
    accounting_sync_export_error: { panel: ExportErrorTask },
    accounting_sync_drift: { panel: DriftTask },
    accounting_sync_unmapped_payment: { panel: ObservationTask },
    accounting_sync_unreadable: { panel: ObservationTask },
    accounting_sync_payment_rest: { panel: PaymentRestTask },
  },
}
