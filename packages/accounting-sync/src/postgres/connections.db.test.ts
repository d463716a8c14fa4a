import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  at,
  BOOKKEEPER,
  createStoreWorld,
  FACTS,
  TENANT_A,
  TENANT_B,
  type StoreWorld,
} from '../testing/store-world.ts'
import { isLinkedElsewhere } from './across-tenants.ts'
import { isHeldElsewhere, makeDefault, markDisconnected, markExpired } from './connecting.ts'
import {
  closeBreaker,
  openBreaker,
  patchSettings,
  pauseConnection,
  resumeConnection,
  saveFacts,
  saveRecurringJob,
} from './connection-settings.ts'
import { listConnections, readConnection, resolveConnection } from './connection.ts'
import { claimWarning } from './tokens.ts'

let world: StoreWorld
beforeAll(async () => {
  world = await createStoreWorld()
})
afterAll(() => world.close())

describe('a connection', () => {
  it('comes back as the same row when the company is connected again, with its settings and default', async () => {
    const { realm, connectionId } = await world.connect(TENANT_A, { settings: { autoSync: true } })
    await world.inA(async (trx) => {
      await claimWarning(trx, TENANT_A, connectionId, 'refresh', 14)
      await markDisconnected(trx, TENANT_A, connectionId, at('09:10'))
    })
    const again = await world.connect(TENANT_A, { realm, settings: {}, at: at('09:20') })
    expect(again).toMatchObject({
      connectionId,
      status: 'connected',
      settings: { autoSync: true },
      isDefault: true,
      warnedDays: null,
      disconnectedAt: null,
      connectedAt: '2026-03-02T09:20:00.000Z',
      version: 3,
    })
  })

  it('of a company that another tenant holds is refused by the database itself, until it is let go', async () => {
    const mine = await world.connect(TENANT_A)
    const theirs = { realm: mine.realm }
    const refusal = await world.connect(TENANT_B, theirs).catch((error: unknown) => error)
    expect(isHeldElsewhere(refusal)).toBe(true)
    expect(isHeldElsewhere(new Error('something else'))).toBe(false)
    const company = { ...mine }
    const asked = (tenant: string) =>
      world.db.database.withSystem((trx) => isLinkedElsewhere(trx, tenant, company))
    expect([await asked(TENANT_A), await asked(TENANT_B)]).toEqual([false, true])
    await world.inA((trx) => markDisconnected(trx, TENANT_A, mine.connectionId, at('09:10')))
    expect(await asked(TENANT_B)).toBe(false)
    expect(await world.connect(TENANT_B, theirs)).toMatchObject({ status: 'connected', isDefault: true })
  })

  it('moves between its states only along the legal roads', async () => {
    const connected = await world.connect()
    const { connectionId } = connected
    await world.inA(async (trx) => {
      const anew = { ...connected, connectedAt: at('08:00').toISOString() }
      expect(await markExpired(trx, anew, 'of an earlier consent')).toBeNull()
      expect(await markExpired(trx, connected, 'revoked\u0000')).toMatchObject({
        status: 'expired',
        expiredReason: 'revoked',
      })
      expect(await markExpired(trx, connected, 'again')).toBeNull()
      const gone = await markDisconnected(trx, TENANT_A, connectionId, at('09:10'))
      expect(gone).toMatchObject({ status: 'disconnected', isDefault: false, recurringJobId: null })
      expect(await markDisconnected(trx, TENANT_A, connectionId, at('09:11'))).toBeNull()
      expect(await markExpired(trx, connected, 'late')).toBeNull()
    })
  })

  it('keeps the settings a patch does not name, also when two are saved at the same instant (L46)', async () => {
    const { connectionId } = await world.connect(TENANT_A, { settings: { onboarding: { step: 3 } } })
    const patch = (settings: Record<string, unknown>) =>
      world.inA((trx) => patchSettings(trx, TENANT_A, connectionId, settings))
    await Promise.all([
      patch({ autoSync: true }),
      patch({ goLiveDate: '2026-03-01' }),
      patch({ createCustomers: false }),
    ])
    const stored = await world.inA((trx) => readConnection(trx, TENANT_A, connectionId))
    expect(stored?.settings).toEqual({
      onboarding: { step: 3 },
      autoSync: true,
      goLiveDate: '2026-03-01',
      createCustomers: false,
    })
  })

  it('is paused once, with the reason of the first, and taken back once', async () => {
    const { connectionId } = await world.connect()
    const pause = (reason: string) =>
      world.inA((trx) =>
        pauseConnection(trx, TENANT_A, connectionId, { reason, by: BOOKKEEPER, at: at('09:30') }),
      )
    expect([await pause('Month end'), await pause('Other')]).toEqual([true, false])
    const resume = () => world.inA((trx) => resumeConnection(trx, TENANT_A, connectionId))
    expect(await world.inA((trx) => readConnection(trx, TENANT_A, connectionId))).toMatchObject({
      pausedReason: 'Month end',
      pausedAt: '2026-03-02T09:30:00.000Z',
    })
    expect([await resume(), await resume()]).toEqual([true, false])
  })

  it('remembers what the company said, its recurring job, and how often in a row the service was down', async () => {
    const { connectionId } = await world.connect()
    const stored = await world.inA(async (trx) => {
      await saveFacts(trx, TENANT_A, connectionId, { ...FACTS, name: 'Half \ud800 a pair' }, at('09:40'))
      await saveRecurringJob(trx, TENANT_A, connectionId, 'job-1')
      expect(await openBreaker(trx, TENANT_A, connectionId, at('09:41'))).toBe(1)
      expect(await openBreaker(trx, TENANT_A, connectionId, at('09:45'))).toBe(2)
      return await readConnection(trx, TENANT_A, connectionId)
    })
    expect(stored).toMatchObject({
      facts: { name: 'Half \ufffd a pair' },
      factsAt: '2026-03-02T09:40:00.000Z',
      recurringJobId: 'job-1',
      downUntil: '2026-03-02T09:45:00.000Z',
    })
    await world.inA(async (trx) => {
      expect(await closeBreaker(trx, TENANT_A, connectionId)).toBe(true)
      expect(await closeBreaker(trx, TENANT_A, connectionId)).toBe(false)
    })
  })
})

