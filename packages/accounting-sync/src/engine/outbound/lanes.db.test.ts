import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { queue } from '../../producers/producers.ts'
import { invoice } from '../../testing/sync-world.ts'
import type { Engine } from '../engine.ts'
import { syncNow } from '../sync-now.ts'
import { createGovernor } from './governor.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)

/** Under the limits of the service, on the clock of the test. */
const limited = (worker: string, fetch: typeof globalThis.fetch): Engine => ({
  ...world.another(worker, { fetch }),
  governor: createGovernor(world.host.clock),
})

it('what somebody waits for goes in the next round, alone, while thousands drain', async () => {
  const connection = await world.connect()
  const documents = await world.finalize(connection, 1500)
  const wanted = documents.at(-1)
  const unqueued = invoice(900_001)
  world.documents.set(unqueued.id, unqueued)
  let asked: number | null = null
  const sent: { what: 'frame' | 'alone'; at: number; number: string | null }[] = []
  const engine = limited('watched', async (input, init) => {
    if (String(input).includes('/cdc?')) return await world.sandbox.fetch(input, init)
    const body = typeof init?.body === 'string' ? init.body : ''
    const alone = String(input).includes('/invoice?')
    sent.push({
      what: alone ? 'alone' : 'frame',
      at: world.now().getTime(),
      number: alone ? String((JSON.parse(body) as { DocNumber: string }).DocNumber) : null,
    })
    // Forty frames have gone: all others wait for the minute to end.
    if (asked === null && sent.length === 40) {
      asked = sent.length
      await syncNow(world.engine, TENANT_A, connection.connectionId, [wanted?.id ?? ''])
      await inA((trx) => queue(world.host, trx, connection, [unqueued], { urgent: true }))
    }
    return await world.sandbox.fetch(input, init)
  })
  await world.cycle(connection, engine)
  const after = sent.slice(asked ?? 0)
  const [first, second] = after
  expect([first?.number, second?.number].toSorted()).toEqual([wanted?.number, unqueued.number].toSorted())
  // It did not wait for the minute that the frames wait for.
  expect((second?.at ?? Infinity) - (sent[39]?.at ?? 0)).toBeLessThan(3000)
  const next = after.find((each) => each.what === 'frame')
  expect((next?.at ?? 0) - (sent[0]?.at ?? 0)).toBeGreaterThanOrEqual(60_000)
  expect(world.there(connection).size).toBe(1501)
  expect([...world.there(connection).values()].every((each) => each === 1)).toBe(true)
  // Fifty frames of thirty: ten in the second minute.
  expect(sent.filter((each) => each.what === 'frame')).toHaveLength(50)
})
