import type { Connecting } from '@tieout/accounting-sync'
import type { PluginHost } from '../plugins/server-plugin.ts'
import { CALLBACK_PATH } from './apps.ts'
import type { AccountingConfig } from './config.ts'
import { ownClientId, removeOwnApp, saveOwnApp } from './own-app.ts'

/** Where the people of this installation may connect a company, and the apps that tenants bring. */
export const connectingTo = (
  { environments }: Pick<AccountingConfig, 'environments'>,
  { secrets, publicOrigin }: Pick<PluginHost, 'secrets' | 'publicOrigin'>,
): Connecting => ({
  offers: environments.map(({ name, app }) => ({
    adapterType: 'qbo',
    environment: name,
    apps: app === null ? ['own'] : ['platform', 'own'],
  })),
  redirectUri: `${publicOrigin}${CALLBACK_PATH}`,
  ownApps: {
    clientId: (trx, tenant, environment) => ownClientId(secrets, trx, { tenant, environment }),
    save: (trx, tenant, environment, app) => saveOwnApp(secrets, trx, { tenant, environment }, app),
    remove: (trx, tenant, environment) => removeOwnApp(secrets, trx, { tenant, environment }),
  },
})
