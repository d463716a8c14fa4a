import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

it('a frame for which it looked so long that another took over is not sent a second time', async () => {
  const connection = await world.connect()
  const documents = await world.finalize(connection, 2)
  const match = { realmId: connection.realm, what: 'batch' }
  world.sandbox.chaos.arm({ fault: 'lost-before', match, times: 9 })
  await world.cycle(connection)
  world.sandbox.chaos.calm()
  const usual = world.sandbox.interfere
  world.sandbox.interfere = (call) => ({ ...usual(call), forgetRequestId: true })
  let isFirst = true
  const slow = world.another('slow', {
    async fetch(...call) {
      const answer = await world.sandbox.fetch(...call)
      if (isFirst && String(call[0]).includes('/query')) {
        isFirst = false
        world.advance(400)
        await world.cycle(connection, world.another('quick'))
      }
      return answer
    },
  })
  world.advance(900)
  expect(await world.cycle(connection, slow)).toMatchObject({ kind: 'broke_off' })
  world.sandbox.interfere = usual
  await world.settleDown(connection)
  expect([...world.there(connection)].toSorted()).toEqual(documents.map(({ number }) => [number, 1]))
})
