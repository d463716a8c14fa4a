import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  at,
  BOOKKEEPER,
  createStoreWorld,
  exportOf,
  frozen,
  idOf,
  linkOf,
  refused,
  TENANT_A,
  written,
  type StoreWorld,
} from '../testing/store-world.ts'
import { cancelQueued, exportedAmong, retry, skip } from './by-people.ts'
import type { Connection } from './connection.ts'
import { claimDue } from './due.ts'
import { enqueue } from './enqueue.ts'
import { writeLinks } from './links.ts'
import type { Lease } from './place.ts'
import { settle } from './settle.ts'
import { readOperation } from './viewer.ts'

let world: StoreWorld
let company: Connection
let lease: Lease
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  await world.db.owner.raw(
    'truncate accounting_sync_operations, accounting_sync_frames, accounting_sync_attempts',
  )
  company = await world.connect()
  lease = await world.lease(company)
})
afterAll(() => world.close())

const ids = (...numbers: number[]) => numbers.map((n) => idOf('o', n))
const operation = (n: number) => world.inA((trx) => readOperation(trx, TENANT_A, idOf('o', n)))
const retried = (...numbers: number[]) =>
  world.inA((trx) => retry(trx, TENANT_A, ids(...numbers), at('10:00')))
const skipped = (...numbers: number[]) =>
  world.inA((trx) =>
    skip(trx, TENANT_A, ids(...numbers), { reason: 'Entered by hand', by: BOOKKEEPER, at: at('09:30') }),
  )
const ask = (n: number, changes: Parameters<typeof exportOf>[2] = {}) =>
  world.inA((trx) => enqueue(trx, TENANT_A, [exportOf(n, company, changes)], at('09:00')))

it('what failed is tried again from the start, as another write (L3)', async () => {
  await frozen(world, lease, [1])
  await world.inA((trx) => settle(trx, TENANT_A, lease, idOf('f', 1), [refused(1)], at('09:02')))
  expect(await retried(1)).toEqual(ids(1))
  expect(await operation(1)).toMatchObject({
    status: 'pending',
    attempts: 0,
    generation: 2,
    errorCode: null,
    lastError: null,
    frameId: null,
    nextAttemptAt: '2026-03-02T10:00:00.000Z',
  })
  expect(await retried(1)).toEqual([])
})

it('what was skipped says by whom and why, and can be taken back', async () => {
  await ask(1)
  expect(await skipped(1)).toEqual(ids(1))
  expect(await operation(1)).toMatchObject({
    status: 'skipped',
    skipReason: 'Entered by hand',
    skippedBy: BOOKKEEPER,
  })
  expect(await retried(1)).toEqual(ids(1))
  expect(await operation(1)).toMatchObject({ status: 'pending', skipReason: null, skippedBy: null })
})

it('what is on its way or done is not skipped, and not tried again', async () => {
  await frozen(world, lease, [1])
  expect([await skipped(1), await retried(1)]).toEqual([[], []])
  await world.inA((trx) => settle(trx, TENANT_A, lease, idOf('f', 1), [written(1)], at('09:02')))
  expect([await skipped(1), await retried(1)]).toEqual([[], []])
})

it('what is open already is not opened a second time, and of several only the newest is', async () => {
  await ask(1)
  await skipped(1)
  await ask(1, { operationId: idOf('o', 2) })
  expect(await retried(1)).toEqual([])
  await skipped(2)
  await world.db
    .owner('accounting_sync_operations')
    .where({ op_id: idOf('o', 2) })
    .update({ created_at: at('09:01') })
  expect(await retried(1, 2)).toEqual(ids(2))
})

it('a void takes back a queued export, and is told of one that is on its way (L8)', async () => {
  await ask(1)
  await ask(1, { operationId: idOf('o', 5), kind: 'void_invoice' })
  await frozen(world, lease, [2])
  const answer = await world.inA((trx) =>
    cancelQueued(
      trx,
      TENANT_A,
      { entityType: 'invoice', entityIds: [idOf('d', 1), idOf('d', 2)], kinds: ['export_invoice'] },
      { reason: 'voided', by: null, at: at('09:30') },
    ),
  )
  expect(answer).toEqual({ cancelled: ids(1), onTheirWay: ids(2) })
  const due = await world.inA((trx) => claimDue(trx, TENANT_A, company, { now: at('10:00'), limit: 9 }))
  expect(due.map((each) => each.operationId)).toEqual(ids(5))
})

it('what is over there or on its way counts as exported, in whichever company; what is queued does not (L17)', async () => {
  await frozen(world, lease, [1])
  await ask(2)
  await world.inA((trx) => writeLinks(trx, TENANT_A, company, [linkOf(3)], at('09:00')))
  const among = [1, 2, 3, 4].map((n) => idOf('d', n))
  expect(await world.inA((trx) => exportedAmong(trx, TENANT_A, 'invoice', among))).toEqual([
    idOf('d', 1),
    idOf('d', 3),
  ])
  expect(await world.inA((trx) => exportedAmong(trx, TENANT_A, 'credit_note', among))).toEqual([])
})
