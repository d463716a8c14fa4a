import { afterAll, beforeAll, expect, it } from 'vitest'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

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

it('a frame that was told to leave and stood still until another had sent it does not leave after all', async () => {
  const connection = await world.connect()
  const documents = await world.finalize(connection, 2)
  const usual = world.sandbox.interfere
  world.sandbox.interfere = (call) => ({ ...usual(call), forgetRequestId: true })
  const { transactions } = world.host
  let isFirst = true
  const still = world.another('still', {
    transactions: {
      ...transactions,
      async inTenant(tenant, work) {
        const done = await transactions.inTenant(tenant, work)
        if (isFirst && (await framesSent(connection.realm)) > 0) {
          isFirst = false
          world.advance(400)
          await world.cycle(connection, world.another('quick'))
        }
        return done
      },
    },
  })
  expect(await world.cycle(connection, still)).toMatchObject({ kind: 'broke_off' })
  expect(isFirst).toBe(false)
  world.sandbox.interfere = usual
  await world.settleDown(connection)
  expect([...world.there(connection)].toSorted()).toEqual(documents.map(({ number }) => [number, 1]))
})

const framesSent = (realm: string): Promise<number> =>
  world.host.transactions.inTenant(TENANT_A, async (trx) => {
    const rows = await trx('accounting_sync_frames').where({ target_realm: realm }).whereNotNull('sent_at')
    return rows.length
  })
