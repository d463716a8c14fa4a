import type { Connecting } from '@tieout/accounting-sync'
import type { PluginHost } from '../plugins/server-plugin.ts'
import type { AccountingConfig } from './config.ts'
import { ownClientId, removeOwnApp, saveOwnApp } from './own-app.ts'

/** Where consent leads back to; whoever brings an app of their own enters it at the service. */
export const redirectUriOf = (publicOrigin: string): string => `${publicOrigin}/settings/accounting/connected`

/** Where the people of this installation may connect a company, and the apps that tenants bring. */
export const connectingTo = (
  config: Pick<AccountingConfig, 'app' | 'sandboxUrl'>,
  { secrets, publicOrigin }: Pick<PluginHost, 'secrets' | 'publicOrigin'>,
): Connecting => ({
  offers: offersOf(config),
  redirectUri: redirectUriOf(publicOrigin),
  ownApps: {
    clientId: (trx, tenant, environment) => ownClientId(secrets, trx, { tenant, environment }),
    save: (trx, tenant, environment, app) => saveOwnApp(secrets, trx, { tenant, environment }, app),
    remove: (trx, tenant, environment) => removeOwnApp(secrets, trx, { tenant, environment }),
  },
})

const offersOf = ({ app, sandboxUrl }: Pick<AccountingConfig, 'app' | 'sandboxUrl'>): Connecting['offers'] =>
  [sandboxUrl === null ? 'production' : 'sandbox'].map((environment) => ({
    adapterType: 'qbo',
    environment,
    apps: app === null ? ['own'] : ['platform', 'own'],
  }))
