import { z } from 'zod'
import { command, query } from './route.ts'
import { connectionPath, day, id, instant, reasonText, shortText } from './shapes.ts'

/** As the host offers it: which there are is the adapters' business. */
export const environmentName = z.string().regex(/^[a-z][a-z\d_]{0,39}$/)
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
      // Browsers read a backslash as a slash, and leave out what is not printed.
      .regex(/^\/(?![/\\])[^\\\s]*$/, 'is no path of ours'),
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

export const makeDefault = command({
  name: 'accounting.default',
  summary: 'Mean this company wherever no other is named; what waits for another stays there',
  needs: 'manage',
  input: z.object(connectionPath),
  output: z.object({ connectionId: id }),
  http: { method: 'POST', path: '/accounting/connections/:connectionId/default' },
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
