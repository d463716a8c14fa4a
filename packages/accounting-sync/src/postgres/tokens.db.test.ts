import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  at,
  BOOKKEEPER,
  createStoreWorld,
  TENANT_A,
  TENANT_B,
  type StoreWorld,
} from '../testing/store-world.ts'
import { connectedEverywhere, tenantOfConsent } from './across-tenants.ts'
import { patchSettings } from './connection-settings.ts'
import { lockConnection } from './connection.ts'
import { beginConsent, useConsent } from './consents.ts'
import { claimRefresh, claimWarning, dropRefresh, saveTokenTimes, tokensRunningOut } from './tokens.ts'

let world: StoreWorld
beforeAll(async () => {
  world = await createStoreWorld()
})
afterAll(() => world.close())

describe('a token', () => {
  it('is renewed by one at a time, and by the next when that one died (L40)', async () => {
    const { connectionId } = await world.connect()
    const claim = (holder: string, now: Date) =>
      world.inA((trx) =>
        claimRefresh(trx, TENANT_A, connectionId, { holder, now, until: new Date(now.getTime() + 60_000) }),
      )
    const claims = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => claim(holder, at('09:00'))))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await claim('next', at('09:01'))).toBe(true)
    const times = { accessExpiresAt: at('11:00'), refreshExpiresAt: at('23:00'), refreshHardExpiresAt: null }
    const save = (holder: string) =>
      world.inA((trx) => saveTokenTimes(trx, TENANT_A, connectionId, { holder, ...times }))
    expect(await save('late')).toBe(false)
    expect(await save('next')).toBe(true)
    expect(await claim('after', at('09:01'))).toBe(true)
    await world.inA((trx) => dropRefresh(trx, TENANT_A, connectionId, 'after'))
    expect(await claim('another', at('09:01'))).toBe(true)
  })

  it('can be looked at under a lock that the next one waits for', async () => {
    const { connectionId } = await world.connect()
    const order: string[] = []
    let letGo = () => {}
    const held = new Promise<void>((resolve) => (letGo = resolve))
    let taken = () => {}
    const first = new Promise<void>((resolve) => (taken = resolve))
    const one = world.inA(async (trx) => {
      await lockConnection(trx, TENANT_A, connectionId)
      taken()
      await held
      await patchSettings(trx, TENANT_A, connectionId, { seen: 'by the next' })
      order.push('one')
    })
    await first
    const two = world.inA(async (trx) => {
      const seen = await lockConnection(trx, TENANT_A, connectionId)
      order.push('two')
      return seen?.settings
    })
    letGo()
    await one
    expect(await two).toEqual({ seen: 'by the next' })
    expect(order).toEqual(['one', 'two'])
  })

  it('is warned of once for each band, never of a wider one, and anew only when its end really moved (L41)', async () => {
    const end = new Date('2026-03-15T09:00:00.000Z')
    const { connectionId } = await world.connect(TENANT_A, {
      refreshExpiresAt: end,
      refreshHardExpiresAt: end,
    })
    const warn = (days: number, which: 'refresh' | 'hard' = 'refresh') =>
      world.inA((trx) => claimWarning(trx, TENANT_A, connectionId, which, days))
    const renew = (refreshExpiresAt: Date) =>
      world.inA(async (trx) => {
        await claimRefresh(trx, TENANT_A, connectionId, { holder: 'w', now: at('09:00'), until: at('09:01') })
        await saveTokenTimes(trx, TENANT_A, connectionId, {
          holder: 'w',
          accessExpiresAt: at('11:00'),
          refreshExpiresAt,
          refreshHardExpiresAt: end,
        })
      })
    const twice = await Promise.all([warn(14), warn(14)])
    expect(twice.filter(Boolean)).toHaveLength(1)
    expect([await warn(7), await warn(14), await warn(2)]).toEqual([true, false, true])
    expect(await warn(14, 'hard')).toBe(true)
    await renew(new Date(end.getTime() + 3000))
    expect(await warn(14)).toBe(false)
    await renew(new Date('2026-06-15T09:00:00.000Z'))
    expect(await warn(14)).toBe(true)
    expect(await warn(14, 'hard')).toBe(false)
  })

  it('is found by the system before it runs out, whoever it belongs to', async () => {
    const soon = new Date('2026-01-01T00:00:00.000Z')
    const mine = await world.connect(TENANT_A, { accessExpiresAt: soon })
    const theirs = await world.connect(TENANT_B, { accessExpiresAt: soon })
    const found = await world.db.database.withSystem((trx) =>
      tokensRunningOut(trx, new Date('2026-01-01T00:05:00.000Z'), 10),
    )
    expect(found.map((each) => each.connectionId)).toEqual([mine.connectionId, theirs.connectionId])
    const pages = await world.db.database.withSystem(async (trx) => {
      const first = await connectedEverywhere(trx, null, 2)
      return [first, await connectedEverywhere(trx, first[1] ?? null, 100)]
    })
    const all = pages.flat().map((each) => `${each.tenant} ${each.connectionId}`)
    expect(new Set(all).size).toBe(all.length)
    expect(all).toEqual(all.toSorted())
    expect(all).toContain(`${TENANT_B} ${theirs.connectionId}`)
  })
})

describe('a consent (L42)', () => {
  const consent = {
    stateHash: 'hash-1',
    userId: BOOKKEEPER,
    sessionHash: 'session-1',
    adapterType: 'ledgerly',
    environment: 'sandbox',
    app: 'platform' as const,
    returnTo: '/settings',
  }
  const begin = (changes: Partial<typeof consent>, now = at('09:00'), expiresAt = at('09:10')) =>
    world.inA((trx) => beginConsent(trx, TENANT_A, { ...consent, ...changes, now, expiresAt }))
  const use = (changes: Partial<typeof consent>, now = at('09:05')) =>
    world.inA((trx) => useConsent(trx, TENANT_A, { ...consent, ...changes, now }))

  it('is used once, also when two come back with it at the same instant', async () => {
    await begin({})
    const answers = await Promise.all([use({}), use({}), use({})])
    expect(answers.filter((each) => each !== null)).toEqual([consent])
    expect(await use({})).toBeNull()
  })

  it('is of no use to another person, in another session, or after ten minutes', async () => {
    await begin({ stateHash: 'hash-2' })
    expect(await use({ stateHash: 'hash-2', userId: TENANT_B })).toBeNull()
    expect(await use({ stateHash: 'hash-2', sessionHash: 'session-2' })).toBeNull()
    expect(await use({ stateHash: 'hash-2' }, at('09:10'))).toBeNull()
    expect(await use({ stateHash: 'hash-2' })).toMatchObject({ returnTo: '/settings' })
  })

  it('tells the system whose it is, and is forgotten once it ran out and another begins', async () => {
    await begin({ stateHash: 'hash-3' })
    const whose = () => world.db.database.withSystem((trx) => tenantOfConsent(trx, 'hash-3'))
    expect(await whose()).toBe(TENANT_A)
    await begin({ stateHash: 'hash-4' }, at('09:11'), at('09:21'))
    expect(await whose()).toBeNull()
  })
})
