import type { AccountingSync, Connection } from '@tieout/accounting-sync'
import { createSandbox, type Sandbox } from '@tieout/qbo-sandbox'
import { composeAccounting, type AccountingParts } from '../../server/src/accounting/compose.ts'
import { accountingPlugin } from '../../server/src/accounting/server-plugin.ts'
import { agree } from '../../server/src/accounting/testing/agree.ts'
import { keepsOurNumbers } from '../../server/src/accounting/testing/keeps-our-numbers.ts'
import { HARBOR } from '../../server/src/demo/companies.ts'
import type { PluginHost, ServerPlugin } from '../../server/src/plugins/server-plugin.ts'
import { createBenchHost, type BenchHost } from './bench-host.ts'
import { createLine, type Line } from './bench-line.ts'
import { createVirtualClock, type VirtualClock } from './virtual-clock.ts'

/** The whole host with its sync, a company that is connected to it, and time that only passes in waiting. */
export interface SyncBench {
  bench: BenchHost
  sync: AccountingSync
  sandbox: Sandbox
  /** The company and its tokens as text, before anything went out. */
  asConnected: string
  connection: Connection
  clock: VirtualClock
  /** What lies between the sync and the company. */
  line: Line
  /** One cycle, which has to come to its end. */
  cycle(): Promise<void>
}

const APP = { clientId: 'desk', clientSecret: 'desk-secret' }
const COMPANY = { realmId: '9130', name: 'Harbor Books' }
const MOST_LINES = 5

export async function createSyncBench(): Promise<SyncBench> {
  const clock = createVirtualClock(new Date())
  const sandbox = createSandbox({
    seed: 5,
    app: APP,
    companies: [COMPANY],
    clock: { now: () => clock.now().getTime() },
  })
  keepsOurNumbers(sandbox.company(COMPANY.realmId))
  const line = createLine(clock, sandbox.fetch)
  const held = heldSync({
    environments: [{ name: 'sandbox', app: APP }],
    sandboxUrl: 'http://desk.test',
    fetch: line.fetch,
    sleep: clock.sleep,
  })
  const bench = await createBenchHost({
    edition: 'enterprise',
    plugins: [held.plugin],
    clock,
    around: (database) => ({
      ...database,
      withTenant: (tenant, work) => clock.busy(() => database.withTenant(tenant, work)),
      withSystem: (work) => clock.busy(() => database.withSystem(work)),
    }),
  })
  const sync = held.sync()
  const connection = await connect(bench, sync, sandbox)
  return {
    bench,
    sync,
    sandbox,
    asConnected: sandbox.snapshot(),
    connection,
    clock,
    line,
    async cycle() {
      const order = {
        tenant: HARBOR.tenant,
        connectionId: connection.connectionId,
        trigger: 'schedule',
      } as const
      const end = await sync.runCycle(order, new AbortController().signal)
      if (end.kind !== 'ran' || end.outbound !== 'done') {
        throw new Error(`the cycle did not come to its end: ${JSON.stringify(end)}`)
      }
    },
  }
}

/** The plugin as the host has it, but for the queue: cycles are run by hand here, so that each is counted. */
function heldSync(parts: AccountingParts): { plugin: ServerPlugin; sync(): AccountingSync } {
  const plugin = accountingPlugin(parts)
  let sync: AccountingSync | undefined
  return {
    plugin: {
      ...plugin,
      plugIn(host) {
        const byHand: PluginHost = {
          ...host,
          jobs: { ...host.jobs, scheduleJob: async () => null, scheduleRecurringJob: async () => 'by hand' },
        }
        sync = composeAccounting(byHand, parts)
        return plugin.plugIn(byHand)
      },
    },
    sync() {
      if (sync === undefined) throw new Error('the enterprise edition has brought no sync')
      return sync
    },
  }
}

async function connect({ host }: BenchHost, sync: AccountingSync, sandbox: Sandbox): Promise<Connection> {
  const { tenant } = HARBOR
  const asker = { tenant, userId: '7f1c2a00-0000-4000-8000-0000000000e1', sessionId: 'a session' }
  const choice = { adapterType: 'qbo', environment: 'sandbox', app: 'platform', returnTo: '/' } as const
  const { authorizeUrl } = await sync.beginConsent(asker, choice)
  const end = await sync.finishConsent(asker, await agree(sandbox.fetch, authorizeUrl, COMPANY.realmId))
  if (end.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(end)}`)
  const { connection } = end
  await sync.refreshCatalogue(connection, AbortSignal.timeout(20_000))
  await host.parts.database.withTenant(tenant, async (trx) => {
    const goLive = { autoSync: true, goLiveDate: '2020-01-01' }
    await sync.changeSettings(trx, tenant, connection.connectionId, goLive)
    const clientIds: string[] = await trx('clients')
      .where({ currency: 'USD' })
      .orderBy('client_id')
      .pluck('client_id')
    const serviceIds: string[] = await trx('services').orderBy('service_id').pluck('service_id')
    const links = [
      ...clientIds.slice(0, MOST_LINES).map((id, n) => ['client', id, n] as const),
      ...serviceIds.map((id, n) => ['service', id, n] as const),
    ]
    for (const [entityType, entityId, n] of links) {
      const mapped = await sync.map(trx, connection, { entityType, entityId, externalId: String(n + 1) })
      if (mapped.kind !== 'mapped') throw new Error(`not mapped: ${JSON.stringify(mapped)}`)
    }
  })
  return connection
}
