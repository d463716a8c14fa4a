import type { Knex } from 'knex'
import type { OAuthApp } from '../adapter.ts'
import type { SyncConfig } from '../engine/engine.ts'
import { RENEW_JOB } from '../engine/jobs.ts'
import type { SyncHost } from '../host.ts'
import type { AccountingSync } from '../index.ts'
import { workJobs } from './jobs.ts'

/**
 * Keeps the books equal until it is told to stop: what recurs is scheduled, and this process does the jobs. Any
 * number of processes may. Comes back once nothing of it runs any more.
 */
export async function keepInSync(
  { db, host, sync }: { db: Knex; host: SyncHost; sync: AccountingSync },
  signal: AbortSignal,
): Promise<void> {
  const once = { singletonKey: 'the whole installation' }
  await host.jobs.scheduleRecurringJob(RENEW_JOB, { everySeconds: 60 }, { tenant: null }, once)
  await sync.convergeSchedules()
  await workJobs({ db, jobs: sync.jobs, ports: host, log: host.log }, signal)
}

/** One app of yours asks for consent, in one environment, and tenants bring none of their own. */
export const oneApp = (adapterType: string, app: OAuthApp): Pick<SyncConfig, 'appFor' | 'connecting'> => ({
  async appFor(_tenant, wanted) {
    if (wanted.environment !== app.environment || wanted.app !== 'platform')
      throw new Error(`There is no app for ${wanted.environment} here.`)
    return app
  },
  connecting: {
    offers: [{ adapterType, environment: app.environment, apps: ['platform'] }],
    redirectUri: app.redirectUri,
    ownApps: { clientId: async () => null, save: async () => {}, remove: async () => false },
  },
})
