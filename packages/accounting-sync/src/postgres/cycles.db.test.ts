import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { statementsOf } from '../testing/statements.ts'
import {
  at,
  createStoreWorld,
  HERE,
  idOf,
  TENANT_A,
  TENANT_B,
  type StoreWorld,
} from '../testing/store-world.ts'
import type { Connection } from './connection.ts'
import {
  finishCycle,
  forgetCycles,
  listCycles,
  noteProgress,
  readCycle,
  runningCycle,
  startCycle,
  type CycleEnd,
} from './cycles.ts'
import { claimDue } from './due.ts'
import { reclaimFrames } from './frames.ts'
import { leaseOf, takeLease } from './lease.ts'
import type { Lease } from './place.ts'

let world: StoreWorld
let company: Connection
let cycles = 0
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  company = await world.connect()
})
afterAll(() => world.close())

async function start(lease: Lease, time: string) {
  cycles += 1
  const cycleId = idOf('y', cycles)
  const started = await world.inA((trx) =>
    startCycle(trx, TENANT_A, lease, { cycleId, trigger: 'schedule', at: at(time) }),
  )
  return started
}

const finish = (lease: Lease, cycleId: string, time: string, end: Partial<CycleEnd> = {}) =>
  world.inA((trx) =>
    finishCycle(trx, TENANT_A, lease, {
      cycleId,
      status: 'done',
      cursorAfter: time,
      stats: { exported: 1 },
      error: null,
      idle: false,
      at: at(time),
      ...end,
    }),
  )

async function run(time: string, end: Partial<CycleEnd> = {}) {
  const lease = await world.lease(company)
  const cycle = await start(lease, time)
  await finish(lease, cycle?.cycleId ?? '', time, end)
  return cycle
}

const list = (limit = 100) => world.inA((trx) => listCycles(trx, TENANT_A, company, { after: null, limit }))

it('a run begins where the last one that was done came to, whatever failed in between', async () => {
  expect(await run('09:00')).toMatchObject({ status: 'running', cursorBefore: null })
  await run('09:15', { status: 'failed', cursorAfter: null, error: 'the service\u0000 was down' })
  expect(await run('09:30')).toMatchObject({ cursorBefore: '09:00' })
  expect((await list()).map((each) => [each.status, each.cursorAfter, each.error])).toEqual([
    ['done', '09:30', null],
    ['failed', null, 'the service was down'],
    ['done', '09:00', null],
  ])
})

it('shows how far it is, and is joined by whoever asks for another', async () => {
  const lease = await world.lease(company)
  const cycle = await start(lease, '09:00')
  await world.inA(async (trx) => {
    expect(
      await noteProgress(trx, TENANT_A, lease, cycle?.cycleId ?? '', { step: 'outbound', done: 30, of: 500 }),
    ).toBe(true)
    expect(await runningCycle(trx, TENANT_A, company)).toMatchObject({
      stats: { step: 'outbound', done: 30, of: 500 },
    })
  })
  expect(await finish(lease, cycle?.cycleId ?? '', '09:01')).toBe(true)
  expect(await world.inA((trx) => runningCycle(trx, TENANT_A, company))).toBeNull()
})

it('lets the lease go with its end', async () => {
  await run('09:00')
  const free = await world.inA((trx) =>
    takeLease(trx, TENANT_A, company.connectionId, { holder: 'next', now: at('09:00'), until: at('09:10') }),
  )
  expect(free).not.toBeNull()
})

