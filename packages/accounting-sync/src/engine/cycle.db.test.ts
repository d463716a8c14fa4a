import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../host.ts'
import type { Connection } from '../postgres/connection.ts'
import { listCycles } from '../postgres/cycles.ts'
import { leaseOf, releaseLease, takeLease } from '../postgres/lease.ts'
import { createSyncWorld, SIGNAL, SOMEBODY, type SyncWorld } from '../testing/sync-world.ts'
import { TENANT_A } from '../testing/test-host.ts'
import { pause, resume } from './control.ts'
import { syncJobs } from './jobs.ts'
import { syncNow } from './sync-now.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)
const cyclesOf = (connection: Connection) =>
  inA((trx) => listCycles(trx, TENANT_A, connection, { after: null, limit: 10 }))

describe('a cycle', () => {
  it('tells what it did, and idle ones are one line', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 2)
    for (let round = 0; round < 4; round += 1) {
      await world.cycle(connection)
      world.advance(900)
    }
    expect(await cyclesOf(connection)).toMatchObject([
      { status: 'done', idle: true, repeats: 3 },
      { status: 'done', idle: false, stats: { exported: 2, outbound: 'done' } },
    ])
  })

  it('that was away for too long writes nothing any more, and nothing is there twice (L50)', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1)
    let isFirst = true
    const slow = world.another('slow', {
      async fetch(...call) {
        if (isFirst) {
          isFirst = false
          world.advance(400)
          expect(await world.cycle(connection)).toMatchObject({ kind: 'ran' })
        }
        return await world.sandbox.fetch(...call)
      },
    })
    expect(await world.cycle(connection, slow)).toMatchObject({ kind: 'broke_off' })
    expect([...world.there(connection).values()]).toEqual([1])
    expect(await world.operations(connection)).toMatchObject([{ status: 'done', attempts: 0 }])
    expect((await cyclesOf(connection)).map((each) => each.status)).toEqual(['done', 'abandoned'])
  })

  it('is joined by Sync now while it runs, and begun by it when none does', async () => {
    const connection = await world.connect()
    const { connectionId } = connection
    expect(await syncNow(world.engine, TENANT_A, connectionId)).toEqual({ kind: 'asked' })
    await world.finalize(connection, 1)
    let seen: unknown
    const watched = world.another('watched', {
      async fetch(...call) {
        seen ??= await syncNow(world.engine, TENANT_A, connectionId)
        return await world.sandbox.fetch(...call)
      },
    })
    await world.cycle(connection, watched)
    expect(seen).toMatchObject({ kind: 'running', cycle: { status: 'running' } })
    expect([...world.there(connection).values()]).toEqual([1])
  })

  it('ends the pause of a document that somebody does not want to wait for', async () => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1)
    world.sandbox.chaos.arm({ fault: 'broken', match: { realmId: connection.realm }, times: 3 })
    await world.cycle(connection)
    world.sandbox.chaos.calm()
    await syncNow(world.engine, TENANT_A, connection.connectionId, [document?.id ?? ''])
    const order = { tenant: TENANT_A, connectionId: connection.connectionId, trigger: 'sync_now' }
    const [job] = syncJobs(world.engine)
    await job?.run(order, SIGNAL)
    expect([...world.there(connection).values()]).toEqual([1])
  })

  it('stops between two rounds when somebody pauses it', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 150)
    let asked = 0
    const interrupted = world.another('interrupted', {
      async fetch(...call) {
        if (!String(call[0]).includes('/cdc')) asked += 1
        // The last frame of the round: by then nothing of it is still to be frozen.
        if (asked === world.engine.config.lanes) {
          await inA((trx) =>
            pause(world.host, trx, TENANT_A, connection.connectionId, { reason: 'stop', by: SOMEBODY }),
          )
        }
        return await world.sandbox.fetch(...call)
      },
    })
    await world.cycle(connection, interrupted)
    expect(world.there(connection).size).toBe(120)
    const rest = (await world.operations(connection)).filter((each) => each.status === 'pending')
    expect(rest.every((each) => each.waitReason === 'paused')).toBe(true)
    expect(rest).toHaveLength(30)
  })

  it('leaves nothing waiting for a pause that ended between its look and its decision (L6)', async () => {
    const connection = await world.connect()
    const { connectionId } = connection
    await world.finalize(connection, 3)
    const { host } = world
    await inA((trx) => pause(host, trx, TENANT_A, connectionId, { reason: 'stop', by: SOMEBODY }))
    let looked = false
    const interrupted = world.another('interrupted', {
      books: {
        ...host.books,
        async documents(...asked) {
          looked = true
          return await host.books.documents(...asked)
        },
      },
      transactions: {
        ...host.transactions,
        async inTenant(tenant, work) {
          if (looked) await inA((trx) => resume(host, trx, TENANT_A, connectionId))
          return await host.transactions.inTenant(tenant, work)
        },
      },
    })
    expect(await world.cycle(connection, interrupted)).toMatchObject({ kind: 'ran', outbound: 'done' })
    expect(looked).toBe(true)
    const after = await world.operations(connection)
    expect(after.map((each) => [each.status, each.waitReason])).toEqual([1, 2, 3].map(() => ['done', null]))
  })

  it('leaves a hint behind for what came while it ended', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1)
    const before = world.jobs.length
    await world.cycle(connection)
    expect(world.jobs.length).toBe(before + 1)
    await world.cycle(connection)
    expect(world.jobs.length).toBe(before + 1)
  })

  it('that a job meets at its end hides nothing: the job looks again once it is over', async () => {
    const connection = await world.connect()
    const { connectionId } = connection
    const held = { holder: 'elsewhere', now: world.now(), until: new Date(world.now().getTime() + 60_000) }
    const taken = await inA((trx) => takeLease(trx, TENANT_A, connectionId, held))
    if (taken === null) throw new Error('nobody holds it')
    await world.finalize(connection, 1)
    const waiting = world.another('waiting', {
      clock: {
        now: world.now,
        sleep: () => inA((trx) => releaseLease(trx, TENANT_A, leaseOf(taken))).then(() => undefined),
      },
    })
    const [job] = syncJobs(waiting)
    await job?.run({ tenant: TENANT_A, connectionId, trigger: 'worker' }, SIGNAL)
    expect([...world.there(connection).values()]).toEqual([1])
  })
})
