import type { ScreenPlugin } from '../plugins/screen-plugin.ts'
import { explainedBy } from './finding-words.ts'
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
}
