import type { ServerPlugin } from '../plugins/server-plugin.ts'
import { composeAccounting, type AccountingParts } from './compose.ts'
import { standInTheBooks } from './in-the-books.ts'
import { mount } from './mount.ts'
import { accountingTasks } from './tasks.ts'
import { accountingWork } from './work.ts'

/** The accounting sync in this host. Without a connected company it does nothing. */
export const accountingPlugin = (parts: AccountingParts): ServerPlugin => ({
  name: 'accounting',
  feature: 'accounting_sync',
  plugIn(host) {
    const sync = composeAccounting(host, parts)
    standInTheBooks(host.billing, sync)
    return {
      useCases: mount(sync.answers),
      tasks: accountingTasks(host, sync),
      work: accountingWork(sync),
    }
  },
})
