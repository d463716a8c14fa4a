import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CanonicalDocument } from '../core/document.ts'
import type { SyncHost } from '../host.ts'
import { bookkeeperOf } from '../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../testing/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const QUARTER = 900
const OPEN: ReadonlySet<string> = new Set(['pending', 'in_progress'])

/** In turn: no line, a service that is broken, and one that answers with a page; the token's address too. */
function outage(): { fetch: SyncHost['fetch']; end(): void } {
  let calls = 0
  let isOver = false
  const answers = [
    () => Promise.reject(new TypeError('fetch failed')),
    async () => new Response('{}', { status: 503 }),
    async () => new Response('<html>back soon</html>', { headers: { 'content-type': 'text/html' } }),
  ]
  return {
    end: () => void (isOver = true),
    async fetch(...call) {
      if (isOver) return await world.sandbox.fetch(...call)
      calls += 1
      return await (answers[calls % answers.length] ?? answers[0]!)()
    },
  }
}

describe('a service that is away', () => {
  // capability control stays: An outage of three days ends nothing: all that waited arrives once it is over
  it.each([1, 8, 72])(
    'for %i hours ends nothing and asks nobody, and all arrives once it is back',
    async (hours) => {
      const connection = await world.connect()
      const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
      const before = await world.finalize(connection, 2)
      await world.cycle(connection)
      const [row] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
      world.advance(QUARTER)
      world.tasks.clear()
      const away = outage()
      const worker = world.another(`through ${hours} hours`, { fetch: away.fetch })
      const documents: CanonicalDocument[] = []
      for (let quarter = 0; quarter < hours * 4; quarter += 1) {
        if (quarter % 8 === 0) documents.push(...(await world.finalize(connection, 1)))
        if (quarter === 2) await keeper.pays('1', 10, [[row?.Id ?? '', 10]])
        await world.cycle(connection, worker)
        world.advance(QUARTER)
      }
      expect((await world.reread(connection)).status).toBe('connected')
      const open = (await world.operations(connection)).filter((each) => each.status !== 'done')
      // What was on its way when it went is in progress still; nothing has burned an attempt or come to an end.
      expect(open).toHaveLength(documents.length)
      expect(open.filter((each) => each.attempts > 0 || !OPEN.has(each.status))).toEqual([])
      expect([...world.tasks.values()]).toEqual([])
      away.end()
      const overAt = world.now().getTime()
      const arrived = async () => (await world.operations(connection)).every((each) => each.status === 'done')
      while (!(await arrived())) {
        await world.cycle(connection, worker)
        if (await arrived()) break
        world.advance(QUARTER)
        expect(world.now().getTime() - overAt, 'it does not come back').toBeLessThan(2 * 3_600_000)
      }
      const there = world.there(connection)
      expect([...before, ...documents].map(({ number }) => there.get(number))).toEqual(
        [...before, ...documents].map(() => 1),
      )
      const first = before.find(({ number }) => number === row?.['DocNumber'])
      expect(world.payments.owed(first?.id ?? '')).toBe((first?.totalMinor ?? 0) - 1000)
      expect([...world.tasks.values()]).toEqual([])
    },
    60_000,
  )
})
