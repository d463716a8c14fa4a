import { createElement } from 'react'
import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import { AccountingClientPanel } from './screens/client-panel.tsx'
import { CounterpartField, ExportErrorTask, MissingLinkTask } from './screens/mapping-tasks.tsx'
import { MappingPage } from './screens/mapping-page.tsx'
import { BatchesPage, BatchPage, NewBatchPage, TransactionsPage } from './screens/transaction-pages.tsx'
import { accountingWords } from './words.ts'

const missingLink = { panel: MissingLinkTask, fields: { externalId: CounterpartField } }

/** The sync on this host's screens. */
export const accountingScreens: ScreenPlugin = {
  name: 'accounting',
  feature: 'accounting_sync',
  messages: accountingWords,
  pages: [
    {
      path: '/accounting/mapping/:kind',
      words: 'accounting.mapping',
      permission: 'billing_settings:read',
      component: MappingPage,
    },
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
  invoices: (t) => ({
    explainFinding({ messageKey }) {
      const key = `accounting.findings.${messageKey}`
      return t.has(key) ? { text: t(key) } : undefined
    },
  }),
  clients: () => ({
    extraPanels: [
      {
        key: 'accounting',
        render: ({ clientId }) => createElement(AccountingClientPanel, { clientId, key: clientId }),
      },
    ],
  }),
  tasks: {
    accounting_sync_unmapped_item: missingLink,
    accounting_sync_unmapped_tax: missingLink,
    accounting_sync_customer_unlinked: missingLink,
    accounting_sync_export_error: { panel: ExportErrorTask },
  },
}
