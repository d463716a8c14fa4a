import type { OAuthApp, SyncConfig } from '@tieout/accounting-sync'
import { conflict } from '@tieout/platform'
import { z } from 'zod'

/** What the environment says about QuickBooks; nothing of it is needed until somebody connects. */
const environment = z.object({
  QBO_CLIENT_ID: z.string().min(1).optional(),
  QBO_CLIENT_SECRET: z.string().min(1).optional(),
  QBO_SANDBOX_URL: z.url().optional(),
})

/** What an app at Intuit is known by. */
export interface AppCredentials {
  clientId: string
  clientSecret: string
}

export interface AccountingConfig {
  app: Pick<OAuthApp, 'clientId' | 'clientSecret'> | null
  /** Where a sandbox company of our own runs. */
  sandboxUrl: string | null
}

export function readAccountingConfig(env: Record<string, string | undefined>): AccountingConfig {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const { QBO_CLIENT_ID, QBO_CLIENT_SECRET, QBO_SANDBOX_URL } = environment.parse(given)
  const isWhole = QBO_CLIENT_ID !== undefined && QBO_CLIENT_SECRET !== undefined
  return {
    app: isWhole ? { clientId: QBO_CLIENT_ID, clientSecret: QBO_CLIENT_SECRET } : null,
    sandboxUrl: QBO_SANDBOX_URL ?? null,
  }
}

/** The installation's own app; that of a tenant comes later. */
export const appOf =
  ({ app }: AccountingConfig, publicOrigin: string): SyncConfig['appFor'] =>
  async (_tenant, { environment }) => {
    if (app === null) {
      throw conflict('accounting-not-configured', 'This installation has no QuickBooks app yet.')
    }
    return { ...app, redirectUri: `${publicOrigin}/settings/accounting/connected`, environment }
  }
