import { z } from 'zod'
import { ConfigError } from '../config-error.ts'

/** The places where a QuickBooks company may be. Their addresses stand with the adapter, not here. */
export type EnvironmentName = 'sandbox' | IntuitEnvironment
type IntuitEnvironment = z.infer<typeof intuit>

/** What an app at Intuit is known by. */
export interface AppCredentials {
  clientId: string
  clientSecret: string
}

export interface AccountingConfig {
  /** Where a company may be connected, the usual one first, each with the installation's app there. */
  environments: readonly AccountingEnvironment[]
  /** Where a sandbox company of our own runs. */
  sandboxUrl: string | null
  /** Nobody named another company, so that `npm start` runs one of its own. */
  bringsSandbox: boolean
  /** How long the company stays with a worker of which nothing is heard any more; else the sync's own. */
  leaseSeconds?: number
}

export interface AccountingEnvironment {
  name: EnvironmentName
  /** Null: only tenants with an app of their own connect here. */
  app: AppCredentials | null
}

/** A worker that lives renews its lease more often than this. */
const SHORTEST_LEASE = 10

const intuit = z.enum(['intuit_sandbox', 'production'])
const intuitList = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(z.array(intuit))

/** What the environment says about QuickBooks; nothing of it is needed until somebody connects. */
export const accountingSettings = {
  QBO_CLIENT_ID: z.string().optional(),
  QBO_CLIENT_SECRET: z.string().optional(),
  QBO_ENVIRONMENT: intuitList.optional(),
  QBO_SANDBOX: z.enum(['on', 'off']).default('on'),
  QBO_SANDBOX_URL: z.url({ protocol: /^https?$/ }).optional(),
  QBO_SANDBOX_CLIENT_ID: z.string().optional(),
  QBO_SANDBOX_CLIENT_SECRET: z.string().optional(),
  ACCOUNTING_LEASE_SECONDS: z.coerce.number().int().min(SHORTEST_LEASE).max(3600).optional(),
}

type Given = z.infer<z.ZodObject<typeof accountingSettings>>

export function accountingConfig(given: Given): AccountingConfig {
  const app = pair(given, 'QBO_CLIENT_ID', 'QBO_CLIENT_SECRET')
  const sandboxApp = pair(given, 'QBO_SANDBOX_CLIENT_ID', 'QBO_SANDBOX_CLIENT_SECRET')
  const sandboxUrl = given.QBO_SANDBOX_URL ?? null
  if (sandboxApp !== null && sandboxUrl === null) {
    throw new ConfigError('QBO_SANDBOX_CLIENT_ID is of no use without QBO_SANDBOX_URL.')
  }
  const offered = new Set(given.QBO_ENVIRONMENT ?? (app === null ? [] : ['production' as const]))
  const intuits = [...offered].map((name) => ({ name, app }))
  const sandboxes = sandboxUrl === null ? [] : [{ name: 'sandbox' as const, app: sandboxApp }]
  return {
    // Who has real credentials means a real company; anybody else tries it here first.
    environments: app === null ? [...sandboxes, ...intuits] : [...intuits, ...sandboxes],
    sandboxUrl,
    bringsSandbox: given.QBO_SANDBOX === 'on' && sandboxUrl === null && app === null,
    leaseSeconds: given.ACCOUNTING_LEASE_SECONDS,
  }
}

function pair<Id extends keyof Given, Secret extends keyof Given>(
  given: Given,
  id: Id,
  secret: Secret,
): AppCredentials | null {
  const [clientId, clientSecret] = [given[id], given[secret]]
  if (typeof clientId === 'string' && typeof clientSecret === 'string') return { clientId, clientSecret }
  if (clientId === undefined && clientSecret === undefined) return null
  const missing = clientId === undefined ? id : secret
  throw new ConfigError(`${id} and ${secret} go together, and ${missing} is missing.`)
}
