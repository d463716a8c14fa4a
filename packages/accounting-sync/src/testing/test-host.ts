import { createHash } from 'node:crypto'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  type TestDatabase,
} from '@tieout/platform/testing'
import type { CanonicalDocument, CanonicalItem, CanonicalParty, DocumentHead } from '../core/document.ts'
import type { SyncHost, TaskDraft, Trx } from '../host.ts'

import { memoryCredits, type MemoryCredits } from './memory-credits.ts'
import { memoryPayments, type MemoryPayments } from './memory-payments.ts'

export { TENANT_A, TENANT_B }

/** What a test sees of the host, and puts into its books. */
export interface TestHost {
  host: SyncHost
  db: TestDatabase
  documents: Map<string, CanonicalDocument>
  payments: MemoryPayments
  credits: MemoryCredits
  clients: Map<string, CanonicalParty>
  /** Services, rates and terms. */
  items: Record<'services' | 'taxRates' | 'terms', CanonicalItem[]>
  /** Open tasks by their key. */
  tasks: Map<string, TaskDraft>
  closed: string[]
  notices: { kind: string; dedupeKey: string }[]
  jobs: { kind: string; payload: object; everySeconds?: number }[]
  cancelled: string[]
  lines: string[]
  /** Moves the time; sleeping moves it too. */
  advance(seconds: number): void
  now(): Date
  close(): Promise<void>
}

/**
 * A host with a real database for the store and books in memory. Its process can be killed: then nothing of
 * it works any more, and what was not committed is gone.
 */
export async function createTestHost(fetch: typeof globalThis.fetch): Promise<TestHost> {
  const db = await createTestDatabase({ max: 10 })
  await insertTenant(db.database, TENANT_A, 'Alder')
  await insertTenant(db.database, TENANT_B, 'Birch')
  let now = Date.parse('2026-11-21T09:00:00.000Z')
  const documents = new Map<string, CanonicalDocument>()
  const clients = new Map<string, CanonicalParty>()
  const items: TestHost['items'] = { services: [], taxRates: [], terms: [] }
  const payments = memoryPayments(documents, (id) => credits.appliedTo(id))
  const credits: MemoryCredits = memoryCredits(documents, (id) => payments.owed(id))
  const tasks = new Map<string, TaskDraft>()
  const closed: string[] = []
  const notices: TestHost['notices'] = []
  const jobs: TestHost['jobs'] = []
  const cancelled: string[] = []
  const lines: string[] = []
  const secrets = new Map<string, string>()
  const placeOf = (place: { tenant: string; purpose: string; ref: string }) =>
    `${place.tenant} ${place.purpose} ${place.ref}`
  const note = (fields: Record<string, unknown>, message: string) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`)
  const host: SyncHost = {
    transactions: {
      inTenant: (tenant, work) => db.database.withTenant(tenant, work),
      acrossTenants: (work) => db.database.withSystem(work),
    },
    books: {
      documents: async (_trx: Trx, _tenant, ids) => ids.flatMap((id) => documents.get(id) ?? []),
      drafts: async () => [],
      heads: async (_trx, _tenant, ids) => ids.flatMap((id) => headOf(documents.get(id))),
      async story(_trx, _tenant, id) {
        const [head] = headOf(documents.get(id))
        return head === undefined ? null : { head, moves: [] }
      },
      names: async () => new Map(),
      clients: async (_trx, _tenant, ids) =>
        ids === 'all' ? [...clients.values()] : ids.flatMap((id) => clients.get(id) ?? []),
      services: async () => items.services,
      taxRates: async () => items.taxRates,
      taxCombinations: async () => [],
      terms: async () => items.terms,
      search: async (_trx, _tenant, { from = '', to = '9', clientIds, limit }) =>
        [...documents.values()]
          .filter((each) => each.issueDate >= from && each.issueDate <= to)
          .filter((each) => clientIds === undefined || clientIds.includes(each.clientId))
          .toSorted((a, b) => (a.issueDate + a.number < b.issueDate + b.number ? -1 : 1))
          .slice(0, limit)
          .map(({ id, kind }) => ({ id, kind })),
      today: async () => '2026-11-21',
      payments,
      credits,
      timeZone: async () => 'UTC',
    },
    jobs: {
      async scheduleJob(kind, payload) {
        jobs.push({ kind, payload })
        return `job-${jobs.length}`
      },
      async scheduleRecurringJob(kind, { everySeconds }, payload) {
        jobs.push({ kind, payload, everySeconds })
        return `job-${jobs.length}`
      },
      async cancelJob(id) {
        cancelled.push(id)
        return true
      },
    },
    inbox: {
      async raise(_trx, _tenant, drafts) {
        for (const each of drafts) tasks.set(each.dedupeKey, each)
      },
      async close(_trx, _tenant, keys) {
        for (const key of keys) if (tasks.delete(key)) closed.push(key)
      },
      open: async (_trx, _tenant, keys) =>
        new Map(keys.filter((key) => tasks.has(key)).map((key) => [key, taskIdOf(key)])),
    },
    notifications: {
      async tellAdmins(_trx, _tenant, notice) {
        if (!notices.some((each) => each.dedupeKey === notice.dedupeKey)) notices.push(notice)
      },
    },
    people: { names: async (_trx, _tenant, ids) => new Map(ids.map((id) => [id, 'Somebody'])) },
    secrets: {
      put: async (_trx, place, secret) => void secrets.set(placeOf(place), secret),
      get: async (_trx, place) => secrets.get(placeOf(place)) ?? null,
      remove: async (_trx, place) => secrets.delete(placeOf(place)),
    },
    clock: {
      now: () => new Date(now),
      async sleep(milliseconds, signal) {
        signal?.throwIfAborted()
        now += milliseconds
        await new Promise((go) => setImmediate(go))
      },
    },
    ids: { uuid: () => crypto.randomUUID() },
    random: { next: () => 0.5 },
    log: { info: note, warn: note, error: note },
    fetch,
  }
  return {
    host,
    db,
    documents,
    payments,
    credits,
    clients,
    items,
    tasks,
    closed,
    notices,
    jobs,
    cancelled,
    lines,
    advance: (seconds) => void (now += seconds * 1000),
    now: () => new Date(now),
    close: () => db.close(),
  }
}

/** In these books everything is finalized, and nothing of it paid. */
const headOf = (document: CanonicalDocument | undefined): DocumentHead[] => {
  if (document === undefined) return []
  const { lines: _lines, ...head } = document
  return [{ ...head, standing: 'posted', balanceMinor: document.totalMinor }]
}

/** A task has its id from its key alone, so that a test knows it beforehand. */
export function taskIdOf(dedupeKey: string): string {
  const hex = createHash('sha256').update(dedupeKey).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
