import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { statementsOf } from '../testing/statements.ts'
import {
  at,
  createStoreWorld,
  exportOf,
  frozen,
  idOf,
  linkOf,
  putBack,
  refused,
  TENANT_A,
  unknown,
  written,
  type StoreWorld,
} from '../testing/store-world.ts'
import type { Connection } from './connection.ts'
import { skip } from './by-people.ts'
import { claimDue } from './due.ts'
import { enqueue } from './enqueue.ts'
import { reclaimFrames } from './frames.ts'
import { takeLease } from './lease.ts'
import { loadLinks, writeLinks } from './links.ts'
import { refuse } from './moves.ts'
import type { Lease } from './place.ts'
import { settle, type Decision } from './settle.ts'
import { readAttempts, readOperation } from './viewer.ts'

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
const linksOf = (...numbers: number[]) =>
  world.inA((trx) =>
    loadLinks(
      trx,
      TENANT_A,
      company,
      numbers.map((n) => ({ entityType: 'invoice', entityId: idOf('d', n) })),
    ),
  )
const everything = async () => ({
  operations: await world.db.owner('accounting_sync_operations').orderBy('op_id'),
  frames: await world.db.owner('accounting_sync_frames').orderBy('frame_id'),
  attempts: await world.db.owner('accounting_sync_attempts').orderBy(['op_id', 'sequence']),
  links: await world.db.owner('tenant_external_entity_mappings').orderBy('mapping_id'),
})

describe('settling a frame', () => {
  it('settles each member on its own outcome (L1)', async () => {
    await frozen(world, lease, [1, 2, 3, 4])
    const answer = await settled([
      written(1),
      refused(2),
      putBack(3, at('09:30'), true),
      written(4, { status: 'drift' }),
    ])
    expect(answer).toMatchObject({ kind: 'settled', unmoved: [], taken: [], open: false })
    expect(await operation(1)).toMatchObject({
      status: 'done',
      errorCode: null,
      trace: 'trace-1',
      processedAt: '2026-03-02T09:02:00.000Z',
    })
    expect(await operation(2)).toMatchObject({
      status: 'failed',
      attempts: 1,
      errorCode: 'duplicate_number',
      lastError: 'Duplicate Document Number Error',
    })
    expect(await operation(3)).toMatchObject({
      status: 'pending',
      attempts: 1,
      generation: 2,
      waitReason: 'backing_off',
      frameId: null,
      nextAttemptAt: '2026-03-02T09:30:00.000Z',
      processedAt: null,
    })
    expect((await linksOf(1, 2, 3, 4)).map((each) => [each.externalId, each.status])).toEqual([
      ['501', 'verified'],
      ['504', 'drift'],
    ])
    expect(await world.inA((trx) => readAttempts(trx, TENANT_A, idOf('o', 2)))).toMatchObject([
      { sequence: 1, outcome: 'refused', code: 'duplicate_number', frameId: idOf('f', 1) },
    ])
  })

  it('takes four statements however many documents there are', async () => {
    for (const [frame, count] of [
      [1, 1],
      [2, 30],
    ] as const) {
      const numbers = Array.from({ length: count }, (_, n) => frame * 1000 + n)
      await frozen(world, lease, numbers, frame)
      const { statements } = await statementsOf(world.db.app, () =>
        settled(
          numbers.map((n) => written(n)),
          lease,
          frame,
        ),
      )
      expect(statements).toHaveLength(4)
    }
  })

  it('writes nothing for one who lost the lease (L50)', async () => {
    await frozen(world, lease, [1, 2])
    const now = await world.lease(company)
    const before = await everything()
    expect(await settled([written(1), refused(2)])).toEqual({ kind: 'stale' })
    expect(await everything()).toEqual(before)
    expect(await settled([written(1), refused(2)], now)).toMatchObject({ kind: 'settled' })
  })

  it('holds the lease where it is until it is committed, so that nobody takes it in between', async () => {
    await frozen(world, lease, [1])
    const taken = world.inA(async (trx) => {
      await settle(trx, TENANT_A, lease, idOf('f', 1), [written(1)], at('09:02'))
      return await world.inA(async (other) => {
        await other.raw(`set local lock_timeout = '200ms'`)
        return await takeLease(other, TENANT_A, company.connectionId, {
          holder: 'next',
          now: at('23:00'),
          until: at('23:01'),
        })
      })
    })
    await expect(taken).rejects.toThrow('lock timeout')
    // The first came to nothing with the second, so the next holder finds the frame open.
    const next = await world.lease(company)
    expect(await world.inA((trx) => reclaimFrames(trx, TENANT_A, next, at('09:03')))).toHaveLength(1)
  })

  it('happens once when the same answer is written twice at the same instant', async () => {
    await frozen(world, lease, [1])
    const answers = await Promise.all([settled([written(1)]), settled([written(1)]), settled([written(1)])])
    expect(answers.map((each) => each.kind).toSorted()).toEqual(['settled', 'stale', 'stale'])
    expect(await world.inA((trx) => readAttempts(trx, TENANT_A, idOf('o', 1)))).toHaveLength(1)
  })

  it('leaves the members without an answer where they are, and the frame to be sent again (L4)', async () => {
    const first = await frozen(world, lease, [1, 2, 3])
    expect(await settled([written(1), unknown(2, at('09:05'))])).toMatchObject({
      open: true,
      moved: [
        { operationId: idOf('o', 1), status: 'done' },
        { operationId: idOf('o', 2), status: 'in_progress' },
      ],
    })
    expect(await operation(2)).toMatchObject({
      status: 'in_progress',
      waitReason: 'service_down',
      errorCode: 'timeout',
    })
    const next = await world.lease(company)
    const open = (time: Date) => world.inA((trx) => reclaimFrames(trx, TENANT_A, next, time))
    expect(await open(at('09:04'))).toEqual([])
    const [again] = await open(at('09:05'))
    expect(again).toMatchObject({
      frameId: first.frameId,
      requestId: first.requestId,
      writes: first.writes,
      sends: 2,
    })
    // The replay answers for all three; the one that was settled stays as it is.
    expect(await settled([written(1), written(2), written(3)], next, 1, at('09:06'))).toMatchObject({
      open: false,
      unmoved: [idOf('o', 1)],
    })
    expect(await operation(1)).toMatchObject({ processedAt: '2026-03-02T09:02:00.000Z' })
    expect(await world.inA((trx) => readAttempts(trx, TENANT_A, idOf('o', 2)))).toMatchObject([
      { sequence: 1, outcome: 'unknown' },
      { sequence: 2, outcome: 'written' },
    ])
  })

  it('fails a document whose object is linked to another already, and no other with it (L2)', async () => {
    await world.inA((trx) =>
      writeLinks(trx, TENANT_A, company, [linkOf(9, { externalId: '500' })], at('08:00')),
    )
    await frozen(world, lease, [1, 2, 3])
    const answer = await settled([
      written(1),
      written(2, { externalId: '500' }),
      written(3, { externalId: '501' }),
    ])
    expect(answer).toMatchObject({ taken: [idOf('o', 2), idOf('o', 3)] })
    expect(await operation(1)).toMatchObject({ status: 'done' })
    expect(await operation(2)).toMatchObject({ status: 'failed', errorCode: 'cannot_be_linked' })
    expect((await linksOf(1, 2, 3, 9)).map((each) => each.externalId)).toEqual(['501', '500'])
  })

  it('does not move what is no member of the frame', async () => {
    await frozen(world, lease, [1])
    await frozen(world, lease, [2], 2)
    expect(await settled([written(1), written(2)])).toMatchObject({ unmoved: [idOf('o', 2)] })
    expect(await operation(2)).toMatchObject({ status: 'in_progress' })
    expect(await linksOf(2)).toEqual([])
  })

  it('keeps what a service said, whatever characters it used', async () => {
    await frozen(world, lease, [1])
    const said = refused(1)
    await settled([
      { ...said, tried: { ...said.tried, detail: 'a\u0000b', response: { text: '\udfff <b>' } } },
    ])
    expect(await world.inA((trx) => readAttempts(trx, TENANT_A, idOf('o', 1)))).toMatchObject([
      { detail: 'ab', response: { text: '\ufffd <b>' } },
    ])
  })
})

