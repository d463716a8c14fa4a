import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SyncHost } from '../../host.ts'
import { loadLinks } from '../../postgres/links.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

class Killed extends Error {}

/**
 * A process that dies at the n-th place where it touches the world: before or after a commit, before or
 * after a call. From there on nothing of it works.
 */
function mortal(n: number): { changes: Partial<SyncHost>; died(): boolean } {
  let places = 0
  let dead = false
  const place = () => {
    places += 1
    if (places >= n) dead = true
    if (dead) throw new Killed('killed')
  }
  return {
    died: () => dead,
    changes: {
      fetch: async (...call) => {
        place()
        const answer = await world.sandbox.fetch(...call)
        place()
        return answer
      },
      transactions: {
        ...world.host.transactions,
        async inTenant(tenant, work) {
          const answer = await world.host.transactions.inTenant(tenant, async (trx) => {
            const done = await work(trx)
            place()
            return done
          })
          place()
          return answer
        },
      },
    },
  }
}

describe('a process that dies', () => {
  // capability sending out: A process killed at any point leaves each document there once
  it.each([1, 33])(
    'loses nothing and writes nothing twice, wherever it dies among %i documents',
    async (documents) => {
      const forgetful = world.sandbox.interfere
      // The hardest case: the service does not know request ids.
      world.sandbox.interfere = (call) => ({ ...forgetful(call), forgetRequestId: true })
      let survived = false
      for (let n = 1; !survived; n += 1) {
        const connection = await world.connect()
        await world.finalize(connection, documents)
        const { changes, died } = mortal(n)
        await world.cycle(connection, world.another(`mortal ${n}`, changes)).catch(() => {})
        survived = !died()
        await world.settleDown(connection)
        const there = [...world.there(connection).values()]
        expect(there.length, `killed at ${n}`).toBe(documents)
        expect(
          there.every((each) => each === 1),
          `killed at ${n}`,
        ).toBe(true)
        const open = (await world.operations(connection)).filter((each) => each.status !== 'done')
        expect(open, `killed at ${n}`).toEqual([])
        expect(n).toBeLessThan(60)
      }
      world.sandbox.interfere = forgetful
    },
    120_000,
  )
})

describe('a frame that was done in part', () => {
  it('is finished for the rest alone, once the service has had its time, and nothing is there twice', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 5)
    const usual = world.sandbox.interfere
    world.sandbox.interfere = (call) => ({ ...usual(call), forgetRequestId: true })
    let isFirst = true
    const unlucky = world.another('unlucky', {
      async fetch(input, init) {
        if (!isFirst || !String(input).includes('/batch')) return await world.sandbox.fetch(input, init)
        isFirst = false
        const { BatchItemRequest: items } = JSON.parse(String(init?.body)) as { BatchItemRequest: unknown[] }
        await world.sandbox.fetch(input, {
          ...init,
          body: JSON.stringify({ BatchItemRequest: items.slice(0, 2) }),
        })
        throw new TypeError('fetch failed')
      },
    })
    await world.cycle(connection, unlucky)
    expect(world.there(connection).size).toBeGreaterThanOrEqual(2)
    await world.settleDown(connection)
    world.sandbox.interfere = usual
    expect([...world.there(connection).values()]).toEqual([1, 1, 1, 1, 1])
    expect((await world.operations(connection)).every((each) => each.status === 'done')).toBe(true)
  })
})

describe('a document that was paid before its answer was found', () => {
  it('is known as paid, though the poll that told so found nobody whose it was', async () => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1)
    const lost = world.another('lost', {
      async fetch(input, init) {
        const answer = await world.sandbox.fetch(input, init)
        const isTold = !/\/invoice|\/query/.test(String(input))
        if (!isTold) throw new TypeError('fetch failed')
        return answer
      },
    })
    await world.cycle(connection, lost)
    const rows = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
    const row = rows.find((each) => each['DocNumber'] === document?.number)
    const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
    const total = (document?.totalMinor ?? 0) / 100
    await keeper.pays('1', total, [[row?.Id ?? '', total]])
    // Long enough for the cursor to pass what was told of it.
    for (let round = 0; round < 4; round += 1) {
      world.advance(3600)
      await world.cycle(connection, lost)
    }
    await world.settleDown(connection)
    const link = await world.host.transactions.inTenant(TENANT_A, async (trx) => {
      const entity = { entityType: 'invoice', entityId: document?.id ?? '' }
      return (await loadLinks(trx, TENANT_A, connection, [entity]))[0]
    })
    expect(link).toMatchObject({
      status: 'verified',
      metadata: { seen: { balanceMinor: 0, state: 'standing' } },
    })
  })
})

describe('several at once', () => {
  it('are one for a company: two workers and Sync now write each document once (L50)', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 65)
    const engines = [world.engine, world.another('second'), world.another('third')]
    const ends = await Promise.all(engines.map((each) => world.cycle(connection, each)))
    expect(ends.map((each) => each.kind).toSorted()).toEqual(['joined', 'joined', 'ran'])
    await world.settleDown(connection)
    expect(world.there(connection).size).toBe(65)
    expect([...world.there(connection).values()].every((each) => each === 1)).toBe(true)
  })
})

it('a frame whose turn comes after one that could not be looked up is not left behind by that', async () => {
  const connection = await world.connect()
  const { realm: realmId } = connection
  await world.finalize(connection, 60)
  let dead = false
  let sent = 0
  let bothSent = () => {}
  const both = new Promise<void>((done) => (bothSent = done))
  const doomed = world.another('doomed', {
    async fetch(...call) {
      const answer = await world.sandbox.fetch(...call)
      if (!String(call[0]).includes('/batch')) return answer
      sent += 1
      if (sent === 2) bothSent()
      await both
      dead = true
      throw new Killed('killed')
    },
    transactions: {
      ...world.host.transactions,
      async inTenant(tenant, work) {
        if (dead) throw new Killed('killed')
        return await world.host.transactions.inTenant(tenant, work)
      },
    },
  })
  await expect(world.cycle(connection, doomed)).rejects.toThrow('killed')
  world.advance(400)
  world.sandbox.chaos.arm({ fault: 'broken', match: { realmId, what: 'query' }, times: 1 })
  await world.cycle(connection)
  expect([...world.there(connection).values()]).toEqual(Array.from({ length: 60 }, () => 1))
  const statuses = (await world.operations(connection)).map((each) => each.status)
  expect(new Set(statuses)).toEqual(new Set(['done']))
})
