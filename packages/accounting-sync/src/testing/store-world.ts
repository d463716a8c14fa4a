import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  type TestDatabase,
} from '@tieout/platform/testing'
import type { CompanyFacts, FrozenWrite } from '../adapter.ts'
import type { Trx } from '../host.ts'
import { saveConnection } from '../postgres/connecting.ts'
import type { Connection } from '../postgres/connection.ts'
import { enqueue, type OperationDraft } from '../postgres/enqueue.ts'
import { beginSending, freeze, type Frame } from '../postgres/frames.ts'
import { leaseOf, takeLease } from '../postgres/lease.ts'
import type { LinkDraft } from '../postgres/links.ts'
import type { Lease, Target } from '../postgres/place.ts'
import type { Decision } from '../postgres/settle.ts'

export { TENANT_A, TENANT_B }

export const BOOKKEEPER = '00000000-0000-4000-8000-0000000000e1'
export const HERE: Target = { adapterType: 'ledgerly', realm: '9001' }

/** A moment of a day that stands still. */
export const at = (time: string) => new Date(`2026-03-02T${time}:00.000Z`)

/** Ids that say what they are: `idOf('d', 7)` is the seventh document. */
export const idOf = (space: string, n: number) =>
  `${space.codePointAt(0)?.toString(16).padStart(8, '0')}-0000-4000-8000-${n.toString(16).padStart(12, '0')}`

export const FACTS: CompanyFacts = {
  name: 'Alder Books',
  country: 'US',
  homeCurrency: 'USD',
  multiCurrency: false,
  numbersItself: false,
  automatedSalesTax: false,
  usesSalesTax: true,
  lineTax: 'flag',
  autoAppliesCredits: false,
  classPerLine: false,
  classPerDocument: false,
  departments: false,
  booksClosedThrough: null,
}

/** The store on a real database with two tenants, for tests of its statements. */
export interface StoreWorld {
  db: TestDatabase
  inA<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  inB<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  connect(tenant?: string, changes?: Partial<Parameters<typeof saveConnection>[2]>): Promise<Connection>
  /** Takes the lease whoever holds it: the holder before is late from here on. */
  lease(connection: Connection): Promise<Lease>
  close(): Promise<void>
}

export async function createStoreWorld(): Promise<StoreWorld> {
  const db = await createTestDatabase({ max: 8 })
  await insertTenant(db.database, TENANT_A, 'Alder')
  await insertTenant(db.database, TENANT_B, 'Birch')
  let connections = 0
  return {
    db,
    inA: (work) => db.database.withTenant(TENANT_A, work),
    inB: (work) => db.database.withTenant(TENANT_B, work),
    async connect(tenant = TENANT_A, changes = {}) {
      connections += 1
      const connection = {
        ...HERE,
        realm: String(9000 + connections),
        connectionId: idOf('c', connections),
        environment: 'sandbox',
        app: 'platform' as const,
        facts: FACTS,
        settings: {},
        accessExpiresAt: at('10:00'),
        refreshExpiresAt: new Date('2026-06-10T09:00:00.000Z'),
        refreshHardExpiresAt: null,
        connectedBy: BOOKKEEPER,
        at: at('09:00'),
        ...changes,
      }
      return await db.database.withTenant(tenant, (trx) => saveConnection(trx, tenant, connection))
    },
    async lease(connection) {
      const { tenant, connectionId } = connection
      const taken = await db.database.withTenant(tenant, (trx) =>
        takeLease(trx, tenant, connectionId, {
          holder: 'worker',
          now: new Date('2100-01-01T00:00:00.000Z'),
          until: at('09:05'),
        }),
      )
      if (taken === null) throw new Error('the lease was not to be had')
      return leaseOf(taken)
    },
    close: () => db.close(),
  }
}

