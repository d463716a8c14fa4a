import { accountingPlugin } from '../accounting/server-plugin.ts'
import type { Config } from '../config.ts'
import type { ServerPlugin } from './server-plugin.ts'

/** The modules of this product beside the books, as the configuration wants them. */
export const serverPlugins = (config: Config): readonly ServerPlugin[] => [
  accountingPlugin({
    ...config.accounting,
    fetch: (input, init) => globalThis.fetch(input, init),
  }),
]
