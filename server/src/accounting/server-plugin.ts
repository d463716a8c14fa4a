import type { ServerPlugin } from '../plugins/server-plugin.ts'
import { composeAccounting, type AccountingParts } from './compose.ts'
import { accountingExports } from './exports.ts'
import { standInTheBooks } from './in-the-books.ts'
import { accountingMails } from './mails.ts'
import { mount } from './mount.ts'
import { accountingTasks } from './tasks.ts'
import { accountingWork } from './work.ts'

/** The accounting sync in this host. Without a connected company it does nothing. */
export const accountingPlugin = (parts: AccountingParts): ServerPlugin => ({
  name: 'accounting',
  feature: 'accounting_sync',
  mails: accountingMails,
  plugIn(host) {
    const sync = composeAccounting(host, parts)
    standInTheBooks(host.billing, sync)
    return {
      useCases: [...mount(sync.answers), ...accountingExports(sync)],
      tasks: accountingTasks(sync, host.billing),
      work: accountingWork(sync),
      // The hourly job does the same; after a start nobody waits for it.
      onStart: async () => void (await sync.convergeSchedules()),
    }
  },
})
