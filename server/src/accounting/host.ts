import { setTimeout } from 'node:timers/promises'
import type { HostInbox, HostNotifications, SyncHost } from '@tieout/accounting-sync'
import { namesOfPeople, type Ids, type Inbox, type Notifier } from '@tieout/platform'
import type { PluginHost } from '../plugins/server-plugin.ts'
import { booksFor } from './books.ts'
import { creditsFor } from './credits.ts'
import { expiredCredits, storyOf } from './money-moves.ts'
import { originOf, paymentsFor } from './payments.ts'

/** Everything that the sync is given of this host. */
export function syncHost(host: PluginHost, fetch: typeof globalThis.fetch): SyncHost {
  const { database, jobs, secrets, clock, ids, log } = host
  const books = booksFor(clock)
  return {
    transactions: {
      inTenant: (tenant, work) => database.withTenant(tenant, work),
      acrossTenants: (work) => database.withSystem(work),
    },
    books: {
      ...books,
      story: (trx, _tenant, id) => storyOf(trx, id, originOf),
      expiredCredits: async (trx, tenant, ids) => expiredCredits(trx, await books.today(trx, tenant), ids),
      payments: paymentsFor(host),
      credits: creditsFor(host),
    },
    jobs,
    inbox: inboxOf(host.inbox),
    notifications: notificationsOf(host.notifier),
    people: { names: (trx, _tenant, userIds) => namesOfPeople(trx, userIds) },
    secrets,
    clock: {
      now: () => clock.now(),
      sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
    },
    ids,
    random: { next: () => chance(ids) },
    log,
    fetch,
  }
}

const inboxOf = (inbox: Inbox): HostInbox => ({
  async raise(trx, tenant, tasks) {
    const drafts = tasks.map(({ money, ...task }) => ({
      ...task,
      money: money ? { minor: money.amountMinor, currency: money.currency } : null,
    }))
    await inbox.raise(trx, tenant, drafts)
  },
  async close(trx, tenant, keys, reason) {
    await inbox.closeByDedupeKey(trx, tenant, keys, reason)
  },
  open: (trx, _tenant, keys) => inbox.openByDedupeKey(trx, keys),
})

/** In the bell and by mail: whoever can mend it may not be signed in today. The letters stand in `mails.ts`. */
const notificationsOf = (notifier: Notifier): HostNotifications => ({
  tellAdmins: (trx, tenant, notice) =>
    notifier.notify(trx, tenant, {
      ...notice,
      to: { permission: 'billing_settings:update' },
      channels: ['bell', 'mail'],
    }),
})

/** The end of an id is chance alone, whatever its beginning is made of. */
const chance = (ids: Ids): number => Number.parseInt(ids.uuid().slice(-8), 16) / 2 ** 32
