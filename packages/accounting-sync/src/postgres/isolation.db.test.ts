import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  at,
  BOOKKEEPER,
  createStoreWorld,
  frozen,
  idOf,
  refused,
  TENANT_A,
  unknown,
  type StoreWorld,
} from '../testing/store-world.ts'
import { cancelBatch, createBatch, readBatch } from './batches.ts'
import { cancelQueued, retry, skip } from './by-people.ts'
import { makeDefault, markDisconnected, markExpired } from './connecting.ts'
import { patchSettings, pauseConnection } from './connection-settings.ts'
import {
  listConnections,
  lockConnection,
  readConnection,
  resolveConnection,
  type Connection,
} from './connection.ts'
import { beginConsent, useConsent } from './consents.ts'
import { startCycle } from './cycles.ts'
import { exclude, include } from './exclusions.ts'
import { reclaimFrames } from './frames.ts'
import { openWork } from './health.ts'
import { takeLease } from './lease.ts'
import { membersOf } from './members.ts'
import type { Lease } from './place.ts'
import { settle } from './settle.ts'
import { claimRefresh, claimWarning } from './tokens.ts'
import { readAttempts, readOperation } from './viewer.ts'
import type { Trx } from '../host.ts'

let world: StoreWorld
let company: Connection
let lease: Lease

const CONSENT = {
  stateHash: 'hash',
  userId: BOOKKEEPER,
  sessionHash: 'session',
  adapterType: 'ledgerly',
  environment: 'sandbox',
  app: 'platform' as const,
  returnTo: '/',
}

beforeAll(async () => {
  world = await createStoreWorld()
  company = await world.connect()
  lease = await world.lease(company)
  await frozen(world, lease, [1, 2])
  await world.inA(async (trx) => {
    await settle(trx, TENANT_A, lease, idOf('f', 1), [unknown(1), refused(2)], at('09:02'))
    await createBatch(trx, TENANT_A, company, {
      batchId: idOf('b', 1),
      origin: 'manual',
      filter: {},
      createdBy: BOOKKEEPER,
      at: at('09:00'),
    })
    await exclude(trx, TENANT_A, {
      entityType: 'client',
      entityId: idOf('k', 1),
      reason: 'Barter',
      by: BOOKKEEPER,
      at: at('09:00'),
    })
    await beginConsent(trx, TENANT_A, { ...CONSENT, now: at('09:00'), expiresAt: at('09:10') })
  })
})
afterAll(() => world.close())

/** What another tenant tries with our ids, and how nothing looks. */
const ATTEMPTS: Record<string, [(trx: Trx) => Promise<unknown>, nothing: unknown]> = {
  listConnections: [(trx) => listConnections(trx, TENANT_A), []],
  readConnection: [(trx) => readConnection(trx, TENANT_A, company.connectionId), null],
  lockConnection: [(trx) => lockConnection(trx, TENANT_A, company.connectionId), null],
  resolveConnection: [(trx) => resolveConnection(trx, TENANT_A), null],
  patchSettings: [(trx) => patchSettings(trx, TENANT_A, company.connectionId, { autoSync: true }), null],
  pauseConnection: [
    (trx) =>
      pauseConnection(trx, TENANT_A, company.connectionId, { reason: 'x', by: BOOKKEEPER, at: at('09:00') }),
    false,
  ],
  markExpired: [(trx) => markExpired(trx, { ...company, tenant: TENANT_A }, 'x'), null],
  markDisconnected: [(trx) => markDisconnected(trx, TENANT_A, company.connectionId, at('09:00')), null],
  makeDefault: [(trx) => makeDefault(trx, TENANT_A, company.connectionId), false],
  claimRefresh: [
    (trx) =>
      claimRefresh(trx, TENANT_A, company.connectionId, {
        holder: 'x',
        now: at('09:00'),
        until: at('09:01'),
      }),
    false,
  ],
  claimWarning: [(trx) => claimWarning(trx, TENANT_A, company.connectionId, 'refresh', 2), false],
  takeLease: [
    (trx) =>
      takeLease(trx, TENANT_A, company.connectionId, { holder: 'x', now: at('23:00'), until: at('23:01') }),
    null,
  ],
  useConsent: [(trx) => useConsent(trx, TENANT_A, { ...CONSENT, now: at('09:05') }), null],
  startCycle: [
    (trx) => startCycle(trx, TENANT_A, lease, { cycleId: idOf('y', 1), trigger: 'worker', at: at('09:00') }),
    null,
  ],
  reclaimFrames: [(trx) => reclaimFrames(trx, TENANT_A, lease, at('23:00')), []],
  membersOf: [(trx) => membersOf(trx, TENANT_A, [idOf('f', 1)]), []],
  settle: [(trx) => settle(trx, TENANT_A, lease, idOf('f', 1), [], at('09:05')), { kind: 'stale' }],
  readOperation: [(trx) => readOperation(trx, TENANT_A, idOf('o', 1)), null],
  readAttempts: [(trx) => readAttempts(trx, TENANT_A, idOf('o', 1)), []],
  openWork: [(trx) => openWork(trx, TENANT_A, company), []],
  retry: [(trx) => retry(trx, TENANT_A, [idOf('o', 2)], at('09:05')), []],
  skip: [(trx) => skip(trx, TENANT_A, [idOf('o', 2)], { reason: 'x', by: null, at: at('09:05') }), []],
  cancelQueued: [
    (trx) =>
      cancelQueued(
        trx,
        TENANT_A,
        { entityType: 'invoice', entityIds: [idOf('d', 1)], kinds: ['export_invoice'] },
        { reason: 'x', by: null, at: at('09:05') },
      ),
    { cancelled: [], onTheirWay: [] },
  ],
  readBatch: [(trx) => readBatch(trx, TENANT_A, idOf('b', 1)), null],
  cancelBatch: [
    (trx) =>
      cancelBatch(trx, TENANT_A, idOf('b', 1), { version: 1, reason: 'x', by: BOOKKEEPER, at: at('09:05') }),
    null,
  ],
  include: [
    (trx) => include(trx, TENANT_A, { entityType: 'client', entityId: idOf('k', 1), at: at('09:05') }),
    null,
  ],
}

it.each(Object.keys(ATTEMPTS))(
  '%s finds nothing of another tenant, even when told its name',
  async (name) => {
    const [attempt, nothing] = ATTEMPTS[name] ?? []
    expect(await world.inB(async (trx) => await attempt?.(trx))).toEqual(nothing)
  },
)

it('the same questions find something in the tenant they belong to, so that the silence above means something', async () => {
  const silent: string[] = []
  for (const [name, [attempt, nothing]] of Object.entries(ATTEMPTS)) {
    const undone = new Error('undone')
    let found: unknown
    const work = world.inA(async (trx) => {
      found = await attempt(trx)
      throw undone
    })
    await expect(work).rejects.toBe(undone)
    if (JSON.stringify(found) === JSON.stringify(nothing)) silent.push(name)
  }
  expect(silent).toEqual([])
})
