import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSyncWorld, SIGNAL, type SyncWorld } from '../testing/sync-world.ts'
import { convergeSchedules } from './connect.ts'
import { warnOfEnds } from './health.ts'
import { renewAhead } from './renew-ahead.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

describe('tokens', () => {
  it('are warned about in other words when consent itself runs out', async () => {
    const connection = await world.connect()
    const endsAt = '2026-12-01T10:00:00.000Z'
    const ends = { refreshExpiresAt: endsAt, refreshHardExpiresAt: endsAt }
    const now = new Date('2026-11-25T10:00:00.000Z')
    const host = { ...world.host, clock: { ...world.host.clock, now: () => now } }
    await warnOfEnds({ ...world.engine, host }, { ...connection, ...ends })
    const params = { company: 'Harbor Books', days: 7, endsOn: '2026-12-01' }
    expect(world.notices.slice(-2)).toMatchObject([
      { kind: 'accounting_connection_expiring', params },
      { kind: 'accounting_consent_expiring', params },
    ])
  })

  it('are renewed for the others though one has no app any more', async () => {
    const [one, other] = [await world.connect(), await world.connect()]
    world.advance(3600 - 30)
    const { config } = world.engine
    let asked = 0
    const appFor: typeof config.appFor = async (tenant, choice) => {
      asked += 1
      if (asked === 1) throw new Error('nobody has an app for it')
      return await config.appFor(tenant, choice)
    }
    await renewAhead({ ...world.engine, config: { ...config, appFor } }, SIGNAL)
    const left = [await world.reread(one), await world.reread(other)].map((each) =>
      Date.parse(each.accessExpiresAt),
    )
    expect(left.filter((each) => each > world.now().getTime() + 3000_000).length).toBeGreaterThan(0)
  })
})

describe('a lease', () => {
  it('lasts as long as the host says', async () => {
    const connection = await world.connect()
    const engine = { ...world.engine, config: { ...world.engine.config, leaseSeconds: 20 } }
    await world.finalize(connection, 1)
    let until: string | null = null
    const fetch: typeof globalThis.fetch = async (input, init) => {
      until ??= (await world.reread(connection)).leaseUntil
      return await world.sandbox.fetch(input, init)
    }
    const slow = world.another('slow', { fetch })
    await world.cycle(connection, { ...slow, config: engine.config })
    expect(Date.parse(until ?? '') - world.now().getTime()).toBe(20_000)
  })
})

describe('at start-up', () => {
  it('one for whom that fails keeps no other from it', async () => {
    await convergeSchedules(world.engine)
    await world.connect()
    await world.connect()
    let asked = 0
    const { jobs } = world.host
    const engine = world.another('unlucky', {
      jobs: {
        ...jobs,
        async scheduleRecurringJob(...job) {
          asked += 1
          if (asked === 1) throw new Error('this tenant is odd')
          return await jobs.scheduleRecurringJob(...job)
        },
      },
    })
    expect(await convergeSchedules(engine)).toBe(1)
    expect(await convergeSchedules(world.engine)).toBe(1)
  })
})
