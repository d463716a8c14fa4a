import type { EnterpriseModule } from '@tieout/platform'

/**
 * What the enterprise edition adds. The host loads this file at start-up and imports it nowhere.
 * Today it opens the gate for the accounting sync, whose code stands in its own package; adapters of
 * its own come as plugins of the host.
 */
export const enterprise: EnterpriseModule<unknown> = {
  name: 'Tieout Enterprise',
  features: ['accounting_sync'],
  plugins: [],
}
