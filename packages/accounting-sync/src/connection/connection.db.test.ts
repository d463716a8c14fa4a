import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createSyncWorld, SIGNAL, type SyncWorld } from '../testing/sync-world.ts'
import { convergeSchedules } from './connect.ts'
import { warnOfEnds } from './health.ts'
import { renewAhead } from './renew-ahead.ts'
import { sessionFor } from './session.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => world.sandbox.chaos.calm())
afterAll(() => world.close())

describe('tokens', () => {
  it('are renewed once, however many processes find them too old (L40)', async () => {
    const connection = await world.connect()
    world.advance(3600)
    const calls = world.tokenCalls()
    const engines = ['a', 'b', 'c', 'd'].map((each) => world.another(each))
    const tokens = await Promise.all(
      engines.map((each) => sessionFor(each, connection, SIGNAL).accessToken()),
    )
    expect(new Set(tokens).size).toBe(1)
    expect(world.tokenCalls()).toBe(calls + 1)
  })

  it('are replaced once when the service does not take them', async () => {
    const connection = await world.connect()
    const old = await sessionFor(world.engine, connection, SIGNAL).accessToken()
    const calls = world.tokenCalls()
    const tokens = await Promise.all(
      ['a', 'b', 'c'].map((each) => sessionFor(world.another(each), connection, SIGNAL).accessToken(old)),
    )
    expect(tokens).not.toContain(old)
    expect(new Set(tokens).size).toBe(1)
    expect(world.tokenCalls()).toBe(calls + 1)
  })

  it('survive an answer that got lost: that is no expired connection (L40)', async () => {
    const connection = await world.connect()
    world.advance(3600)
    world.sandbox.chaos.arm({ fault: 'refresh-lost' })
    const token = await sessionFor(world.engine, connection, SIGNAL).accessToken()
    expect(token.length).toBeGreaterThan(20)
    expect((await world.reread(connection)).status).toBe('connected')
  })

  it('that are not taken any more end the connection: a task, a notice, and the work waits', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1)
    world.advance(3600)
    world.sandbox.oauth.state.apps[0]!.clientSecret = 'another'
    expect(await world.cycle(connection)).toMatchObject({ outbound: 'unauthorized' })
    world.sandbox.oauth.state.apps[0]!.clientSecret = 'desk-secret'
    expect((await world.reread(connection)).status).toBe('expired')
    expect([...world.tasks.values()].map((each) => each.kind)).toContain('accounting_connection_expired')
    expect(world.notices.map((each) => each.kind)).toContain('accounting_connection_expired')
    expect(await world.cycle(connection)).toEqual({ kind: 'not_connected' })
    expect((await world.operations(connection)).map((each) => each.attempts)).toEqual([0])
  })

  it('that end in the middle of a cycle are renewed there', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 2)
    world.advance(3600)
    expect(await world.cycle(connection)).toMatchObject({ outbound: 'done' })
    expect(world.there(connection).size).toBe(2)
  })

  it('are renewed before anybody needs them', async () => {
    const connection = await world.connect()
    world.advance(3600 - 30)
    expect(await renewAhead(world.engine, SIGNAL)).toBeGreaterThan(0)
    expect(Date.parse((await world.reread(connection)).accessExpiresAt)).toBeGreaterThan(
      world.now().getTime() + 3000_000,
    )
  })

  it('are warned about once for each band, the narrowest first (L41)', async () => {
    const connection = await world.connect()
    const warned = async (days: number) => {
      const endsAt = new Date(world.now().getTime() + days * 86_400_000 - 1000).toISOString()
      const current = await world.reread(connection)
      const before = world.notices.length
      await warnOfEnds(world.engine, { ...current, refreshExpiresAt: endsAt, refreshHardExpiresAt: null })
      return world.notices.length - before
    }
    expect([await warned(20), await warned(14), await warned(10), await warned(2), await warned(7)]).toEqual([
      0, 1, 0, 1, 0,
    ])
  })

  it('are warned about by the end that no renewal moves too, apart from the other', async () => {
    const connection = await world.connect()
    const inDays = (days: number) => new Date(world.now().getTime() + days * 86_400_000 - 1000).toISOString()
    const before = world.notices.length
    for (const hard of [30, 7, 7]) {
      const current = await world.reread(connection)
      const ends = { refreshExpiresAt: inDays(90), refreshHardExpiresAt: inDays(hard) }
      await warnOfEnds(world.engine, { ...current, ...ends })
    }
    expect(world.notices.length - before).toBe(1)
    const current = await world.reread(connection)
    const both = { refreshExpiresAt: inDays(7), refreshHardExpiresAt: inDays(7) }
    await warnOfEnds(world.engine, { ...current, ...both })
    expect(world.notices.length - before).toBe(2)
  })
})

describe('at start-up', () => {
  it('whoever has no recurring cycle gets one, once', async () => {
    await world.connect()
    expect(await convergeSchedules(world.engine)).toBeGreaterThan(0)
    expect(await convergeSchedules(world.engine)).toBe(0)
  })
})
