import { createSandbox, type Company, type Sandbox } from '@tieout/qbo-sandbox'
import type { CompanyFacts, TokenSet } from '../adapter.ts'
import type { CanonicalDocument } from '../core/document.ts'
import { createQboAdapter } from '../adapters/qbo/adapter.ts'
import { environmentsFrom } from '../adapters/qbo/environments.ts'
import { runCycle } from '../engine/cycle.ts'
import type { Engine } from '../engine/engine.ts'
import { createGovernor, LIMITS } from '../engine/outbound/governor.ts'
import type { SyncHost } from '../host.ts'
import { putTokens } from '../connection/tokens.ts'
import { saveConnection } from '../postgres/connecting.ts'
import { noteCatalogueRead } from '../postgres/connection-settings.ts'
import { readConnection, type Connection } from '../postgres/connection.ts'
import { enqueue } from '../postgres/enqueue.ts'
import { writeLinks, type LinkDraft } from '../postgres/links.ts'
import { listOperations } from '../postgres/viewer.ts'
import type { StoredOperation } from '../postgres/operation.ts'
import { createTestHost, TENANT_A, type TestHost } from './test-host.ts'

export const SERVICE = '00000000-0000-4000-8000-00000000aa01'
export const CLIENT = '00000000-0000-4000-8000-00000000cc01'
export const SOMEBODY = '00000000-0000-4000-8000-0000000000e1'

/** The engine on a real database, a company in the sandbox, and a host in between. */
export interface SyncWorld extends TestHost {
  sandbox: Sandbox
  engine: Engine
  /** The same installation in another process, or after a crash. */
  another(worker: string, changes?: Partial<SyncHost>): Engine
  /** A company of its own, connected and mapped. */
  connect(settings?: Record<string, unknown>): Promise<Connection>
  /** Finalized documents, queued for the company. */
  finalize(
    connection: Connection,
    count: number,
    changes?: Partial<CanonicalDocument>,
  ): Promise<CanonicalDocument[]>
  cycle(connection: Connection, engine?: Engine): ReturnType<typeof runCycle>
  /** Cycles with time between them, until nothing is open that time could bring on. */
  settleDown(connection: Connection, engine?: Engine): Promise<void>
  operations(connection: Connection): Promise<StoredOperation[]>
  reread(connection: Connection): Promise<Connection>
  /** How often tokens were asked for over there. */
  tokenCalls(): number
  /** How many invoices bear each number over there. */
  there(connection: Connection): Map<string, number>
}

export async function createSyncWorld(): Promise<SyncWorld> {
  let clock = () => Date.parse('2026-11-21T09:00:00.000Z')
  const sandbox = createSandbox({
    seed: 11,
    clock: { now: () => clock() },
    throttle: 'off',
    logSize: 5000,
    sleep: async () => {},
    app: { clientId: 'desk', clientSecret: 'desk-secret' },
  })
  let tokenCalls = 0
  const test = await createTestHost(async (input, init) => {
    if (String(input).includes('/tokens/bearer')) tokenCalls += 1
    return await sandbox.fetch(input, init)
  })
  clock = () => test.now().getTime()
  let companies = 0
  let numbers = 0

  const environments = environmentsFrom({ sandboxUrl: 'http://desk.test' })
  const another = (worker: string, changes: Partial<SyncHost> = {}): Engine => {
    const host = { ...test.host, ...changes }
    const adapter = createQboAdapter(
      { fetch: host.fetch, clock: { now: test.now, sleep: longWait } },
      environments,
    )
    return {
      host,
      adapterOf: () => adapter,
      config: {
        worker,
        lanes: 4,
        appFor: async (_tenant, { environment }) => ({
          clientId: 'desk',
          clientSecret: 'desk-secret',
          redirectUri: 'http://here.test/callback',
          environment,
        }),
      },
      governor: createGovernor(host.clock, {
        ...LIMITS,
        callsPerMinute: 100_000,
        framesPerMinute: 100_000,
        framesPerSecond: 100_000,
        callsPerSecond: 100_000,
      }),
    }
  }
  const engine = another('first')
  const inTenant = test.host.transactions.inTenant
  const world: SyncWorld = {
    ...test,
    sandbox,
    engine,
    another,
    async connect(settings = {}) {
      companies += 1
      const realm = String(9130 + companies)
      keepsOurNumbers(sandbox.addCompany({ realmId: realm, name: `Harbor Books ${companies}` }))
      const answer = await sandbox.fetch('http://desk.test/_sandbox/tokens', {
        method: 'POST',
        body: JSON.stringify({ realmId: realm }),
      })
      const tokens = tokenSet((await answer.json()) as Record<string, unknown>, test.now())
      return await inTenant(TENANT_A, async (trx) => {
        const connection = await saveConnection(trx, TENANT_A, {
          adapterType: 'qbo',
          realm,
          connectionId: crypto.randomUUID(),
          environment: 'sandbox',
          app: 'platform',
          facts: FACTS,
          settings: { autoSync: true, goLiveDate: '2026-01-01', ...settings },
          accessExpiresAt: tokens.accessExpiresAt,
          refreshExpiresAt: tokens.refreshExpiresAt,
          refreshHardExpiresAt: null,
          connectedBy: SOMEBODY,
          at: test.now(),
        })
        await noteCatalogueRead(trx, TENANT_A, connection.connectionId, test.now())
        await putTokens(test.host, trx, TENANT_A, connection.connectionId, tokens)
        const drafts = [linkOf('client', CLIENT, 'customer', '1'), linkOf('service', SERVICE, 'item', '1')]
        await writeLinks(trx, TENANT_A, connection, drafts, test.now())
        return { ...connection, catalogueAt: test.now().toISOString() }
      })
    },
    async finalize(connection, count, changes = {}) {
      const made = Array.from({ length: count }, () => {
        numbers += 1
        return invoice(numbers, changes)
      })
      for (const each of made) test.documents.set(each.id, each)
      await inTenant(TENANT_A, async (trx) => {
        const drafts = made.map((each) => draftOf(connection, each))
        await enqueue(trx, TENANT_A, drafts, test.now())
      })
      return made
    },
    cycle: (connection, by = engine) =>
      runCycle(by, { tenant: TENANT_A, connectionId: connection.connectionId, trigger: 'schedule' }, SIGNAL),
    async settleDown(connection, by = engine) {
      for (let round = 0; round < 12; round += 1) {
        test.advance(900)
        await world.cycle(connection, by)
        const open = await world.operations(connection)
        if (
          !open.some(
            (each) => each.status === 'in_progress' || (each.status === 'pending' && each.nextAttemptAt),
          )
        )
          return
      }
      throw new Error('it does not come to rest')
    },
    operations: (connection) =>
      inTenant(TENANT_A, (trx) =>
        listOperations(trx, TENANT_A, { realm: connection.realm }, { after: null, limit: 2000 }),
      ),
    async reread({ connectionId }) {
      const found = await inTenant(TENANT_A, (trx) => readConnection(trx, TENANT_A, connectionId))
      if (found === null) throw new Error('the connection is gone')
      return found
    },
    tokenCalls: () => tokenCalls,
    there(connection) {
      const counted = new Map<string, number>()
      for (const row of sandbox.company(connection.realm).tables.Invoice.rows.values()) {
        const number = String(row['DocNumber'])
        counted.set(number, (counted.get(number) ?? 0) + 1)
      }
      return counted
    },
  }
  return world
}

