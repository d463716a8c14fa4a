import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { planOf, statementsOf } from '../testing/statements.ts'
import {
  at,
  createStoreWorld,
  exportOf,
  idOf,
  TENANT_A,
  TENANT_B,
  type StoreWorld,
} from '../testing/store-world.ts'
import type { Connection } from './connection.ts'
import { claimDue, hasten, heldUp, hold, release } from './due.ts'
import { enqueue } from './enqueue.ts'
import type { Lease } from './place.ts'
import { readOperation } from './viewer.ts'

let world: StoreWorld
let company: Connection
let lease: Lease
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  await world.db.owner('accounting_sync_operations').delete()
  company = await world.connect()
  lease = await world.lease(company)
})
afterAll(() => world.close())

const some = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
const ask = (numbers: number[], changes: Parameters<typeof exportOf>[2] = {}) =>
  world.inA((trx) =>
    enqueue(
      trx,
      TENANT_A,
      numbers.map((n) => exportOf(n, company, changes)),
      at('09:00'),
    ),
  )
const due = (now = at('09:00'), limit = 100) =>
  world.inA(async (trx) =>
    (await claimDue(trx, TENANT_A, company, { now, limit })).map((each) => each.operationId),
  )

describe('asking for things to be done', () => {
  it('writes a whole set in one statement and answers what is new', async () => {
    const { answer, statements } = await statementsOf(world.db.app, () => ask(some(1, 500)))
    expect(answer).toHaveLength(500)
    expect(statements).toHaveLength(1)
    expect(await ask([])).toEqual([])
    expect(await world.inA((trx) => readOperation(trx, TENANT_A, idOf('o', 7)))).toMatchObject({
      kind: 'export_invoice',
      entityId: idOf('d', 7),
      number: 'INV-00007',
      issueDate: '2026-03-01',
      amountMinor: 1007,
      status: 'pending',
      attempts: 0,
      generation: 1,
      nextAttemptAt: '2026-03-02T09:00:00.000Z',
      payload: { clientName: 'Client 7' },
    })
  })

  it('asks for the same thing once, whoever asks and at whatever instant (L10)', async () => {
    const other = (n: number) => exportOf(n, company, { operationId: idOf('p', n) })
    const two = await Promise.all([
      ask(some(1, 200)),
      world.inA((trx) => enqueue(trx, TENANT_A, some(101, 300).map(other).toReversed(), at('09:00'))),
    ])
    expect(two.flat()).toHaveLength(300)
    expect(await due(at('09:00'), 1000)).toHaveLength(300)
  })

  it('never waits in a ring when two ask for the same thousands in opposite orders', async () => {
    const drafts = some(1, 3000).map((n) => exportOf(n, company))
    const again = drafts.map((draft, n) => ({ ...draft, operationId: idOf('p', n) }))
    const two = await Promise.all(
      [drafts, again.toReversed()].map((set) => world.inA((trx) => enqueue(trx, TENANT_A, set, at('09:00')))),
    )
    expect(two.flat()).toHaveLength(3000)
  })

  it('leaves nothing behind when the business transaction fails', async () => {
    const failing = world.inA(async (trx) => {
      await enqueue(trx, TENANT_A, [exportOf(1, company)], at('09:00'))
      throw new Error('the finalize failed')
    })
    await expect(failing).rejects.toThrow('the finalize failed')
    expect(await due()).toEqual([])
  })

  it('asks anew once the thing was done or skipped, and for each thing itself (L9)', async () => {
    await ask([1])
    expect(await ask([1], { operationId: idOf('p', 1) })).toEqual([])
    await world.db.owner('accounting_sync_operations').update({ status: 'done' })
    expect(await ask([1], { operationId: idOf('p', 1) })).toEqual([idOf('p', 1)])
    expect(await ask([1], { operationId: idOf('q', 1), kind: 'void_invoice' })).toEqual([idOf('q', 1)])
    const other = await world.connect()
    const there = exportOf(1, other, { operationId: idOf('r', 1) })
    expect(await world.inA((trx) => enqueue(trx, TENANT_A, [there], at('09:00')))).toHaveLength(1)
  })

  it('takes names with characters that no JSON column takes', async () => {
    await ask([1], { number: 'A\u0000B', payload: { clientName: 'Half \ud800 and \u0000 nul' } })
    expect(await world.inA((trx) => readOperation(trx, TENANT_A, idOf('o', 1)))).toMatchObject({
      number: 'AB',
      payload: { clientName: 'Half \ufffd and  nul' },
    })
  })
})

