import { join } from 'node:path'
import type { AccountingSync, Connection } from '@tieout/accounting-sync'
import { createDraft, finalizeInvoices, listClients, listServices } from '@tieout/billing/contract'
import {
  createKeyring,
  createLog,
  systemClock,
  systemIds,
  type SystemActor,
  type Transaction,
} from '@tieout/platform'
import { findRunningDatabase } from '../../scripts/lib/database.ts'
import { connectServing } from '../../scripts/lib/open-database.ts'
import { sandboxSettings } from '../../scripts/lib/running-sandbox.ts'
import { composeAccounting } from '../../server/src/accounting/compose.ts'
import { agree } from '../../server/src/accounting/testing/agree.ts'
import { composeHost, type Host } from '../../server/src/composition.ts'
import { readConfig } from '../../server/src/config.ts'
import { HARBOR } from '../../server/src/demo/companies.ts'
import { chooseEdition } from '../../server/src/load-enterprise.ts'
import { serverPlugins } from '../../server/src/plugins/server-plugins.ts'
import type { ServerPlugin } from '../../server/src/plugins/server-plugin.ts'
import { companyBeside, type CompanyBeside } from './company-beside.ts'

/** A host on the same data as a product that runs, in our own process: it gives work and does none. */
export interface SyncBeside {
  company: CompanyBeside
  /** Finalized invoices that are queued; answers their numbers. Nothing goes out before `letGo`. */
  invoices(count: number): Promise<string[]>
  letGo(): Promise<void>
  pressSyncNow(): Promise<unknown>
  /** How many operations are in each state, and what keeps hold of the company. */
  queue(): Promise<Record<string, number>>
  isHeld(): Promise<boolean>
  /** What is recorded here of payments over there: receipts, their links, and what stands on each number. */
  received(): Promise<{ receipts: number; links: number; onNumbers: Map<string, number[]> }>
  /** Up to where what changed there was taken in. */
  cursor(): Promise<string | null>
  /** Nobody writes into a table of ours until this ends; `then` comes once somebody wants to. */
  whileHeldUpAt(table: string, then: () => Promise<void>): Promise<void>
  close(): Promise<void>
}

const { tenant } = HARBOR
const actor: SystemActor = { kind: 'system', tenant, name: 'test' }
const AT_ONCE = 8

export async function syncBeside(home: string): Promise<SyncBeside> {
  const company = await companyBeside(home)
  await company.withoutLimits()
  const { host, sync } = await hostBeside(home, company)
  const connection = await connected(sync, company)
  const linked = await link(host, sync, connection, company)
  const { connectionId } = connection
  const inTenant = <T>(work: (trx: Transaction) => Promise<T>) => host.parts.database.withTenant(tenant, work)

  return {
    company,
    async invoices(count) {
      const pause = { reason: 'until all are there', by: tenant }
      await inTenant((trx) => sync.pause(trx, tenant, connectionId, pause))
      return await finalizedInvoices(host, linked, count)
    },
    async letGo() {
      await inTenant((trx) => sync.resume(trx, tenant, connectionId))
    },
    pressSyncNow: () => sync.syncNow(tenant, connectionId),
    async queue() {
      const rows: { status: string; count: number }[] = await inTenant((trx) =>
        trx('accounting_sync_operations')
          .where({ tenant })
          .groupBy('status')
          .orderBy('status')
          .select('status', trx.raw('count(*) as count')),
      )
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
    },
    async isHeld() {
      const row = await inTenant((trx) =>
        trx('accounting_connections').where({ tenant, connection_id: connectionId }).first('lease_until'),
      )
      return row?.lease_until !== null
    },
    ...watching(sync, inTenant, connectionId),
    async close() {
      await host.stop()
      await host.parts.database.close()
    },
  }
}

/** What came in, and how it can be held up on its way. */
const watching = (
  sync: AccountingSync,
  inTenant: <T>(work: (trx: Transaction) => Promise<T>) => Promise<T>,
  connectionId: string,
): Pick<SyncBeside, 'received' | 'cursor' | 'whileHeldUpAt'> => ({
  async received() {
    const onNumbers = new Map<string, number[]>()
    const [counts, rows] = await inTenant(async (trx) => [
      await trx.raw(RECEIVED),
      await trx('invoice_payments as a')
        .join('payments as p', 'p.payment_id', 'a.payment_id')
        .join('invoices as i', 'i.invoice_id', 'a.invoice_id')
        .where({ 'p.provider': 'quickbooks', 'a.reversed_at': null })
        .orderBy(['i.number', 'a.amount_minor'])
        .select({ number: 'i.number', amountMinor: 'a.amount_minor' }),
    ])
    for (const { number, amountMinor } of rows)
      onNumbers.set(number, [...(onNumbers.get(number) ?? []), amountMinor])
    return { ...counts.rows[0], onNumbers }
  },
  async cursor() {
    const row = await inTenant((trx) =>
      trx('accounting_sync_cycles')
        .where({ tenant, status: 'done' })
        .orderBy('started_at', 'desc')
        .first('cursor_after'),
    )
    return row?.cursor_after ?? null
  },
  async whileHeldUpAt(table, then) {
    await inTenant(async (trx) => {
      await trx.raw('lock table ?? in share row exclusive mode', [table])
      const waits = async () => (await trx.raw(WAITS_FOR, [table])).rows[0].waits
      while (!(await waits())) {
        await sync.syncNow(tenant, connectionId)
        await new Promise((done) => setTimeout(done, 250))
      }
      await then()
    })
  },
})

