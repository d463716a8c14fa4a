import { z } from 'zod'
import { command, query } from './route.ts'
import { connectionPath, day, id, instant, money, page, pageInput, reasonText, shortText } from './shapes.ts'

export const environmentName = z.enum(['sandbox', 'intuit_sandbox', 'production'])
export const appChoice = z.enum(['platform', 'own'])

/** What the company said about itself. */
export const companyView = z.object({
  name: z.string(),
  country: z.string(),
  homeCurrency: z.string(),
  multiCurrency: z.boolean(),
  numbersItself: z.boolean(),
  usesSalesTax: z.boolean(),
  automatedSalesTax: z.boolean(),
  autoAppliesCredits: z.boolean(),
  booksClosedThrough: day.nullable(),
})

export const settingsView = z.object({
  autoSync: z.boolean(),
  goLiveDate: day.nullable(),
  createCustomers: z.boolean(),
  /** Where lines without a service go; its name as last read. */
  fallbackItem: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
  depositAccount: z.object({ id: z.string(), name: z.string().nullable() }).nullable(),
})

export const connectionView = z.object({
  connectionId: id,
  adapterType: z.string(),
  realm: z.string(),
  environment: z.string(),
  app: appChoice,
  status: z.enum(['connected', 'expired', 'disconnected']),
  isDefault: z.boolean(),
  company: companyView,
  companyReadAt: instant,
  settings: settingsView,
  paused: z.object({ reason: z.string(), at: instant, byName: z.string().nullable() }).nullable(),
  connectedAt: instant,
  disconnectedAt: instant.nullable(),
  /** When consent ends unless it is renewed, and when it ends whatever happens. */
  refreshExpiresAt: instant,
  hardExpiresAt: instant.nullable(),
  /** The service did not answer: nothing is asked of it before. */
  downUntil: instant.nullable(),
  deepLink: z.string().nullable(),
})
export type ConnectionView = z.infer<typeof connectionView>

export const listConnections = query({
  name: 'accounting.connections',
  summary: 'The companies that are or were connected, and where one may be connected',
  needs: 'watch',
  input: z.object({}),
  output: z.object({
    items: z.array(connectionView),
    /** The first is the default. `apps`: whose app may ask for consent there. */
    offers: z.array(z.object({ environment: environmentName, apps: z.array(appChoice) })),
    /** To be entered at the service by whoever brings an own app. */
    redirectUri: z.string(),
  }),
  http: { method: 'GET', path: '/accounting/connections' },
})

export const beginConsent = command({
  name: 'accounting.consent.begin',
  summary: 'Begin to connect a company: answers the address of the consent page',
  needs: 'manage',
  input: z.object({
    environment: environmentName,
    app: appChoice,
    /** A path of this host, to which the person comes back. */
    returnTo: z
      .string()
      .max(500)
      .regex(/^\/(?!\/)/, 'is no path of ours'),
  }),
  output: z.object({ authorizeUrl: z.string() }),
  http: { method: 'POST', path: '/accounting/consents' },
})

const connected = z.object({
  kind: z.literal('connected'),
  connectionId: id,
  company: z.string(),
  returnTo: z.string(),
})
const refused = z.object({
  kind: z.literal('refused'),
  reason: z.enum(['state', 'denied', 'not_taken', 'held_elsewhere', 'no_answer']),
  returnTo: z.string().nullable(),
})

export const finishConsent = command({
  name: 'accounting.consent.finish',
  summary: 'Come back from the consent page',
  needs: 'manage',
  input: z.object({ callbackUrl: z.url().max(4000) }),
  output: z.discriminatedUnion('kind', [
    connected,
    z.object({
      kind: z.literal('other_company'),
      confirmation: z.string(),
      company: z.string(),
      before: z.string(),
      returnTo: z.string(),
    }),
    refused,
  ]),
  http: { method: 'POST', path: '/accounting/consents/finish' },
})

export const confirmOtherCompany = command({
  name: 'accounting.consent.confirm',
  summary: 'Say that another company than before is meant',
  needs: 'manage',
  input: z.object({ confirmation: z.string().max(200) }),
  output: z.discriminatedUnion('kind', [connected, refused]),
  http: { method: 'POST', path: '/accounting/consents/confirm' },
})