describe('what is due', () => {
  it('comes documents first, then oldest first, then by number, and no more than asked for', async () => {
    await ask([1], { kind: 'void_invoice', issueDate: '2025-01-01' })
    await ask([2], { kind: 'record_payment', issueDate: '2025-01-01' })
    await ask([3], { kind: 'export_credit_memo', issueDate: '2025-01-01' })
    await ask([4], { number: 'B-2' })
    await ask([5], { number: 'a-1' })
    await ask([6], { issueDate: '2026-02-28' })
    expect(await due()).toEqual([6, 4, 5, 3, 2, 1].map((n) => idOf('o', n)))
    expect(await due(at('09:00'), 2)).toEqual([6, 4].map((n) => idOf('o', n)))
    expect(await due(at('08:59'))).toEqual([])
  })

  it('begins with what somebody waits for, whether it was asked for so or hastened since', async () => {
    await ask(some(1, 5))
    await ask([6], { urgent: true, kind: 'void_invoice' })
    const soon = { entityIds: [idOf('d', 3)], at: at('09:00') }
    expect(await world.inA((trx) => hasten(trx, TENANT_A, company, soon))).toBe(1)
    expect(await due(at('09:00'), 3)).toEqual([3, 6, 1].map((n) => idOf('o', n)))
  })

  it('is found through its index, however many are queued or held', async () => {
    await ask(some(1, 3000))
    await world.inA((trx) =>
      hold(
        trx,
        TENANT_A,
        lease,
        some(1001, 3000).map((n) => ({ operationId: idOf('o', n), reason: 'unmapped', until: null })),
        at('09:01'),
      ),
    )
    await world.db.owner.raw('analyze accounting_sync_operations')
    const plan = await world.inA((trx) =>
      planOf(trx, () => claimDue(trx, TENANT_A, company, { now: at('09:05'), limit: 300 })),
    )
    expect(plan).toContain('accounting_sync_operations_due')
    expect(plan).not.toContain('Sort')
    expect(await due(at('09:05'), 5000)).toHaveLength(1000)
  })
})

describe('what waits', () => {
  it('says why, in one statement for all, and burns no attempt (L6, L7)', async () => {
    await ask(some(1, 50))
    const holds = some(1, 50).map((n) => ({
      operationId: idOf('o', n),
      reason: 'unmapped' as const,
      waitsFor: [`client:${n % 2}`],
      until: null,
      code: 'unmapped' as const,
    }))
    const { answer, statements } = await statementsOf(world.db.app, () =>
      world.inA((trx) => hold(trx, TENANT_A, lease, holds, at('09:01'))),
    )
    expect([answer.length, statements.length]).toEqual([50, 1])
    expect(await due(at('23:00'))).toEqual([])
    expect(await world.inA((trx) => readOperation(trx, TENANT_A, idOf('o', 1)))).toMatchObject({
      status: 'pending',
      waitReason: 'unmapped',
      waitsFor: ['client:1'],
      errorCode: 'unmapped',
      attempts: 0,
      nextAttemptAt: null,
    })
  })

  it('is not told to wait by one who lost the lease', async () => {
    await ask([1])
    await world.lease(company)
    const late = [{ operationId: idOf('o', 1), reason: 'unmapped' as const, until: null }]
    expect(await world.inA((trx) => hold(trx, TENANT_A, lease, late, at('09:01')))).toEqual([])
    expect(await due()).toHaveLength(1)
  })

  it('is set free by one fix, all that it held up and nothing else', async () => {
    await ask(some(1, 6))
    await world.inA(async (trx) => {
      const holds = some(1, 5).map((n) => ({
        operationId: idOf('o', n),
        reason: n === 5 ? ('closed_period' as const) : ('unmapped' as const),
        waitsFor: n <= 3 ? ['service:x', 'client:y'] : ['client:y'],
        until: null,
      }))
      await hold(trx, TENANT_A, lease, holds, at('09:01'))
      expect(await heldUp(trx, TENANT_A, company)).toEqual([
        {
          cause: 'client:y',
          reason: 'closed_period',
          operations: 1,
          money: [{ currency: 'USD', amountMinor: 1005 }],
        },
        {
          cause: 'client:y',
          reason: 'unmapped',
          operations: 4,
          money: [{ currency: 'USD', amountMinor: 4010 }],
        },
        {
          cause: 'service:x',
          reason: 'unmapped',
          operations: 3,
          money: [{ currency: 'USD', amountMinor: 3006 }],
        },
      ])
      expect(
        await release(trx, TENANT_A, company, {
          reason: 'unmapped',
          waitsFor: ['service:x'],
          at: at('09:02'),
        }),
      ).toBe(3)
    })
    expect(await due(at('09:02'))).toEqual([1, 2, 3, 6].map((n) => idOf('o', n)))
    expect(
      await world.inA((trx) => release(trx, TENANT_A, company, { reason: 'closed_period', at: at('09:03') })),
    ).toBe(1)
  })

  it('for a while can be hastened; what waits for an event goes on waiting', async () => {
    await ask([1, 2])
    await world.inA(async (trx) => {
      await hold(
        trx,
        TENANT_A,
        lease,
        [
          { operationId: idOf('o', 1), reason: 'backing_off', until: at('12:00') },
          { operationId: idOf('o', 2), reason: 'unmapped', until: null },
        ],
        at('09:01'),
      )
      expect(
        await hasten(trx, TENANT_A, company, { entityIds: [idOf('d', 1), idOf('d', 2)], at: at('09:02') }),
      ).toBe(1)
    })
    expect(await due(at('09:02'))).toEqual([idOf('o', 1)])
  })

  it('is invisible to another tenant', async () => {
    await ask([1])
    const theirs = await world.inB((trx) => claimDue(trx, TENANT_A, company, { now: at('10:00'), limit: 9 }))
    expect(theirs).toEqual([])
    await expect(
      world.inB((trx) => enqueue(trx, TENANT_A, [exportOf(2, company)], at('09:00'))),
    ).rejects.toThrow('row-level security')
    expect(
      await world.inB((trx) => claimDue(trx, TENANT_B, company, { now: at('10:00'), limit: 9 })),
    ).toEqual([])
  })
})
