import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  at,
  BOOKKEEPER,
  createStoreWorld,
  exportOf,
  frozen,
  idOf,
  refused,
  TENANT_A,
  TENANT_B,
  written,
  type StoreWorld,
} from '../testing/store-world.ts'
import {
  addToBatch,
  cancelBatch,
  createBatch,
  finishBatches,
  listBatches,
  readBatch,
  startBatch,
} from './batches.ts'
import type { Connection } from './connection.ts'
import { claimDue, hold } from './due.ts'
import { enqueue } from './enqueue.ts'
import { exclude, excludedAmong, include, listExclusions } from './exclusions.ts'
import { openWork, settledPerDay } from './health.ts'
import type { Lease } from './place.ts'
import { settle } from './settle.ts'
import { countOperations, listOperations, readOperation } from './viewer.ts'

let world: StoreWorld
let company: Connection
let lease: Lease
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  await world.db.owner.raw(
    'truncate accounting_sync_operations, accounting_sync_frames, accounting_sync_attempts, accounting_sync_exclusions, accounting_export_batches, tenant_external_entity_mappings',
  )
  company = await world.connect()
  lease = await world.lease(company)
})
afterAll(() => world.close())

const ask = (numbers: number[], changes: Parameters<typeof exportOf>[2] = {}) =>
  world.inA((trx) =>
    enqueue(
      trx,
      TENANT_A,
      numbers.map((n) => exportOf(n, company, changes)),
      at('09:00'),
    ),
  )
const due = () =>
  world.inA(async (trx) =>
    (await claimDue(trx, TENANT_A, company, { now: at('12:00'), limit: 100 })).map(
      (each) => each.operationId,
    ),
  )
const ops = (...numbers: number[]) => numbers.map((n) => idOf('o', n))

describe('an exclusion', () => {
  const out = (entityType: 'client' | 'invoice', entityId: string) =>
    world.inA((trx) =>
      exclude(trx, TENANT_A, { entityType, entityId, reason: 'Barter', by: BOOKKEEPER, at: at('09:10') }),
    )
  const back = (entityType: 'client' | 'invoice', entityId: string) =>
    world.inA((trx) => include(trx, TENANT_A, { entityType, entityId, at: at('09:20') }))

  it('keeps a client or a document out with its reason, and what is queued for it waits', async () => {
    await ask([1, 2, 11, 3])
    expect(await out('client', idOf('k', 1))).toBe(2)
    expect(await out('client', idOf('k', 1))).toBeNull()
    expect(await out('invoice', idOf('d', 2))).toBe(1)
    expect(await due()).toEqual(ops(3))
    expect(await world.inA((trx) => readOperation(trx, TENANT_A, idOf('o', 1)))).toMatchObject({
      waitReason: 'excluded',
    })
    const among = { clientIds: [idOf('k', 1), idOf('k', 3)], documentIds: [idOf('d', 2), idOf('d', 3)] }
    expect(await world.inA((trx) => excludedAmong(trx, TENANT_A, among))).toMatchObject([
      { entityType: 'client', entityId: idOf('k', 1), reason: 'Barter', excludedBy: BOOKKEEPER },
      { entityType: 'invoice', entityId: idOf('d', 2) },
    ])
    expect(await world.inB((trx) => excludedAmong(trx, TENANT_B, among))).toEqual([])
  })

  it('is taken back, and sets free only what no other keeps out', async () => {
    await ask([1, 11])
    await out('client', idOf('k', 1))
    await out('invoice', idOf('d', 11))
    expect(await back('client', idOf('k', 1))).toBe(1)
    expect(await due()).toEqual(ops(1))
    expect(await back('client', idOf('k', 1))).toBeNull()
    expect(await back('invoice', idOf('d', 11))).toBe(1)
    expect(await due()).toEqual(ops(1, 11))
  })

  it('is listed newest first, page by page', async () => {
    for (const n of [1, 2, 3]) await out('client', idOf('k', n))
    const [first, second] = await world.inA((trx) => listExclusions(trx, TENANT_A, { after: null, limit: 2 }))
    const rest = await world.inA((trx) => listExclusions(trx, TENANT_A, { after: second ?? null, limit: 2 }))
    expect([first, second, ...rest].map((each) => each?.entityId)).toEqual([3, 2, 1].map((n) => idOf('k', n)))
  })
})