const RECEIVED = `
  select (select count(*) from payments where provider = 'quickbooks') as receipts,
    (select count(*) from tenant_external_entity_mappings where external_kind = 'payment') as links`

const WAITS_FOR = `
  select exists (select from pg_locks where relation = cast(? as regclass) and not granted) as waits`

/** What the demo and the company both know by one name. */
interface Linked {
  client: { clientId: string; displayName: string }
  service: { serviceId: string; name: string }
}

async function link(
  host: Host,
  sync: AccountingSync,
  connection: Connection,
  company: CompanyBeside,
): Promise<Linked> {
  const { application, parts } = host
  const [client] = (await application.execute(listClients, actor, { search: 'Cedar', limit: 1 })).items
  const [service] = (await application.execute(listServices, actor, { search: 'Managed', limit: 1 })).items
  if (client === undefined || service === undefined) throw new Error('the demo lacks what is to be linked')
  const customer = await company.idOf('Customer', client.displayName)
  const item = await company.idOf('Item', service.name)
  await parts.database.withTenant(tenant, async (trx) => {
    await sync.map(trx, connection, { entityType: 'client', entityId: client.clientId, externalId: customer })
    await sync.map(trx, connection, { entityType: 'service', entityId: service.serviceId, externalId: item })
    const settings = { autoSync: true, goLiveDate: '2020-01-01' }
    await sync.changeSettings(trx, tenant, connection.connectionId, settings)
  })
  return { client, service }
}

async function finalizedInvoices(host: Host, { client, service }: Linked, count: number): Promise<string[]> {
  const { application } = host
  const { serviceId, name } = service
  const line = { serviceId, description: name, quantity: '2', unitPriceMinor: 8_500, taxable: false }
  const ids: string[] = []
  const draft = async () => {
    const input = { clientId: client.clientId, lines: [line] }
    ids.push((await application.execute(createDraft, actor, input)).invoiceId)
  }
  for (let made = 0; made < count; made += AT_ONCE) {
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - made) }, draft))
  }
  const { finalized } = await application.execute(finalizeInvoices, actor, { invoiceIds: ids })
  return finalized.map((each) => each.number)
}

async function hostBeside(
  home: string,
  { running }: CompanyBeside,
): Promise<{ host: Host; sync: AccountingSync }> {
  const ownerUrl = await findRunningDatabase(home)
  if (ownerUrl === null) throw new Error('no database runs there')
  const log = createLog({ level: 'error' })
  const config = readConfig(sandboxSettings(running))
  const captured = capturing(serverPlugins(config))
  const host = composeHost({
    config,
    ...connectServing(ownerUrl),
    clock: systemClock,
    ids: systemIds,
    log,
    edition: await chooseEdition('enterprise', log),
    keyring: createKeyring({ file: join(home, 'keys.json'), ids: systemIds }),
    plugins: captured.plugins(config),
    runsJobs: false,
  })
  await host.start()
  return { host, sync: captured.sync() }
}

/** The host's own plugins; the sync is put together once more, for what has no route. */
function capturing(plugins: readonly ServerPlugin[]) {
  let sync: AccountingSync | undefined
  return {
    plugins: (config: ReturnType<typeof readConfig>): ServerPlugin[] =>
      plugins.map((plugin) => ({
        ...plugin,
        plugIn(host) {
          sync = composeAccounting(host, { ...config.accounting, fetch: globalThis.fetch })
          return plugin.plugIn(host)
        },
      })),
    sync() {
      if (sync === undefined) throw new Error('this edition has no sync')
      return sync
    },
  }
}

/** Through the consent page, as a browser would. */
async function connected(sync: AccountingSync, { realmId }: CompanyBeside): Promise<Connection> {
  const asker = { tenant, userId: '7f1c2a00-0000-4000-8000-0000000000e1', sessionId: 'a session' }
  const choice = { adapterType: 'qbo', environment: 'sandbox', app: 'platform', returnTo: '/' } as const
  const { authorizeUrl } = await sync.beginConsent(asker, choice)
  const end = await sync.finishConsent(asker, await agree(fetch, authorizeUrl, realmId))
  if (end.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(end)}`)
  await sync.refreshCatalogue(end.connection, AbortSignal.timeout(20_000))
  return end.connection
}
