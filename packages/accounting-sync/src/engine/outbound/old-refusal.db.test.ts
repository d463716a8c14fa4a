import { afterAll, beforeAll, expect, it } from 'vitest'
import { closeBooks } from '../../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

it('what was refused while nobody heard it, and is refused no more, goes out without anybody asking', async () => {
  const connection = await world.connect()
  await world.cycle(connection)
  const [document] = await world.finalize(connection, 1, { issueDate: '2026-11-02' })
  // The refusal is remembered over there under our request id and gets lost; then the books are opened.
  closeBooks(world, connection, '2026-11-10')
  world.sandbox.chaos.arm({
    fault: 'lost-after',
    match: { realmId: connection.realm, what: 'create Invoice' },
  })
  const fetch: typeof globalThis.fetch = async (input, init) => {
    try {
      return await world.sandbox.fetch(input, init)
    } finally {
      if (String(input).includes('/invoice')) closeBooks(world, connection, '2000-01-01')
    }
  }
  await world.settleDown(connection, world.another('while the books are opened', { fetch }))
  const answers = world.sandbox.log
    .entries()
    .filter((each) => each.realmId === connection.realm && each.what === 'create Invoice')
    .map((each) => each.status)
  expect(answers.toReversed()).toEqual([400, 400, 200])
  expect(world.there(connection).get(document?.number ?? '')).toBe(1)
  expect((await world.operations(connection)).map((each) => [each.status, each.attempts])).toEqual([
    ['done', 0],
  ])
  expect(world.tasks.size).toBe(0)
})
