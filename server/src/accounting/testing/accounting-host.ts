import type { AccountingSync, Connection } from '@tieout/accounting-sync'
import { systemClock, type IJobRunner } from '@tieout/platform'
import { createSandbox, type Sandbox } from '@tieout/qbo-sandbox'
import { vi } from 'vitest'
import { HARBOR } from '../../demo/companies.ts'
import type { PluginHost, ServerPlugin } from '../../plugins/server-plugin.ts'
import { createTestHost, type Person, type TestHost, type TestHostOptions } from '../../testing/test-host.ts'
import { composeAccounting, type AccountingParts } from '../compose.ts'
import { accountingPlugin } from '../server-plugin.ts'
import { agree } from './agree.ts'
import { keepsOurNumbers } from './keeps-our-numbers.ts'

/** The whole host with a company of the sandbox as its outside. */
export interface AccountingHost {
  test: TestHost
  sandbox: Sandbox
  /** The same sync as the host's, for what has no route yet. */
  sync: AccountingSync
  bill: Person
  close(): Promise<void>
}

/** `isAtRest`: nothing runs by itself, so that a test says when; the company keeps to the same clock. */
export async function createAccountingHost({
  isAtRest = false,
  ...options
}: TestHostOptions & { isAtRest?: boolean } = {}): Promise<AccountingHost> {
  const clock = options.clock ?? systemClock
  const sandbox = createSandbox({
    seed: 5,
    clock: { now: () => clock.now().getTime() },
    throttle: 'off',
    app: APP,
    companies: [COMPANY],
    logSize: 5000,
  })
  keepsOurNumbers(sandbox.company(COMPANY.realmId))
  const parts = partsFor(sandbox)
  const plugin = accountingPlugin(parts)
  let sync: AccountingSync | undefined
  const captured: ServerPlugin = {
    ...plugin,
    plugIn(running) {
      const host = isAtRest ? atRest(running) : running
      sync = composeAccounting(host, parts)
      return plugin.plugIn(host)
    },
  }
  const test = await createTestHost({ ...options, clock, plugins: [captured] })
  if (!isAtRest) await test.host.start()
  return {
    test,
    sandbox,
    get sync() {
      if (sync === undefined) throw new Error('this edition has no sync')
      return sync
    },
    bill: await test.as('bill@harborlane.example'),
    async close() {
      if (!isAtRest) await test.host.stop()
      await test.close()
    },
  }
}

/** What the sync is told of its outside. */
export const partsFor = ({ fetch }: Sandbox): AccountingParts => ({
  environments: [{ name: 'sandbox', app: APP }],
  sandboxUrl: DESK,
  fetch,
})

/** A host in which nothing runs by itself. */
export const atRest = (running: PluginHost): PluginHost => ({
  ...running,
  jobs: { ...running.jobs, ...nobody },
})

/** Takes every job, and does none. */
const nobody: Pick<IJobRunner, 'scheduleJob' | 'scheduleRecurringJob' | 'cancelJob'> = {
  async scheduleJob() {
    return null
  },
  async scheduleRecurringJob() {
    return 'never'
  },
  async cancelJob() {
    return true
  },
}

const APP = { clientId: 'desk', clientSecret: 'desk-secret' }
export const DESK = 'http://desk.test'
export const COMPANY = { realmId: '9130', name: 'Harbor Books' }

/** Through the consent page, as a browser would; then everything from this year on goes out. */
export async function connect({ sync, sandbox, test }: AccountingHost): Promise<Connection> {
  const { tenant } = HARBOR
  const asker = { tenant, userId: '7f1c2a00-0000-4000-8000-0000000000e1', sessionId: 'a session' }
  const choice = { adapterType: 'qbo', environment: 'sandbox', app: 'platform', returnTo: '/' } as const
  const { authorizeUrl } = await sync.beginConsent(asker, choice)
  const end = await sync.finishConsent(asker, await agree(sandbox.fetch, authorizeUrl, COMPANY.realmId))
  if (end.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(end)}`)
  const { connection } = end
  await sync.refreshCatalogue(connection, AbortSignal.timeout(20_000))
  const settings = { autoSync: true, goLiveDate: '2026-01-01' }
  await test.db.database.withTenant(tenant, (trx) =>
    sync.changeSettings(trx, tenant, connection.connectionId, settings),
  )
  return connection
}

/** The same over the host's own routes, as this person. */
export async function connectAs({ sandbox }: AccountingHost, person: Person, realmId = COMPANY.realmId) {
  const callbackUrl = await agree(sandbox.fetch, await beginAs(person), realmId)
  return await person.ask('POST', '/accounting/consents/finish').send({ callbackUrl })
}

export async function beginAs(person: Person): Promise<string> {
  const choice = { environment: 'sandbox', app: 'platform', returnTo: '/invoices?status=overdue' }
  const begun = await person.ask('POST', '/accounting/consents').send(choice)
  if (begun.status !== 200) throw new Error(`no consent: ${begun.text}`)
  return begun.body.authorizeUrl
}

/** The invoice over there under this number, once it is there. */
export const thereUnder = (host: AccountingHost, number: string): Promise<Record<string, unknown>> =>
  vi.waitFor(
    () => {
      const found = invoicesUnder(host, number)
      if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} of ${number} there`)
      return found[0]
    },
    { timeout: 20_000, interval: 100 },
  )

export const invoicesUnder = ({ sandbox }: AccountingHost, number: string): Record<string, unknown>[] =>
  [...sandbox.company(COMPANY.realmId).tables.Invoice.rows.values()].filter(
    (row) => row['DocNumber'] === number,
  )
