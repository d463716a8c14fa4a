import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import {
  APP_ROLE,
  connect,
  createDatabase,
  createKeyring,
  createLog,
  migrate,
  systemIds,
  SYSTEM_ROLE,
  withCredentials,
  type Database,
} from '@tieout/platform'
import { startEmbeddedPostgres } from '@tieout/platform/embedded'
import { createSandbox, startServer } from '@tieout/qbo-sandbox'
import { accountingPlugin } from '../../server/src/accounting/server-plugin.ts'
import { keepsOurNumbers } from '../../server/src/accounting/testing/keeps-our-numbers.ts'
import { composeHost, type HostParts } from '../../server/src/composition.ts'
import { readConfig } from '../../server/src/config.ts'
import { HARBOR } from '../../server/src/demo/companies.ts'
import { seedDemo } from '../../server/src/demo/seed.ts'
import { closeHttpServer, createHttpServer } from '../../server/src/http-server.ts'
import { chooseEdition } from '../../server/src/load-enterprise.ts'
import { migrationsDirectory } from './open-database.ts'
import { createVirtualClock } from './virtual-clock.ts'

/** The product and a QuickBooks company beside it, each behind its own address. */
export interface DemoWorld {
  product: string
  quickbooks: string
  realm: string
  /** As if so much time had passed since the company was connected that its token ends in so many days. */
  endTokenIn(days: number): Promise<void>
  close(): Promise<void>
}

const APP = { clientId: 'demo', clientSecret: 'demo-secret' }
/** As new companies in the US are: told of a document’s tax, it keeps to that. */
const COMPANY = { realmId: '9130', name: 'Harbor Books', automatedSalesTax: true }
const passwords = { app: 'demo-app', system: 'demo-system' }

/** On data that is thrown away. Both live in this process; pauses between attempts are skipped on their clock. */
export async function openDemoWorld(): Promise<DemoWorld> {
  const closers: (() => unknown)[] = []
  const close = async () => {
    for (const closer of closers.toReversed()) await closer()
  }
  // Ctrl-C leaves nothing behind either.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void close().then(() => process.exit(130)))
  }
  try {
    const clock = createVirtualClock(null)
    const sandbox = createSandbox({
      seed: 5,
      app: APP,
      companies: [COMPANY],
      clock: { now: () => clock.now().getTime() },
    })
    keepsOurNumbers(sandbox.company(COMPANY.realmId))
    const company = await startServer({ handle: (request) => sandbox.handle(request), port: 0 })
    closers.push(() => company.close())
    sandbox.setOrigin(company.url)
    const { product, database } = await openProduct(clock, company.url, closers)
    const endTokenIn = (days: number) =>
      database.withTenant(HARBOR.tenant, async (trx) => {
        const refresh_expires_at = new Date(clock.now().getTime() + days * 86_400_000)
        await trx('accounting_connections').where({ status: 'connected' }).update({ refresh_expires_at })
      })
    return { product, quickbooks: company.url, realm: COMPANY.realmId, endTokenIn, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function openProduct(
  clock: ReturnType<typeof createVirtualClock>,
  quickbooks: string,
  closers: (() => unknown)[],
): Promise<{ product: string; database: Database }> {
  const home = mkdtempSync(join('/var/tmp', 'tieout-demo-'))
  chmodSync(home, 0o755)
  closers.push(() => rmSync(home, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ dataDir: join(home, 'pg'), throwaway: true })
  closers.push(() => postgres.stop())
  await migrate({ ownerUrl: postgres.ownerUrl, directory: migrationsDirectory, rolePasswords: passwords })
  const appUrl = withCredentials(postgres.ownerUrl, APP_ROLE, passwords.app)
  const systemUrl = withCredentials(postgres.ownerUrl, SYSTEM_ROLE, passwords.system)
  const opened = createDatabase({ app: connect(appUrl, { max: 8 }), system: connect(systemUrl, { max: 4 }) })
  closers.push(() => opened.close())
  const log = createLog({ level: 'silent' })
  const parts: HostParts = {
    config: readConfig({ PORT: '3999' }),
    database: {
      ...opened,
      withTenant: (tenant, work) => clock.busy(() => opened.withTenant(tenant, work)),
      withSystem: (work) => clock.busy(() => opened.withSystem(work)),
    },
    appUrl,
    clock,
    ids: systemIds,
    log,
    edition: await chooseEdition('enterprise', log),
    plugins: [
      accountingPlugin({
        environments: [{ name: 'sandbox', app: APP }],
        sandboxUrl: quickbooks,
        fetch: (input, init) => clock.busy(() => fetch(input, init)),
        sleep: clock.sleep,
      }),
    ],
    keyring: createKeyring({ file: join(home, 'keys.json'), ids: systemIds }),
    passwordCost: { memoryKiB: 64, passes: 1 },
  }
  await seedDemo(parts)
  const host = composeHost(parts)
  await host.start()
  closers.push(() => host.stop())
  const server = createHttpServer({
    api: host.api,
    ops: host.ops,
    gate: { authenticator: host.authenticator, ids: systemIds, allowEval: false },
    publicOrigin: host.parts.config.publicOrigin,
    trustProxy: false,
    log,
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  closers.push(() => closeHttpServer(server))
  return { product: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, database: parts.database }
}
