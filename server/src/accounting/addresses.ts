import type { ScreensHost } from '@tieout/accounting-sync/react'
import { addressOf, type InputOf } from '@tieout/platform/contract'
import { fileOf } from './file-of.ts'

/** Where this host shows what the screens of the sync link to. */
export const addresses: ScreensHost['href'] = {
  document: (documentId) => `/invoices/${documentId}`,
  client: (clientId) => `/clients/${clientId}`,
  receipt: (receiptId) => `/payments/${receiptId}`,
  task: (taskId) => `/inbox/${taskId}`,
  inbox: () => '/inbox',
  settings: () => '/settings/accounting',
  mapping: (kind, search) => `/accounting/mapping/${kind}${queryOf(search === undefined ? {} : { search })}`,
  transactions: (filter = {}) => `/accounting/transactions${queryOf(filter)}`,
  batches: () => '/accounting/batches',
  newBatch: () => '/accounting/batches/new',
  batch: (batchId) => `/accounting/batches/${batchId}`,
  file: (list, filters) => addressOf(fileOf(list), filters as InputOf<never>),
}

function queryOf(values: Record<string, string>): string {
  const text = new URLSearchParams(values).toString()
  return text === '' ? '' : `?${text}`
}
