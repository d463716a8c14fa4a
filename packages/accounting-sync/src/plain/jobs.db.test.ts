import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { createPlainWorld, type PlainWorld } from '../testing/plain-world.ts'
import { workJobs } from './jobs.ts'

let world: PlainWorld
let stop: AbortController
let working: Promise<void>[] = []
/** What a job waits for that is to last; kept from nobody once a test is over. */
let lasting = Promise.withResolvers<void>()
beforeAll(async () => {
  world = await createPlainWorld()
})
afterAll(() => world.close())
beforeEach(() => {
  stop = new AbortController()
  lasting = Promise.withResolvers()
})
afterEach(async () => {
  stop.abort()
  lasting.resolve()
  await Promise.all(working)
  working = []
  await world.db('accounting_plain_jobs').delete()
  world.wrong.length = 0
})

type Run = (payload: unknown, signal: AbortSignal) => Promise<void>

const work = (run: Run, signal = stop.signal, atOnce = 4) => {
  const { db, ports, host } = world
  const done = workJobs({ db, jobs: [{ kind: 'look', run }], ports, log: host.log, atOnce }, signal)
  working.push(done)
  return done
}
const ask = (n: number, singletonKey?: string) =>
  world.host.jobs.scheduleJob('look', { tenant: null, n }, { singletonKey })
const left = () => world.db('accounting_plain_jobs').orderBy('key').select('payload', 'failed', 'held_by')
/** A busy machine takes longer and nothing else. */
const sees = <T>(look: () => T) => vi.waitFor(look, 20_000)
const empty = () => sees(async () => expect(await left()).toEqual([]))

it('does what was committed, and of one key the latest alone', async () => {
  await expect(
    world.db.transaction(async (trx) => {
      await world.host.jobs.scheduleJob('look', { tenant: null, n: 0 }, { trx })
      throw new Error('taken back')
    }),
  ).rejects.toThrow('taken back')
  await ask(1, 'company')
  await ask(2, 'company')
  const id = await ask(3, 'other')
  expect(await world.host.jobs.cancelJob(id ?? '', null)).toBe(true)
  expect(await world.host.jobs.cancelJob(id ?? '', null)).toBe(false)
  const done: unknown[] = []
  void work(async (payload) => void done.push(payload))
  await empty()
  expect(done).toEqual([{ tenant: null, n: 2 }])
})

it('does a job once more that was asked for while it was done, and never two of a key at once', async () => {
  const done: number[] = []
  await ask(1, 'company')
  void work(async (payload) => {
    const { n } = payload as { n: number }
    done.push(n)
    if (n === 1) await lasting.promise
  })
  await sees(() => expect(done).toEqual([1]))
  await ask(2, 'company')
  // Whoever took the later one looked at the earlier one too.
  await ask(3, 'other')
  await sees(() => expect(done).toEqual([1, 3]))
  lasting.resolve()
  await empty()
  expect(done).toEqual([1, 3, 2])
})

it('shares the table between workers: each job is done by one of them', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, n) => ask(n)))
  const done: number[] = []
  const run: Run = async (payload) => void done.push((payload as { n: number }).n)
  for (let n = 0; n < 3; n += 1) void work(run)
  await empty()
  expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, n) => n))
})

it('tries again later what failed, and in the end leaves it to the schedule', async () => {
  await ask(1)
  let tried = 0
  void work(async () => {
    tried += 1
    throw new Error('not today')
  })
  for (let n = 1; n < 5; n += 1) {
    await sees(async () => expect(await left()).toMatchObject([{ failed: n, held_by: null }]))
    expect(tried).toBe(n)
    world.advance(4 ** n)
  }
  await empty()
  expect(tried).toBe(5)
  expect(world.wrong[0]).toContain('not today')
})

it('takes over what a worker left that died, and not before', async () => {
  await ask(1)
  let begun = 0
  // It holds all that it does at once, and takes nothing more, like one that is dead.
  void work(
    async () => {
      begun += 1
      await lasting.promise
    },
    stop.signal,
    1,
  )
  await sees(() => expect(begun).toBe(1))
  let taken = 0
  let looks = 0
  const { db, ports, host } = world
  const counting = { ...ports, ids: { uuid: () => (looks++, ports.ids.uuid()) } }
  const run: Run = async () => void (taken += 1)
  working.push(workJobs({ db, jobs: [{ kind: 'look', run }], ports: counting, log: host.log }, stop.signal))
  await sees(() => expect(looks).toBeGreaterThan(3))
  expect(taken).toBe(0)
  world.advance(901)
  await empty()
  expect([begun, taken]).toEqual([1, 1])
})

it('gives back what it was told to stop', async () => {
  await ask(1)
  let begun = 0
  void work(async (_payload, signal) => {
    begun += 1
    await new Promise((_, stopped) => signal.addEventListener('abort', () => stopped(new Error('stopped'))))
  })
  await sees(() => expect(begun).toBe(1))
  stop.abort()
  await Promise.all(working)
  expect(await left()).toMatchObject([{ failed: 0, held_by: null }])
  expect(world.wrong).toEqual([])
})

it('begins nothing that it took while it was told to stop', async () => {
  await ask(1)
  let begun = 0
  const { db, ports, host } = world
  // The name under which a job is taken is drawn just before it is.
  const stopping = { ...ports, ids: { uuid: () => (stop.abort(), ports.ids.uuid()) } }
  const run: Run = async () => void (begun += 1)
  await workJobs({ db, jobs: [{ kind: 'look', run }], ports: stopping, log: host.log }, stop.signal)
  expect(begun).toBe(0)
  expect(await left()).toMatchObject([{ failed: 0, held_by: null }])
})

it('does what recurs when it is due, scheduled any number of times, whether it fails or not', async () => {
  const schedule = () =>
    world.host.jobs.scheduleRecurringJob(
      'look',
      { everySeconds: 60 },
      { tenant: null },
      { singletonKey: 'all' },
    )
  expect(await schedule()).toBe(await schedule())
  let done = 0
  void work(async () => {
    done += 1
    if (done === 1) throw new Error('not today')
  })
  for (let n = 1; n <= 3; n += 1) {
    await sees(async () => {
      expect(done).toBe(n)
      expect(await left()).toMatchObject([{ held_by: null }])
    })
    await schedule()
    world.advance(60)
  }
})

it('says when nobody knows how to do a job', async () => {
  await world.host.jobs.scheduleJob('unheard of', { tenant: null })
  void work(async () => {})
  await sees(() => expect(world.wrong[0]).toContain('nobody here knows how'))
})