/** The export of document `n`, which everything about it is derived from. */
export function exportOf(n: number, target: Target, changes: Partial<OperationDraft> = {}): OperationDraft {
  return {
    adapterType: target.adapterType,
    realm: target.realm,
    operationId: idOf('o', n),
    kind: 'export_invoice',
    entityType: 'invoice',
    entityId: idOf('d', n),
    number: `INV-${String(n).padStart(5, '0')}`,
    issueDate: '2026-03-01',
    clientId: idOf('k', n % 10),
    amountMinor: 1000 + n,
    currency: 'USD',
    payload: { clientName: `Client ${n % 10}` },
    ...changes,
  }
}

export const writeOf = (operationId: string): FrozenWrite => ({
  operationId,
  kind: 'invoice',
  action: 'create',
  body: '{"exactly":"this"}',
  intent: {
    number: null,
    totalMinor: 1000,
    taxMinor: 0,
    currency: 'USD',
    issueDate: '2026-03-01',
    customerId: '1',
    lineNetsMinor: [1000],
  },
  marker: `tieout:${operationId}`,
})

/** Queues documents, takes them into one frame and begins to send it. */
export async function frozen(
  world: StoreWorld,
  lease: Lease,
  numbers: readonly number[],
  frame = 1,
): Promise<Frame> {
  const taken = await world.inA(async (trx) => {
    await enqueue(
      trx,
      TENANT_A,
      numbers.map((n) => exportOf(n, lease)),
      at('09:00'),
    )
    const writes = numbers.map((n) => writeOf(idOf('o', n)))
    const frameId = idOf('f', frame)
    const made = { frameId, requestId: `request-${frame}`, writes }
    const stored = await freeze(trx, TENANT_A, lease, made, at('09:01'))
    await beginSending(trx, TENANT_A, lease, frameId, { at: at('09:01'), thereAt: null })
    return stored
  })
  if (taken === null) throw new Error('nothing was left to freeze')
  return taken
}

export const linkOf = (n: number, changes: Partial<LinkDraft> = {}): LinkDraft => ({
  mappingId: idOf('m', n),
  entityType: 'invoice',
  entityId: idOf('d', n),
  externalKind: 'invoice',
  externalId: String(500 + n),
  exclusive: true,
  number: `INV-${String(n).padStart(5, '0')}`,
  version: '0',
  status: 'verified',
  snapshot: { totalMinor: 1000 + n },
  sentAt: at('09:02'),
  verifiedAt: at('09:02'),
  ...changes,
})

/** The service agreed to document `n`. */
export const written = (n: number, link: Partial<LinkDraft> = {}): Decision => ({
  move: { move: 'settle', operationId: idOf('o', n), trace: `trace-${n}` },
  link: linkOf(n, link),
  tried: { outcome: 'written', milliseconds: 120, trace: `trace-${n}` },
})

/** It refused for good. */
export const refused = (n: number): Decision => ({
  move: {
    move: 'fail',
    operationId: idOf('o', n),
    attempts: 1,
    code: 'duplicate_number',
    detail: 'Duplicate Document Number Error',
  },
  tried: { outcome: 'refused', milliseconds: 80, code: 'duplicate_number' },
})

/** Nobody knows. */
export const unknown = (n: number, nextAttemptAt: Date | null = null): Decision => ({
  move: {
    move: 'stay',
    operationId: idOf('o', n),
    nextAttemptAt,
    reason: 'service_down',
    code: 'timeout',
    detail: null,
  },
  tried: { outcome: 'unknown', milliseconds: 120_000, code: 'timeout' },
})

/** To be tried again later. */
export const putBack = (n: number, nextAttemptAt: Date, anew = false): Decision => ({
  move: {
    move: 'putBack',
    operationId: idOf('o', n),
    attempts: 1,
    nextAttemptAt,
    reason: 'backing_off',
    code: 'operation_failed',
    detail: 'An unexpected error occurred',
    anew,
  },
  tried: { outcome: 'refused', milliseconds: 90, code: 'operation_failed' },
})
