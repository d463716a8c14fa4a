import type { ScreensHost } from '@tieout/accounting-sync/react'

/** Where this host shows what the screens of the sync link to. */
export const addresses: ScreensHost['href'] = {
  document: (documentId) => `/invoices/${documentId}`,
  client: (clientId) => `/clients/${clientId}`,
  task: (taskId) => `/inbox/${taskId}`,
  inbox: () => '/inbox',
  settings: () => '/settings/accounting',
  mapping: (kind, search) => `/accounting/mapping/${kind}${queryOf(search === undefined ? {} : { search })}`,
  transactions: (filter = {}) => `/accounting/transactions${queryOf(filter)}`,
  batches: () => '/accounting/batches',
  batch: (batchId) => `/accounting/batches/${batchId}`,
}

function queryOf(values: Record<string, string>): string {
  const text = new URLSearchParams(values).toString()
  return text === '' ? '' : `?${text}`
}