describe('which company is meant (L45)', () => {
  it('is the one named, else the default; an expired one counts, a disconnected one does not', async () => {
    const type = { adapterType: 'resolved' }
    const first = await world.connect(TENANT_A, type)
    const second = await world.connect(TENANT_A, type)
    const resolve = (named: Parameters<typeof resolveConnection>[2]) =>
      world.inA(async (trx) => (await resolveConnection(trx, TENANT_A, named))?.connectionId ?? null)
    expect(await resolve(type)).toBe(first.connectionId)
    expect(await resolve({ ...type, realm: second.realm })).toBe(second.connectionId)
    expect(await resolve({ ...type, realm: 'nobody' })).toBeNull()
    await world.inA((trx) => markExpired(trx, first, 'revoked'))
    expect(await resolve(type)).toBe(first.connectionId)
    await world.inA((trx) => markDisconnected(trx, TENANT_A, first.connectionId, at('09:10')))
    expect(await resolve(type)).toBeNull()
    expect(await resolve({ ...type, realm: first.realm })).toBeNull()
  })

  it('has one default for each kind of system, also when two are chosen at the same instant', async () => {
    const type = { adapterType: 'chosen' }
    const all = [
      await world.connect(TENANT_A, type),
      await world.connect(TENANT_A, type),
      await world.connect(TENANT_A, type),
    ]
    for (let round = 0; round < 5; round += 1) {
      const chosen = await Promise.all(
        all.map(({ connectionId }) => world.inA((trx) => makeDefault(trx, TENANT_A, connectionId))),
      )
      expect(chosen).toEqual([true, true, true])
      const stored = await world.inA((trx) => listConnections(trx, TENANT_A))
      expect(stored.filter((each) => each.adapterType === 'chosen' && each.isDefault)).toHaveLength(1)
    }
    await world.inA((trx) => markDisconnected(trx, TENANT_A, all[0]?.connectionId ?? '', at('09:10')))
    expect(await world.inA((trx) => makeDefault(trx, TENANT_A, all[0]?.connectionId ?? ''))).toBe(false)
  })
})
