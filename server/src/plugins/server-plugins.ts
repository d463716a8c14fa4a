import { readAccountingConfig } from '../accounting/config.ts'
import { accountingPlugin } from '../accounting/server-plugin.ts'
import type { ServerPlugin } from './server-plugin.ts'

/** The modules of this product beside the books. */
export const serverPlugins: readonly ServerPlugin[] = [
  accountingPlugin({
    ...readAccountingConfig(process.env),
    fetch: (input, init) => globalThis.fetch(input, init),
  }),
]
