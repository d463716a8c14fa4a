import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import { badgesOf } from '../../postgres/badges.ts'
import type { Connection } from '../../postgres/connection.ts'
import { createSyncWorld, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { keepOut, pause, resume, takeBackIn } from '../control.ts'
import type { Engine } from '../engine.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => world.sandbox.chaos.calm())
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)
const leaveOut = (entityId: string) =>
  inA((trx) =>
    keepOut(world.host, trx, TENANT_A, { entityType: 'invoice', entityId, reason: 'barter', by: SOMEBODY }),
  )
const numbersThere = (connection: Connection) => [...world.there(connection).keys()].toSorted()
const badgeOf = async (connection: Connection, id: string) =>
  (await inA((trx) => badgesOf(trx, TENANT_A, connection, [id])))[0]

/** A worker to whom something happens when its frame is frozen and nothing of it has left. */
const beforeSending = (worker: string, happens: () => Promise<void>): Engine => {
  const engine = world.another(worker)
  const { governor } = engine
  let hasPolled = false
  return {
    ...engine,
    governor: {
      ...governor,
      async take(...asked) {
        if (hasPolled) await happens()
        hasPolled = true
        await governor.take(...asked)
      },
    },
  }
}

describe('what is left out while it is frozen', () => {
  it.each([1, 5])(
    'and nothing of it has left, since the process died, does not go out: one of %i',
    async (many) => {
      const connection = await world.connect()
      const documents = await world.finalize(connection, many)
      const [unwanted, ...others] = documents
      const dies = beforeSending('dies', async () => {
        throw new Error('killed')
      })
      expect(await world.cycle(connection, dies)).toMatchObject({ kind: 'broke_off' })
      expect((await world.operations(connection)).every((each) => each.status === 'in_progress')).toBe(true)
      await leaveOut(unwanted?.id ?? '')
      await world.settleDown(connection)
      expect(numbersThere(connection)).toEqual(others.map((each) => each.number))
      expect(await badgeOf(connection, unwanted?.id ?? '')).toMatchObject({
        state: 'queued',
        operation: { waitReason: 'excluded' },
      })
      await inA((trx) =>
        takeBackIn(world.host, trx, TENANT_A, { entityType: 'invoice', entityId: unwanted?.id ?? '' }),
      )
      await world.settleDown(connection)
      expect([...world.there(connection).values()]).toEqual(documents.map(() => 1))
    },
  )

  it('and waits for its turn does not go out; the others of its frame do', async () => {
    const connection = await world.connect()
    const [unwanted, ...others] = await world.finalize(connection, 4)
    let isFirst = true
    const waits = beforeSending('waits', async () => {
      if (isFirst) await leaveOut(unwanted?.id ?? '')
      isFirst = false
    })
    expect(await world.cycle(connection, waits)).toMatchObject({ kind: 'ran', outbound: 'done' })
    expect(numbersThere(connection)).toEqual(others.map((each) => each.number))
    expect(await badgeOf(connection, unwanted?.id ?? '')).toMatchObject({
      operation: { waitReason: 'excluded' },
    })
  })

  it('does not go out when all of it is paused before it left', async () => {
    const connection = await world.connect()
    const documents = await world.finalize(connection, 3)
    const { connectionId } = connection
    let isFirst = true
    const waits = beforeSending('waits for its minute', async () => {
      if (isFirst)
        await inA((trx) => pause(world.host, trx, TENANT_A, connectionId, { reason: 'audit', by: SOMEBODY }))
      isFirst = false
    })
    expect(await world.cycle(connection, waits)).toMatchObject({ kind: 'ran', outbound: 'done' })
    expect(numbersThere(connection)).toEqual([])
    expect((await world.operations(connection)).map((each) => each.waitReason)).toEqual(
      documents.map(() => 'paused'),
    )
    await inA((trx) => resume(world.host, trx, TENANT_A, connectionId))
    await world.settleDown(connection)
    expect(numbersThere(connection)).toEqual(documents.map((each) => each.number))
  })

  it.each(['lost-before', 'lost-after'] as const)(
    'and may have been sent (%s) arrives, and its badge says so',
    async (fault) => {
      const connection = await world.connect()
      const [unwanted] = await world.finalize(connection, 3)
      world.sandbox.chaos.arm({ fault, match: { realmId: connection.realm, what: 'batch' }, times: 1 })
      let isFirst = true
      const engine = world.another('unlucky', {
        async fetch(...call) {
          const isPoll = String(call[0]).includes('/cdc')
          if (isFirst && !isPoll) await leaveOut(unwanted?.id ?? '')
          isFirst &&= isPoll
          return await world.sandbox.fetch(...call)
        },
      })
      await world.cycle(connection, engine)
      await world.settleDown(connection)
      expect(world.there(connection).get(unwanted?.number ?? '')).toBe(1)
      expect(await badgeOf(connection, unwanted?.id ?? '')).toMatchObject({
        state: 'synced',
        operation: null,
      })
    },
  )
})