export const disconnect = command({
  name: 'accounting.disconnect',
  summary: 'Let a company go; links and queue stay',
  needs: 'manage',
  input: z.object(connectionPath),
  output: z.object({ kind: z.enum(['disconnected', 'was_not_connected']) }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/disconnect' },
})

const appPath = { environment: environmentName }

export const getOwnApp = query({
  name: 'accounting.app.get',
  summary: 'The tenant’s own app at the service; its secret is never told',
  needs: 'watch',
  input: z.object(appPath),
  output: z.object({ clientId: z.string().nullable() }),
  http: { method: 'GET', path: '/accounting/apps/:environment' },
})

export const saveOwnApp = command({
  name: 'accounting.app.save',
  summary: 'Bring an own app',
  needs: 'manage',
  input: z.object({ ...appPath, clientId: shortText, clientSecret: shortText }),
  output: z.object({ clientId: z.string() }),
  http: { method: 'PUT', path: '/accounting/apps/:environment' },
})

export const removeOwnApp = command({
  name: 'accounting.app.remove',
  summary: 'Forget the own app; refused while a connection was made with it',
  needs: 'manage',
  input: z.object(appPath),
  output: z.object({ removed: z.boolean() }),
  http: { method: 'POST', path: '/accounting/apps/:environment/remove' },
})

/** What is left out stays. */
export const changeSettings = command({
  name: 'accounting.settings.change',
  summary: 'Change what is named and nothing else',
  needs: 'manage',
  input: z.object({
    ...connectionPath,
    autoSync: z.boolean().optional(),
    goLiveDate: day.optional(),
    createCustomers: z.boolean().optional(),
    fallbackItemId: z.string().max(100).nullable().optional(),
    depositAccountId: z.string().max(100).nullable().optional(),
  }),
  output: connectionView,
  http: { method: 'PATCH', path: '/accounting/connections/:connectionId/settings' },
})

export const pause = command({
  name: 'accounting.pause',
  summary: 'Let nothing go out until somebody resumes',
  needs: 'manage',
  input: z.object({ ...connectionPath, reason: reasonText }),
  output: connectionView,
  http: { method: 'POST', path: '/accounting/connections/:connectionId/pause' },
})

export const resume = command({
  name: 'accounting.resume',
  summary: 'Go on; what waited is due',
  needs: 'manage',
  input: z.object(connectionPath),
  output: connectionView,
  http: { method: 'POST', path: '/accounting/connections/:connectionId/resume' },
})

export const cycleView = z.object({
  cycleId: id,
  trigger: z.string(),
  status: z.enum(['running', 'done', 'failed', 'abandoned']),
  startedAt: instant,
  /** Idle ones in a row are one; this is when the first of them began. */
  firstStartedAt: instant,
  finishedAt: instant.nullable(),
  repeats: z.number().int(),
  idle: z.boolean(),
  /** Counts by name, such as `exported`, `failed`, `held`; unknown names are shown as they are. */
  counts: z.record(z.string(), z.number()),
  error: z.string().nullable(),
})
export type CycleView = z.infer<typeof cycleView>

const waiting = z.object({
  /** The reason in the engine's words; `due`: nothing keeps it; `failed`: a person is needed. */
  reason: z.string(),
  operations: z.number().int(),
  money: z.array(money),
  oldestAt: instant,
})

/** One sentence is made of `verdict`; the rest stands below it. */
export const healthView = z.object({
  verdict: z.enum(['not_live', 'paused', 'expired', 'service_down', 'attention', 'busy', 'agrees']),
  /** Over there as we meant them, out of all that were sent. */
  agreeing: z.number().int(),
  documents: z.number().int(),
  drifted: z.object({ documents: z.number().int(), money: z.array(money) }),
  attention: z.object({ operations: z.number().int(), money: z.array(money) }),
  waiting: z.array(waiting),
  lastCycle: cycleView.nullable(),
  /** The last one that came to its end well. */
  lastGoodAt: instant.nullable(),
  running: cycleView.nullable(),
  nextRunAt: instant.nullable(),
  tokenDays: z.number().int(),
  hardDays: z.number().int().nullable(),
  warnings: z.array(z.enum(['numbers_itself', 'auto_applies_credits', 'not_live', 'no_fallback_item'])),
  /** The last thirty days of the tenant's calendar, each present. */
  days: z.array(z.object({ day, done: z.number().int(), failed: z.number().int() })),
  catalogueReadAt: instant.nullable(),
})
export type HealthView = z.infer<typeof healthView>

export const getHealth = query({
  name: 'accounting.health',
  summary: 'How the sync of a company is doing',
  needs: 'watch',
  input: z.object(connectionPath),
  output: healthView,
  http: { method: 'GET', path: '/accounting/connections/:connectionId/health' },
})

export const listCycles = query({
  name: 'accounting.cycles',
  summary: 'The runs, newest first',
  needs: 'watch',
  input: z.object({ ...connectionPath, ...pageInput }),
  output: page(cycleView),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/cycles' },
})

export const syncNow = command({
  name: 'accounting.sync_now',
  summary: 'Begin a run now, or join the one that is at it',
  needs: 'manage',
  input: z.object(connectionPath),
  output: z.object({ kind: z.enum(['asked', 'running', 'not_connected']), cycle: cycleView.nullable() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/sync' },
})

/** Asked every second or two while something runs. */
export const getProgress = query({
  name: 'accounting.progress',
  summary: 'What runs, and how much is left',
  needs: 'documents',
  input: z.object(connectionPath),
  output: z.object({ running: cycleView.nullable(), last: cycleView.nullable(), due: z.number().int() }),
  http: { method: 'GET', path: '/accounting/connections/:connectionId/progress' },
})

export const refreshCompany = command({
  name: 'accounting.company.refresh',
  summary: 'Read anew what the company says about itself and what there is to map to, in the background',
  needs: 'manage',
  input: z.object(connectionPath),
  output: z.object({ asked: z.boolean() }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/refresh' },
})