/** Patience with an answer: no test waits for it to end. */
const longWait = (milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((_, reject) => {
    const timer = setTimeout(() => reject(new Error('nobody waits that long')), milliseconds)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    })
  })

export function keepsOurNumbers({ tables }: Company): void {
  const { rows } = tables.Preferences
  for (const [id, row] of rows) {
    const forms = row['SalesFormsPrefs'] as object
    rows.set(id, { ...row, SalesFormsPrefs: { ...forms, CustomTxnNumbers: true } })
  }
}

const FACTS: CompanyFacts = {
  name: 'Harbor Books',
  country: 'US',
  homeCurrency: 'USD',
  multiCurrency: false,
  numbersItself: false,
  automatedSalesTax: false,
  usesSalesTax: true,
  lineTax: 'group',
  autoAppliesCredits: false,
  classPerLine: false,
  classPerDocument: false,
  departments: false,
  booksClosedThrough: null,
}

const tokenSet = (answer: Record<string, unknown>, now: Date): TokenSet => ({
  accessToken: String(answer['access_token']),
  accessExpiresAt: new Date(now.getTime() + Number(answer['expires_in']) * 1000),
  refreshToken: String(answer['refresh_token']),
  refreshExpiresAt: new Date(now.getTime() + Number(answer['x_refresh_token_expires_in']) * 1000),
  refreshHardExpiresAt: null,
  realm: null,
})

export const SIGNAL = new AbortController().signal

export const linkOf = (
  entityType: string,
  entityId: string,
  externalKind: string,
  externalId: string,
): LinkDraft => ({
  mappingId: crypto.randomUUID(),
  entityType,
  entityId,
  externalKind,
  externalId,
  exclusive: entityType === 'client',
  status: 'linked',
})

export function invoice(n: number, changes: Partial<CanonicalDocument> = {}): CanonicalDocument {
  const netMinor = 10_000 + n
  return {
    id: crypto.randomUUID(),
    kind: 'invoice',
    number: `INV-${String(n).padStart(5, '0')}`,
    issueDate: '2026-11-20',
    dueDate: '2026-12-20',
    currency: 'USD',
    clientId: CLIENT,
    clientName: 'Alder & Finch',
    termsId: null,
    reference: null,
    lines: [lineOf(netMinor)],
    netMinor,
    taxMinor: 0,
    totalMinor: netMinor,
    ...changes,
  }
}

export const lineOf = (
  netMinor: number,
  serviceId: string | null = SERVICE,
): CanonicalDocument['lines'][number] => ({
  id: crypto.randomUUID(),
  serviceId,
  description: 'Managed services',
  quantity: '1',
  unitPriceMinor: netMinor,
  discountMinor: 0,
  netMinor,
  taxMinor: 0,
  taxes: [],
  serviceFrom: null,
  serviceTo: null,
})

export const draftOf = (connection: Connection, document: CanonicalDocument) => ({
  operationId: crypto.randomUUID(),
  kind: 'export_invoice' as const,
  adapterType: connection.adapterType,
  realm: connection.realm,
  entityType: 'invoice',
  entityId: document.id,
  number: document.number,
  issueDate: document.issueDate,
  clientId: document.clientId,
  amountMinor: document.totalMinor,
  currency: document.currency,
  payload: { clientName: document.clientName },
})
