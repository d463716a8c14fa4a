import type { BadgeView, DocumentView } from '@tieout/accounting-sync/contract'
import { screen, within } from '@testing-library/react'
import { anId, anInvoice, aRow } from '../../../../packages/billing/src/testing/invoices.ts'
import type { Locale } from '../../i18n/locales.ts'
import { InvoicePage } from '../../screens/invoices/invoice-pages.tsx'
import { page, type Answers, type ScreenOptions } from '../../testing/render-screen.tsx'
import { accountingScreens } from '../screen-plugin.ts'

/** Invoices and what the sync says of them, for tests of screens. */

export const SYSTEM = 'Harbor Books'

/** A machine that does much else at a time is slow to draw a whole page. */
export const PATIENTLY = { timeout: 8000 }

export const aBadge = (changes: Partial<BadgeView> = {}): BadgeView => ({
  documentId: anId(1),
  state: 'synced',
  verified: true,
  number: 'INV-1042',
  sentAt: '2026-03-15T11:50:00.000Z',
  verifiedAt: '2026-03-15T11:58:00.000Z',
  deepLink: 'http://sandbox.test/desk/invoice/7',
  operation: null,
  excludedBecause: null,
  accepted: null,
  ...changes,
})

export const anOperation = (changes: Partial<NonNullable<BadgeView['operation']>> = {}) => ({
  operationId: anId(71),
  kind: 'export_invoice' as const,
  waitReason: null,
  errorCode: null,
  nextAttemptAt: null,
  missing: [],
  ...changes,
})

export const firewall = { what: 'item' as const, entityId: anId(31), name: 'Firewall appliance' }
export const waiting = aBadge({
  state: 'queued',
  verified: false,
  number: null,
  sentAt: null,
  verifiedAt: null,
  deepLink: null,
  operation: anOperation({ waitReason: 'unmapped', errorCode: 'unmapped', missing: [firewall] }),
})
export const refused = aBadge({
  ...waiting,
  state: 'error',
  operation: anOperation({ errorCode: 'period_closed' }),
})

export const plugged = async (answers: Answers, options: ScreenOptions = {}): Promise<ScreenOptions> => ({
  plugins: [accountingScreens],
  pluginWords: await accountingScreens.messages((options.locale ?? 'en') as Locale),
  answers,
  session: { features: ['accounting_sync'] },
  ...options,
})

export const badges = (items: BadgeView[], connected = true) => ({
  connected,
  company: connected ? SYSTEM : null,
  items: connected ? items : [],
})
export const chips = { connected: true, attention: 2, queued: 7, drift: 0 }
export const forList = (items: BadgeView[], connected = true): Answers => ({
  'GET /invoices': page([aRow(), aRow({ invoiceId: anId(2), number: 'INV-1043' })]),
  'GET /invoices/counts': {},
  'POST /accounting/badges': badges(items, connected),
  'GET /accounting/chips': connected ? chips : { connected, attention: 0, queued: 0, drift: 0 },
})

export const aSide = (changes: Partial<NonNullable<DocumentView['here']>> = {}) => ({
  number: 'INV-1042',
  totalMinor: 108_000,
  taxMinor: 8_000,
  balanceMinor: 78_000,
  currency: 'USD',
  issueDate: '2026-03-01',
  customer: { id: anId(9), name: 'Aspen Dental' },
  ...changes,
})

export const ACTIONS = ['sync', 'retry', 'check', 'view', 'exclude', 'include'] as const
export const allowed = (refusals: Partial<Record<(typeof ACTIONS)[number], string>>) =>
  ACTIONS.map((action) => ({ action, refused: refusals[action] ?? null })) as DocumentView['actions']

export const aView = (changes: Partial<DocumentView> = {}): DocumentView => ({
  connection: { connectionId: anId(90), company: SYSTEM, status: 'connected' },
  kind: 'invoice',
  standing: 'posted',
  outlook: 'export',
  goLiveDate: '2026-01-01',
  badge: aBadge(),
  here: aSide(),
  agreed: aSide({ balanceMinor: null, customer: { id: '4', name: 'Aspen Dental LLC' } }),
  there: aSide({ customer: { id: '4', name: 'Aspen Dental LLC' } }),
  theirStanding: 'standing',
  credits: [],
  expired: null,
  differences: [],
  checkedAt: '2026-03-15T11:58:00.000Z',
  missing: [],
  error: null,
  leftOut: null,
  timeline: [
    {
      at: '2026-03-15T11:49:00.000Z',
      what: 'queued',
      byName: null,
      detail: null,
      errorCode: null,
      operationId: null,
      payment: null,
    },
    {
      at: '2026-03-15T11:50:00.000Z',
      what: 'written',
      byName: null,
      detail: null,
      errorCode: null,
      operationId: null,
      payment: null,
    },
  ],
  taskId: null,
  actions: allowed({ sync: 'there_already', retry: 'nothing_refused', exclude: 'there_already' }),
  ...changes,
})

export const unsent = (changes: Partial<DocumentView> = {}) =>
  aView({
    badge: aBadge({ ...waiting, state: 'not_synced', operation: null }),
    agreed: null,
    there: null,
    theirStanding: null,
    checkedAt: null,
    timeline: [],
    actions: allowed({
      retry: 'nothing_refused',
      check: 'not_there',
      view: 'not_there',
      include: 'not_kept_out',
    }),
    ...changes,
  })

export const forPage = (view: unknown, invoice = anInvoice()): Answers => ({
  [`GET /invoices/${anId(1)}`]: invoice,
  'GET /invoices/:invoiceId/deliveries': { items: [] },
  'POST /accounting/badges': badges([aBadge()]),
  'GET /accounting/documents/:documentId': view,
})
export const card = async () => within(await screen.findByRole('region', { name: `In ${SYSTEM}` }, PATIENTLY))
export const shown = <InvoicePage invoiceId={anId(1)} />