describe('a batch', () => {
  const create = (n: number, origin: 'manual' | 'scheduled' = 'manual') =>
    world.inA((trx) =>
      createBatch(trx, TENANT_A, company, {
        batchId: idOf('b', n),
        origin,
        filter: { from: '2026-03-01' },
        createdBy: origin === 'manual' ? BOOKKEEPER : null,
        at: at('09:00'),
      }),
    )
  const batch = (n: number) => world.inA((trx) => readBatch(trx, TENANT_A, idOf('b', n)))

  it('is delivered when its last document is, not when it is made (L11)', async () => {
    await create(1)
    await ask([1, 2, 3], { batchId: idOf('b', 1) })
    const finished = () => world.inA((trx) => finishBatches(trx, TENANT_A, company, at('09:30')))
    expect(await finished()).toEqual([])
    expect(await world.inA((trx) => startBatch(trx, TENANT_A, idOf('b', 1), 1))).toBe(true)
    expect(await world.inA((trx) => startBatch(trx, TENANT_A, idOf('b', 1), 1))).toBe(false)
    expect(await finished()).toEqual([])
    await frozen(world, lease, [1, 2, 3])
    await world.inA((trx) =>
      settle(trx, TENANT_A, lease, idOf('f', 1), [written(1), refused(2)], at('09:02')),
    )
    expect(await finished()).toEqual([])
    await world.inA((trx) => settle(trx, TENANT_A, lease, idOf('f', 1), [written(3)], at('09:03')))
    expect(await finished()).toEqual([idOf('b', 1)])
    expect(await batch(1)).toMatchObject({
      status: 'delivered',
      deliveredAt: '2026-03-02T09:30:00.000Z',
      lines: { done: 2, failed: 1 },
      filter: { from: '2026-03-01' },
    })
  })

  it('takes in what was queued before, but not what belongs to another or is on its way', async () => {
    await ask([1])
    await ask([2], { batchId: idOf('b', 9) })
    await frozen(world, lease, [3])
    await create(1)
    const documents = [1, 2, 3].map((n) => idOf('d', n))
    expect(await world.inA((trx) => addToBatch(trx, TENANT_A, company, idOf('b', 1), documents))).toEqual([
      idOf('o', 1),
    ])
    expect(await batch(1)).toMatchObject({ lines: { pending: 1 } })
  })

  it('is cancelled once: what has not left is skipped, what is on its way arrives', async () => {
    await create(1)
    await ask([1, 2], { batchId: idOf('b', 1) })
    await frozen(world, lease, [2])
    const cancel = (version: number) =>
      world.inA((trx) =>
        cancelBatch(trx, TENANT_A, idOf('b', 1), {
          version,
          reason: 'Too early',
          by: BOOKKEEPER,
          at: at('09:40'),
        }),
      )
    expect(await cancel(7)).toBeNull()
    expect(await cancel(1)).toEqual({ skipped: [idOf('o', 1)], givenBack: 0 })
    expect(await cancel(2)).toBeNull()
    expect(await batch(1)).toMatchObject({ status: 'cancelled', lines: { skipped: 1, in_progress: 1 } })
  })

  it('of the schedule is on its way from the start; both kinds are listed newest first', async () => {
    await create(1)
    await create(2, 'scheduled')
    const listed = (filter: Parameters<typeof listBatches>[2]) =>
      world.inA(async (trx) =>
        (await listBatches(trx, TENANT_A, filter, { after: null, limit: 9 })).map((each) => each.status),
      )
    expect(await listed({})).toEqual(['delivering', 'draft'])
    expect(await listed({ origin: 'manual' })).toEqual(['draft'])
    expect(await listed({ status: 'delivering' })).toEqual(['delivering'])
    const [first] = await world.inA((trx) => listBatches(trx, TENANT_A, {}, { after: null, limit: 1 }))
    expect(
      await world.inA((trx) => listBatches(trx, TENANT_A, {}, { after: first ?? null, limit: 9 })),
    ).toHaveLength(1)
    expect(await world.inB((trx) => listBatches(trx, TENANT_A, {}, { after: null, limit: 9 }))).toEqual([])
  })
})

