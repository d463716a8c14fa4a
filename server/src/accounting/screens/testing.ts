import type {
  ArrivalView,
  ConnectionView,
  CycleView,
  HealthView,
  OperationView,
} from '@tieout/accounting-sync/contract'
import type { Locale } from '../../i18n/locales.ts'
import type { ScreenOptions } from '../../testing/render-screen.tsx'
import { accountingScreens } from '../screen-plugin.ts'

/** A company and how it is doing, as the server answers it, for the tests of screens. */

export const anId = (end: number) => `00000000-0000-4000-8000-${String(end).padStart(12, '0')}`
const NOW = '2026-03-15T12:00:00.000Z'

export const withSync = async (options: ScreenOptions = {}): Promise<ScreenOptions> => ({
  ...options,
  plugins: [accountingScreens],
  pluginWords: await accountingScreens.messages((options.locale ?? 'en') as Locale),
  session: { features: ['accounting_sync'], ...options.session },
})

export const aCompany = (changes: Partial<ConnectionView> = {}): ConnectionView => ({
  connectionId: anId(7),
  adapterType: 'qbo',
  realm: '9130',
  environment: 'sandbox',
  app: 'platform',
  status: 'connected',
  isDefault: true,
  company: {
    name: 'Harbor Books',
    country: 'US',
    homeCurrency: 'USD',
    multiCurrency: true,
    numbersItself: false,
    usesSalesTax: true,
    automatedSalesTax: false,
    autoAppliesCredits: false,
    booksClosedThrough: '2026-01-31',
  },
  companyReadAt: NOW,
  settings: {
    autoSync: true,
    goLiveDate: '2026-02-01',
    createCustomers: false,
    fallbackItem: { id: '1', name: 'Services' },
    depositAccount: null,
  },
  paused: null,
  connectedAt: NOW,
  disconnectedAt: null,
  refreshExpiresAt: '2026-06-20T12:00:00.000Z',
  hardExpiresAt: null,
  downUntil: null,
  deepLink: 'http://desk.test/desk/9130',
  ...changes,
})

export const aCycle = (changes: Partial<CycleView> = {}): CycleView => ({
  cycleId: anId(31),
  trigger: 'schedule',
  status: 'done',
  startedAt: '2026-03-15T11:50:00.000Z',
  firstStartedAt: '2026-03-15T11:50:00.000Z',
  finishedAt: '2026-03-15T11:50:04.200Z',
  repeats: 1,
  idle: false,
  step: 'outbound',
  counts: { exported: 3, failed: 1 },
  error: null,
  ...changes,
})

export const aHealth = (changes: Partial<HealthView> = {}): HealthView => ({
  verdict: 'agrees',
  agreeing: { documents: 812, money: [{ amountMinor: 8_421_055, currency: 'USD' }] },
  documents: 812,
  drifted: { documents: 0, money: [] },
  accepted: { documents: 0, money: [] },
  expired: { documents: 0, money: [] },
  received: { payments: 0, money: [] },
  attention: { operations: 0, money: [] },
  waiting: [],
  lastCycle: aCycle(),
  lastGoodAt: '2026-03-15T11:50:04.200Z',
  running: null,
  nextRunAt: '2026-03-15T12:05:00.000Z',
  tokenDays: 97,
  hardDays: null,
  warnings: [],
  days: [{ day: '2026-03-15', done: 3, failed: 1 }],
  catalogueReadAt: NOW,
  ...changes,
})

export const anOperation = (changes: Partial<OperationView> = {}): OperationView => ({
  operationId: anId(51),
  direction: 'out',
  kind: 'export_invoice',
  documentId: anId(61),
  documentType: 'invoice',
  number: 'INV-1001',
  client: { id: anId(200), name: 'Tidewater Legal' },
  amountMinor: 123_450,
  currency: 'USD',
  issueDate: '2026-03-01',
  status: 'done',
  attempts: 0,
  waitReason: null,
  errorCode: null,
  nextAttemptAt: null,
  batchId: null,
  createdAt: '2026-03-15T11:00:00.000Z',
  updatedAt: '2026-03-15T11:58:00.000Z',
  processedAt: null,
  milliseconds: 1240,
  ...changes,
})

export const anArrival = (changes: Partial<ArrivalView> = {}): ArrivalView => ({
  arrivalId: anId(71),
  direction: 'in',
  kind: 'payment',
  externalId: '812',
  status: 'applied',
  reason: null,
  reference: 'CHQ 4471',
  client: { id: anId(200), name: 'Tidewater Legal' },
  documents: [],
  amountMinor: 4_000,
  heldMinor: null,
  currency: 'USD',
  dated: '2026-03-12',
  changedAt: '2026-03-15T11:40:00.000Z',
  at: '2026-03-15T11:59:00.000Z',
  ...changes,
})

export const OFFERS = [{ environment: 'sandbox', apps: ['platform', 'own'] }]
export const REDIRECT = 'http://localhost:3999/settings/accounting/connected'

export const answersFor = (items: ConnectionView[], health: Partial<HealthView> = {}) => ({
  'GET /accounting/connections': { items, offers: OFFERS, redirectUri: REDIRECT },
  'GET /accounting/connections/:connectionId/health': aHealth(health),
  'GET /accounting/connections/:connectionId/progress': { running: null, last: aCycle(), due: 0 },
  'GET /accounting/connections/:connectionId/cycles': { items: [aCycle()], nextCursor: null },
  'GET /accounting/apps/:environment': { clientId: null },
})
