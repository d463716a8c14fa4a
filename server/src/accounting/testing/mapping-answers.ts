import type { Locale } from '../../i18n/locales.ts'
import { page, type ScreenOptions } from '../../testing/render-screen.tsx'
import { accountingScreens } from '../screen-plugin.ts'

export const C = '11111111-1111-4111-8111-000000000001'
export const idOf = (n: number) => `22222222-2222-4222-8222-00000000000${n}`
export const COMPANY = 'Harbor Lane Books'

export const connection = (changes: object = {}) => ({
  connectionId: C,
  adapterType: 'qbo',
  realm: '9130',
  environment: 'sandbox',
  app: 'platform',
  status: 'connected',
  isDefault: true,
  company: {
    name: COMPANY,
    country: 'US',
    homeCurrency: 'USD',
    multiCurrency: false,
    numbersItself: false,
    usesSalesTax: true,
    automatedSalesTax: false,
    autoAppliesCredits: false,
    booksClosedThrough: null,
  },
  companyReadAt: '2026-03-15T11:00:00Z',
  settings: {
    autoSync: true,
    goLiveDate: '2026-01-01',
    createCustomers: false,
    fallbackItem: null,
    depositAccount: null,
  },
  paused: null,
  connectedAt: '2026-03-01T11:00:00Z',
  disconnectedAt: null,
  refreshExpiresAt: '2026-06-01T11:00:00Z',
  hardExpiresAt: null,
  downUntil: null,
  deepLink: null,
  ...changes,
})
export const there = (externalId: string, name: string, changes: object = {}) => ({
  externalId,
  name,
  detail: null,
  email: null,
  currency: 'USD',
  active: true,
  deepLink: null,
  ...changes,
})
export const row = (n: number, name: string, changes: object = {}) => ({
  entityId: idOf(n),
  name,
  detail: 'Portland, ME',
  email: null,
  currency: 'USD',
  active: true,
  tab: 'review',
  linked: null,
  suggestion: null,
  candidates: 0,
  holdsUp: null,
  excludedBecause: null,
  ...changes,
})
export const ROWS = [
  row(1, 'Cedar Clinic', {
    tab: 'suggested',
    suggestion: { ...there('901', 'Cedar Clinic'), reasons: ['same_name', 'same_email'] },
    candidates: 1,
    holdsUp: { operations: 12, money: [{ amountMinor: 412_000, currency: 'USD' }] },
  }),
  row(2, 'Quarry Hill Dental'),
  row(3, 'Osprey Logistics', { tab: 'mapped', linked: there('7', 'Osprey', { active: false }) }),
  row(4, 'Old Mill Brewing', { tab: 'ignored', excludedBecause: 'a barter deal' }),
]
export const answer = (items: object[] = ROWS, more: object = {}) => ({
  ...page(items),
  counts: { suggested: 1, review: 1, first_export: 0, mapped: 1, ignored: 1 },
  exact: [idOf(1)],
  catalogue: { active: 40, readAt: '2026-03-15T11:00:00Z' },
  lineTax: null,
  ...more,
})
export const LIST = 'GET /accounting/connections/:connectionId/mapping/:kind'
export const ENTRIES = 'GET /accounting/connections/:connectionId/entries/:entries'
export const LINK = 'POST /accounting/connections/:connectionId/mapping/:kind/link'
export const HELD = 'GET /accounting/connections/:connectionId/mapping/:kind/held'
export const answers = {
  'GET /accounting/connections': { items: [connection()], offers: [], redirectUri: '' },
  [LIST]: answer(),
  [ENTRIES]: { items: [] },
}

export const plugged = async (options: ScreenOptions = {}): Promise<ScreenOptions> => ({
  plugins: [accountingScreens],
  pluginWords: await accountingScreens.messages((options.locale ?? 'en') as Locale),
  path: '/accounting/mapping/client',
  ...options,
  session: { features: ['accounting_sync'], ...options.session },
})
