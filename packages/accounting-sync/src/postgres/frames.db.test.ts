import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { statementsOf } from '../testing/statements.ts'
import {
  at,
  createStoreWorld,
  exportOf,
  frozen,
  idOf,
  TENANT_A,
  writeOf,
  written,
  type StoreWorld,
} from '../testing/store-world.ts'
import type { Connection } from './connection.ts'
import { hold } from './due.ts'
import { enqueue } from './enqueue.ts'
import { forgetSent, freeze, reclaimFrames } from './frames.ts'
import { membersOf } from './members.ts'
import type { Lease } from './place.ts'
import { settle, type Decision } from './settle.ts'
import { skip } from './by-people.ts'
import { readOperation } from './viewer.ts'

let world: StoreWorld
let company: Connection
let lease: Lease
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  await world.db.owner.raw(
    'truncate accounting_sync_operations, accounting_sync_frames, accounting_sync_attempts, tenant_external_entity_mappings',
  )
  company = await world.connect()
  lease = await world.lease(company)
})
afterAll(() => world.close())

const settled = (decisions: Decision[], by = lease, frame = 1, time = at('09:02')) =>
  world.inA((trx) => settle(trx, TENANT_A, by, idOf('f', frame), decisions, time))
const operation = (n: number) => world.inA((trx) => readOperation(trx, TENANT_A, idOf('o', n)))
const everything = async () => ({
  operations: await world.db.owner('accounting_sync_operations').orderBy('op_id'),
  frames: await world.db.owner('accounting_sync_frames').orderBy('frame_id'),
  attempts: await world.db.owner('accounting_sync_attempts').orderBy(['op_id', 'sequence']),
  links: await world.db.owner('tenant_external_entity_mappings').orderBy('mapping_id'),
})

describe('freezing a frame', () => {
  it('takes its operations, stores what will be sent and begins to send, in three statements (L5)', async () => {
    const { answer, statements } = await statementsOf(world.db.app, () => frozen(world, lease, [1, 2, 3]))
    // One of them asks for the exports.
    expect(statements).toHaveLength(4)
    expect(answer).toMatchObject({
      frameId: idOf('f', 1),
      requestId: 'request-1',
      status: 'frozen',
      sends: 0,
      writes: [1, 2, 3].map((n) => writeOf(idOf('o', n))),
    })
    expect(await operation(2)).toMatchObject({ status: 'in_progress', frameId: idOf('f', 1) })
    const stored = await world.db
      .owner('accounting_sync_frames')
      .where({ frame_id: idOf('f', 1) })
      .first()
    expect(stored).toMatchObject({ sends: 1, status: 'frozen' })
  })

  it('leaves out what was skipped or held since it was read, and is none when nothing is left', async () => {
    await world.inA(async (trx) => {
      await enqueue(
        trx,
        TENANT_A,
        [1, 2, 3].map((n) => exportOf(n, company)),
        at('09:00'),
      )
      await skip(trx, TENANT_A, [idOf('o', 1)], { reason: 'by hand', by: null, at: at('09:00') })
      await hold(
        trx,
        TENANT_A,
        lease,
        [{ operationId: idOf('o', 2), reason: 'excluded', until: null }],
        at('09:00'),
      )
      const frame = (n: number, members: number[]) => ({
        frameId: idOf('f', n),
        requestId: `request-${n}`,
        writes: members.map((each) => writeOf(idOf('o', each))),
      })
      expect(await freeze(trx, TENANT_A, lease, frame(1, [1, 2]), at('09:01'))).toBeNull()
      const taken = await freeze(trx, TENANT_A, lease, frame(2, [1, 2, 3]), at('09:01'))
      expect(taken?.writes.map((each) => each.operationId)).toEqual([idOf('o', 3)])
    })
  })

  it('gives an operation to one of two workers that read it, the one that holds the lease', async () => {
    await world.inA((trx) => enqueue(trx, TENANT_A, [exportOf(1, company)], at('09:00')))
    const now = await world.lease(company)
    const attempt = (by: Lease, n: number) =>
      world.inA((trx) =>
        freeze(
          trx,
          TENANT_A,
          by,
          { frameId: idOf('f', n), requestId: `request-${n}`, writes: [writeOf(idOf('o', 1))] },
          at('09:01'),
        ),
      )
    const [late, first, second] = await Promise.all([attempt(lease, 1), attempt(now, 2), attempt(now, 3)])
    expect(late).toBeNull()
    expect([first, second].filter((each) => each !== null)).toHaveLength(1)
  })
})

describe('the members of frames', () => {
  it('are those without an answer, frame by frame in the order of sending', async () => {
    await frozen(world, lease, [3, 1, 2])
    await frozen(world, lease, [4], 2)
    await settled([written(1)])
    const members = await world.inA((trx) => membersOf(trx, TENANT_A, [idOf('f', 2), idOf('f', 1)]))
    expect(members.map((each) => each.operationId)).toEqual([3, 2, 4].map((n) => idOf('o', n)))
    expect(await world.inA((trx) => membersOf(trx, TENANT_A, []))).toEqual([])
  })
})

describe('a frame left behind', () => {
  it('by a dead process is taken over by the next holder, and sent again exactly (L5, L6)', async () => {
    const first = await frozen(world, lease, [1, 2])
    expect(await world.inA((trx) => reclaimFrames(trx, TENANT_A, lease, at('09:03')))).toEqual([])
    const next = await world.lease(company)
    const [again, ...more] = await world.inA((trx) => reclaimFrames(trx, TENANT_A, next, at('09:03')))
    expect(more).toEqual([])
    expect(again).toMatchObject({ requestId: first.requestId, writes: first.writes, sends: 2 })
    expect(await world.inA((trx) => reclaimFrames(trx, TENANT_A, lease, at('09:04')))).toEqual([])
    expect(await settled([written(1), written(2)])).toEqual({ kind: 'stale' })
    expect(await settled([written(1), written(2)], next)).toMatchObject({ kind: 'settled', open: false })
  })

  it('is forgotten only once it was answered and is old', async () => {
    await frozen(world, lease, [1])
    await frozen(world, lease, [2], 2)
    await settled([written(1)])
    const forget = (before: Date) => world.inA((trx) => forgetSent(trx, TENANT_A, before))
    expect([await forget(at('09:02')), await forget(at('09:03'))]).toEqual([0, 2])
    expect((await everything()).frames).toMatchObject([{ frame_id: idOf('f', 2) }])
  })
})