describe('a refusal before anything was sent', () => {
  it('goes to a person by the legal road, in the name of the holder of the lease', async () => {
    await world.inA((trx) =>
      enqueue(
        trx,
        TENANT_A,
        [1, 2, 4].map((n) => exportOf(n, company)),
        at('09:00'),
      ),
    )
    await frozen(world, lease, [3])
    const refusals = [1, 3].map((n) => ({
      operationId: idOf('o', n),
      code: 'prepayment_not_exported' as const,
      detail: null,
    }))
    const moved = await world.inA((trx) => refuse(trx, TENANT_A, lease, refusals, at('09:01')))
    expect(moved.map((each) => [each.operationId, each.status])).toEqual([[idOf('o', 1), 'failed']])
    await world.inA((trx) =>
      skip(trx, TENANT_A, [idOf('o', 4)], { reason: 'by hand', by: null, at: at('09:01') }),
    )
    expect(await operation(4)).toMatchObject({ status: 'skipped' })
    const skipped = [{ operationId: idOf('o', 4), code: 'unknown_error' as const, detail: null }]
    expect(await world.inA((trx) => refuse(trx, TENANT_A, lease, skipped, at('09:01')))).toEqual([])
    await world.lease(company)
    const late = [{ operationId: idOf('o', 2), code: 'unknown_error' as const, detail: null }]
    expect(await world.inA((trx) => refuse(trx, TENANT_A, lease, late, at('09:01')))).toEqual([])
    const due = await world.inA((trx) => claimDue(trx, TENANT_A, company, { now: at('10:00'), limit: 9 }))
    expect(due.map((each) => each.operationId)).toEqual([idOf('o', 2)])
  })
})
