import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

/** A line on which the first write stays: whoever sent it hears of nothing, and it arrives when it is told to. */
function heldUp() {
  const held: (() => Promise<Response>)[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const isFirst = init?.method === 'POST' && String(input).includes('/invoice') && held.length === 0
    if (!isFirst) return await world.sandbox.fetch(input, init)
    held.push(() => world.sandbox.fetch(input, { ...init, signal: null }))
    throw new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) })
  }
  return { fetch, arrive: async () => void (await held[0]?.()) }
}

const honourNoRequestIds = (realmId: string) =>
  world.sandbox.chaos.arm({
    fault: 'request-id-ignored',
    match: { realmId, what: 'create Invoice' },
    rate: 1,
  })

const markedAs = (realm: string, documentId = ''): number =>
  [...world.sandbox.company(realm).tables.Invoice.rows.values()].filter((row) =>
    String(row['PrivateNote']).includes(documentId),
  ).length

/** Calls that arrived. */
const written = (realmId: string): number =>
  world.sandbox.log.entries().filter((each) => each.realmId === realmId && each.what === 'create Invoice')
    .length

describe('a write of which nothing is heard', () => {
  it('is not sent again while it may still come, though the service honours no request ids', async () => {
    const connection = await world.connect()
    await world.cycle(connection)
    const [document] = await world.finalize(connection, 1)
    honourNoRequestIds(connection.realm)
    const { fetch, arrive } = heldUp()
    let looks = 0
    // It arrives after it was looked for in vain: behind what goes again at once, before what is asked later.
    const late: typeof globalThis.fetch = async (input, init) => {
      const isWrite = init?.method === 'POST' && String(input).includes('/invoice')
      if (looks === 1 && !isWrite) await arrive()
      const answer = await fetch(input, init)
      if (looks === 1 && isWrite) await arrive()
      if (String(input).includes('DocNumber') || looks === 1) looks += 1
      return answer
    }
    await world.cycle(connection, world.another('held up', { fetch: late }))
    await world.settleDown(connection)
    expect(looks).toBeGreaterThan(1)
    expect(world.there(connection).get(document?.number ?? '')).toBe(1)
    expect((await world.operations(connection)).map((each) => each.status)).toEqual(['done'])
  })

  it('is known by its mark though it bears another number there by now', async () => {
    const connection = await world.connect()
    await world.cycle(connection)
    const [document] = await world.finalize(connection, 1)
    honourNoRequestIds(connection.realm)
    const { fetch, arrive } = heldUp()
    const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
    let isHeld = false
    const renumbered: typeof globalThis.fetch = async (input, init) => {
      if (isHeld) {
        isHeld = false
        await arrive()
        const [row] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
        await keeper.change('Invoice', row?.Id ?? '', { DocNumber: 'R-1' })
        // Whoever was at it is gone with what it knew; another asks what changed, and then for the document.
        throw new Error('the process ended')
      }
      isHeld = init?.method === 'POST' && String(input).includes('/invoice')
      return await fetch(input, init)
    }
    await world.cycle(connection, world.another('renumbered', { fetch: renumbered }))
    await world.settleDown(connection)
    expect(markedAs(connection.realm, document?.id)).toBe(1)
    expect((await world.operations(connection)).map((each) => each.status)).toEqual(['done'])
  })

  it('is not sent again by a worker whose clock is ahead', async () => {
    const connection = await world.connect()
    await world.cycle(connection)
    const [document] = await world.finalize(connection, 1)
    const { fetch, arrive } = heldUp()
    await world.cycle(connection, world.another('held up', { fetch }))
    world.advance(30)
    const clock = { now: () => new Date(world.now().getTime() + 600_000), sleep: async () => {} }
    await world.cycle(connection, world.another('ten minutes ahead', { clock }))
    // Were that refused, it would be another write, beside the one that still comes.
    expect(written(connection.realm)).toBe(0)
    await arrive()
    await world.settleDown(connection)
    expect(written(connection.realm)).toBe(1)
    expect(world.there(connection).get(document?.number ?? '')).toBe(1)
    expect((await world.operations(connection)).map((each) => each.status)).toEqual(['done'])
  })
})
