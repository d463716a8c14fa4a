import type { SyncConfig } from '@tieout/accounting-sync'
import { conflict } from '@tieout/platform'
import type { PluginHost } from '../plugins/server-plugin.ts'
import type { AccountingConfig, AppCredentials } from './config.ts'
import { readOwnApp } from './own-app.ts'

/** Where Intuit's consent page leads back to. */
export const CALLBACK_PATH = '/settings/accounting/connected'

/** The app that asks for consent: the installation's for that environment, or the one a tenant brought. */
export const appOf =
  (
    { environments }: Pick<AccountingConfig, 'environments'>,
    host: Pick<PluginHost, 'publicOrigin' | 'database' | 'secrets'>,
  ): SyncConfig['appFor'] =>
  async (tenant, { environment, app: whose }) => {
    const offered = environments.find((each) => each.name === environment)
    if (offered === undefined) throw notConfigured()
    const app =
      whose === 'own'
        ? await host.database.withTenant(tenant, (trx) =>
            readOwnApp(host.secrets, trx, { tenant, environment }),
          )
        : offered.app
    if (app === null) throw whose === 'own' ? noOwnApp() : notConfigured()
    return { ...credentials(app), redirectUri: `${host.publicOrigin}${CALLBACK_PATH}`, environment }
  }

const credentials = ({ clientId, clientSecret }: AppCredentials) => ({ clientId, clientSecret })

const notConfigured = () =>
  conflict('accounting-not-configured', 'This installation has no QuickBooks app yet.')
const noOwnApp = () =>
  conflict('accounting-no-own-app', 'Your company has not given a QuickBooks app of its own.')