describe('the viewer and the health panel', () => {
  beforeEach(async () => {
    await ask([4, 5])
    await ask([6], { kind: 'void_invoice', issueDate: '2026-01-01' })
    await frozen(world, lease, [1, 2, 3])
    await world.inA(async (trx) => {
      await settle(
        trx,
        TENANT_A,
        lease,
        idOf('f', 1),
        [written(1), written(2, { status: 'drift' }), refused(3)],
        at('09:02'),
      )
      await hold(
        trx,
        TENANT_A,
        lease,
        [{ operationId: idOf('o', 4), reason: 'unmapped', waitsFor: ['x'], until: null }],
        at('09:03'),
      )
    })
  })

  it('list what was done, the last changed first, narrowed in every way', async () => {
    const found = (filter: Parameters<typeof listOperations>[2]) =>
      world.inA(async (trx) =>
        (await listOperations(trx, TENANT_A, filter, { after: null, limit: 9 })).map(
          (each) => each.operationId,
        ),
      )
    expect(await found({})).toEqual(ops(4, 3, 2, 1, 6, 5))
    expect(await found({ status: 'done' })).toEqual(ops(2, 1))
    expect(await found({ kind: 'void_invoice' })).toEqual(ops(6))
    expect(await found({ clientId: idOf('k', 3) })).toEqual(ops(3))
    expect(await found({ entityId: idOf('d', 2), realm: company.realm })).toEqual(ops(2))
    expect(await found({ number: 'INV-0000' })).toHaveLength(6)
    expect(await found({ number: 'INV-00003' })).toEqual(ops(3))
    expect(await found({ number: '%' })).toEqual([])
    expect(await found({ from: at('09:01'), to: at('09:03') })).toEqual(ops(3, 2, 1))
    expect(await found({ realm: 'another' })).toEqual([])
    expect(await found({ batchId: idOf('b', 1) })).toEqual([])
  })

  it('go on where a page ended, with every row once', async () => {
    const seen: string[] = []
    let after: Awaited<ReturnType<typeof listOperations>>[number] | null = null
    for (let page = 0; page < 4; page += 1) {
      const rows = await world.inA((trx) => listOperations(trx, TENANT_A, {}, { after, limit: 2 }))
      seen.push(...rows.map((row) => row.operationId))
      after = rows.at(-1) ?? after
    }
    expect(seen).toEqual(ops(4, 3, 2, 1, 6, 5))
  })

  it('count by state within the same filters', async () => {
    const count = (filter: Parameters<typeof countOperations>[2]) =>
      world.inA((trx) => countOperations(trx, TENANT_A, filter))
    expect(await count({ status: 'done' })).toEqual({
      pending: 3,
      in_progress: 0,
      done: 2,
      failed: 1,
      skipped: 0,
    })
    expect(await count({ kind: 'void_invoice' })).toMatchObject({ pending: 1, done: 0 })
    expect(await world.inB((trx) => countOperations(trx, TENANT_A, {}))).toMatchObject({
      pending: 0,
      done: 0,
    })
  })

  it('say how much waits, why, since when and over how much', async () => {
    expect(await world.inA((trx) => openWork(trx, TENANT_A, company))).toEqual([
      {
        status: 'failed',
        waitReason: null,
        currency: 'USD',
        operations: 1,
        amountMinor: 1003,
        oldestAt: '2026-03-02T09:00:00.000Z',
      },
      {
        status: 'pending',
        waitReason: null,
        currency: 'USD',
        operations: 2,
        amountMinor: 2011,
        oldestAt: '2026-03-02T09:00:00.000Z',
      },
      {
        status: 'pending',
        waitReason: 'unmapped',
        currency: 'USD',
        operations: 1,
        amountMinor: 1004,
        oldestAt: '2026-03-02T09:00:00.000Z',
      },
    ])
    const days = (timeZone: string) =>
      world.inA((trx) => settledPerDay(trx, TENANT_A, company, { from: at('00:00'), timeZone }))
    expect(await days('America/New_York')).toEqual([{ day: '2026-03-02', done: 2, failed: 1 }])
    expect(await days('Pacific/Kiritimati')).toEqual([{ day: '2026-03-02', done: 2, failed: 1 }])
    expect(await days('Pacific/Pago_Pago')).toEqual([{ day: '2026-03-01', done: 2, failed: 1 }])
  })
})