it('writes nothing for one who lost the lease, the cursor least of all, and is abandoned by the next (L50)', async () => {
  const lost = await world.lease(company)
  const cycle = await start(lost, '09:00')
  const now = await world.lease(company)
  expect(await start(lost, '09:01')).toBeNull()
  expect(
    await world.inA((trx) => noteProgress(trx, TENANT_A, lost, cycle?.cycleId ?? '', { step: 'late' })),
  ).toBe(false)
  expect(await finish(lost, cycle?.cycleId ?? '', '09:01')).toBe(false)
  const next = await start(now, '09:02')
  expect(next).toMatchObject({ cursorBefore: null })
  expect(await world.inA((trx) => readCycle(trx, TENANT_A, cycle?.cycleId ?? ''))).toMatchObject({
    status: 'abandoned',
    cursorAfter: null,
    stats: {},
    finishedAt: '2026-03-02T09:02:00.000Z',
  })
  expect(await finish(now, next?.cycleId ?? '', '09:03')).toBe(true)
})

it('idle runs in a row are one line that keeps the newest id; anything else stands between', async () => {
  await run('09:00')
  await run('09:15', { idle: true })
  await run('09:30', { idle: true })
  const last = await run('09:45', { idle: true })
  await run('10:00', { idle: true, status: 'failed', cursorAfter: null })
  await run('10:15', { idle: true })
  expect(
    (await list()).map((each) => [
      each.startedAt.slice(11, 16),
      each.firstStartedAt.slice(11, 16),
      each.repeats,
    ]),
  ).toEqual([
    ['10:15', '10:15', 1],
    ['10:00', '10:00', 1],
    ['09:45', '09:15', 3],
    ['09:00', '09:00', 1],
  ])
  expect((await list())[2]).toMatchObject({
    cycleId: last?.cycleId,
    cursorBefore: '09:00',
    cursorAfter: '09:45',
  })
})

it('an idle cycle takes five statements, taking and releasing the lease among them', async () => {
  cycles += 1
  const cycleId = idOf('y', cycles)
  const { statements } = await statementsOf(world.db.app, async () => {
    const lease = await world.inA(async (trx) => {
      const taken = await takeLease(trx, TENANT_A, company.connectionId, {
        holder: 'w',
        now: at('09:00'),
        until: at('09:10'),
      })
      if (taken === null) throw new Error('it was to be had')
      await startCycle(trx, TENANT_A, leaseOf(taken), { cycleId, trigger: 'schedule', at: at('09:00') })
      return leaseOf(taken)
    })
    await world.inA(async (trx) => {
      expect(await reclaimFrames(trx, TENANT_A, lease, at('09:00'))).toEqual([])
      expect(await claimDue(trx, TENANT_A, company, { now: at('09:00'), limit: 300 })).toEqual([])
    })
    await finish(lease, cycleId, '09:01', { idle: true })
  })
  expect(statements).toHaveLength(5)
})

it('pages go on where the last one ended, and another tenant sees none', async () => {
  for (const time of ['09:00', '09:15', '09:30', '09:45']) await run(time)
  const [first, second] = await list(2)
  const more = await world.inA((trx) =>
    listCycles(trx, TENANT_A, company, { after: second ?? null, limit: 2 }),
  )
  expect([first, second, ...more].map((each) => each?.startedAt.slice(11, 16))).toEqual([
    '09:45',
    '09:30',
    '09:15',
    '09:00',
  ])
  for (const tenant of [TENANT_A, TENANT_B]) {
    expect(
      await world.inB((trx) =>
        listCycles(trx, tenant, { ...HERE, realm: company.realm }, { after: null, limit: 9 }),
      ),
    ).toEqual([])
  }
})

it('old ones are forgotten, but never where the polling came to', async () => {
  await run('09:00')
  await run('09:15')
  await run('09:30', { status: 'failed', cursorAfter: null })
  expect(await world.inA((trx) => forgetCycles(trx, TENANT_A, at('09:10')))).toBeGreaterThanOrEqual(1)
  expect(await list()).toHaveLength(2)
  await world.inA((trx) => forgetCycles(trx, TENANT_A, at('23:00')))
  expect((await list()).map((each) => each.cursorAfter)).toEqual(['09:15'])
  expect(await run('10:00')).toMatchObject({ cursorBefore: '09:15' })
})
