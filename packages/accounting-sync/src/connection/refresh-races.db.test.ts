import { severable, type Severable } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { putTokens } from './tokens.ts'
import { sessionFor } from './session.ts'
import type { TokenSet } from '../adapter.ts'
import type { Engine } from '../engine/engine.ts'
import { saveConnection } from '../postgres/connecting.ts'
import type { Connection } from '../postgres/connection.ts'
import { claimRefresh } from '../postgres/tokens.ts'
import { createSyncWorld, SIGNAL, SOMEBODY, type SyncWorld } from '../testing/sync-world.ts'
import { TENANT_A } from '../testing/test-host.ts'
import { dice } from '../testing/unruly.ts'

/** How often the tokens run out; `RACE_ROUNDS=1000` for a long run. */
const EXPIRIES = Number(process.env['RACE_ROUNDS'] ?? 50)
const WORKERS = 8

/** Eight workers, each with a pool of its own, who all find the token too old at once. */
let world: SyncWorld
let lines: Severable[]
let workers: Engine[]
const chance = dice(8)

beforeAll(async () => {
  world = await createSyncWorld()
  lines = await Promise.all(Array.from({ length: WORKERS }, () => severable(world.db, { max: 2 })))
  workers = lines.map(({ database: { withTenant, withSystem } }, at) =>
    world.another(`worker ${at}`, {
      transactions: { inTenant: withTenant, acrossTenants: withSystem },
      clock: { now: world.now, sleep: async (_, signal) => await moment(signal) },
    }),
  )
})
afterAll(async () => {
  await Promise.all(lines.map((each) => each.close()))
  await world.close()
})

/** Whoever waits comes again in a turn of the loop, and the time does not move for that. */
async function moment(signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await new Promise((go) => setImmediate(go))
}

/** So many turns of the loop, drawn: who comes first is another each time. */
async function headStart(): Promise<void> {
  for (let turns = Math.floor(chance() * 40); turns > 0; turns -= 1) await moment()
}

const all = (connection: Connection, refused?: string) =>
  Promise.all(
    workers.map(async (each) => {
      await headStart()
      return await sessionFor(each, connection, SIGNAL).accessToken(refused)
    }),
  )

describe('eight workers and a token that ran out', () => {
  it(`ask for a new one exactly once for each of ${EXPIRIES} expiries`, async () => {
    const connection = await world.connect()
    const before = world.tokenCalls()
    const seen = new Set<string>()
    for (let expiry = 1; expiry <= EXPIRIES; expiry += 1) {
      world.advance(3600)
      const tokens = new Set(await all(connection))
      expect(tokens.size, `expiry ${expiry}`).toBe(1)
      for (const each of tokens) seen.add(each)
      expect(world.tokenCalls() - before, `expiry ${expiry}`).toBe(expiry)
    }
    expect(seen.size).toBe(EXPIRIES)
    expect((await world.reread(connection)).status).toBe('connected')
  }, 600_000)

  it('ask once more and no more when the answer is lost after the token was rotated', async () => {
    const connection = await world.connect()
    for (let expiry = 1; expiry <= Math.ceil(EXPIRIES / 5); expiry += 1) {
      world.advance(3600)
      const before = world.tokenCalls()
      world.sandbox.chaos.arm({ fault: 'refresh-lost' })
      expect(new Set(await all(connection)).size, `expiry ${expiry}`).toBe(1)
      expect(world.tokenCalls() - before, `expiry ${expiry}`).toBe(2)
    }
    expect((await world.reread(connection)).status).toBe('connected')
  }, 600_000)

  it('leave it to the others when one stood still for longer than its claim, and an answer is lost', async () => {
    const connection = await world.connect()
    world.advance(3600)
    const before = world.tokenCalls()
    const [still] = workers
    if (still === undefined) throw new Error('there are eight')
    world.sandbox.chaos.arm({ fault: 'refresh-lost' })
    const sleep = async () => void world.advance(300)
    const stoodStill = world.another('stood still', { ...still.host, clock: { now: world.now, sleep } })
    await expect(sessionFor(stoodStill, connection, SIGNAL).accessToken()).rejects.toThrow(
      'left to somebody else',
    )
    expect(world.tokenCalls() - before).toBe(1)
    expect(new Set(await all(connection)).size).toBe(1)
    expect(world.tokenCalls() - before).toBe(2)
    expect((await world.reread(connection)).status).toBe('connected')
  })

  it('replace one that the service refuses once, whoever of them is told', async () => {
    const connection = await world.connect()
    for (let refusal = 1; refusal <= Math.ceil(EXPIRIES / 5); refusal += 1) {
      const old = await sessionFor(world.engine, connection, SIGNAL).accessToken()
      const before = world.tokenCalls()
      const tokens = new Set(await all(connection, old))
      expect([tokens.size, tokens.has(old)]).toEqual([1, false])
      expect(world.tokenCalls() - before).toBe(1)
    }
  }, 600_000)

  it('do not end a connection that was made anew while one of them was refused the old token', async () => {
    const connection = await world.connect()
    world.advance(3600)
    const consentAgain = await newConsent(connection)
    let isFirst = true
    const late = world.another('late', {
      async fetch(...call) {
        const isRefresh = String(call[0]).includes('/tokens/bearer')
        if (isRefresh && isFirst) {
          isFirst = false
          await consentAgain()
          return new Response(JSON.stringify({ error: 'invalid_grant' }), { status: 400 })
        }
        return await world.sandbox.fetch(...call)
      },
    })
    await expect(sessionFor(late, connection, SIGNAL).accessToken()).rejects.toThrow()
    expect((await world.reread(connection)).status).toBe('connected')
    expect(new Set(await all(connection)).size).toBe(1)
  })
})

/** Somebody consents again meanwhile: the same row, with new tokens. */
async function newConsent(connection: Connection): Promise<() => Promise<void>> {
  const { sandbox, host, now } = world
  const answer = await sandbox.fetch('http://desk.test/_sandbox/tokens', {
    method: 'POST',
    body: JSON.stringify({ realmId: connection.realm }),
  })
  const given = (await answer.json()) as Record<string, string | number>
  return async () => {
    const tokens: TokenSet = {
      accessToken: String(given['access_token']),
      accessExpiresAt: new Date(now().getTime() + 3_600_000),
      refreshToken: String(given['refresh_token']),
      refreshExpiresAt: new Date(now().getTime() + 100 * 86_400_000),
      refreshHardExpiresAt: null,
      realm: connection.realm,
    }
    await host.transactions.inTenant(TENANT_A, async (trx) => {
      await saveConnection(trx, TENANT_A, {
        ...connection,
        app: 'platform',
        connectedBy: SOMEBODY,
        accessExpiresAt: tokens.accessExpiresAt,
        refreshExpiresAt: tokens.refreshExpiresAt,
        refreshHardExpiresAt: null,
        at: now(),
      })
      await putTokens(host, trx, TENANT_A, connection.connectionId, tokens)
    })
  }
}

describe('a claim of somebody whose clock is an hour ahead', () => {
  it('is waited for in vain, and looked at less and less often', async () => {
    const connection = await world.connect()
    world.advance(3600)
    const now = world.now()
    const claim = { holder: 'ahead', now, until: new Date(now.getTime() + 3_600_000) }
    await world.host.transactions.inTenant(TENANT_A, (trx) =>
      claimRefresh(trx, TENANT_A, connection.connectionId, claim),
    )
    let looks = 0
    const waiting = world.another('waiting', {
      transactions: {
        ...world.host.transactions,
        inTenant: (tenant, work) => {
          looks += 1
          return world.host.transactions.inTenant(tenant, work)
        },
      },
    })
    const before = world.tokenCalls()
    await expect(sessionFor(waiting, connection, SIGNAL).accessToken()).rejects.toThrow(/come to an end/)
    expect(world.tokenCalls()).toBe(before)
    // Four minutes; four times a second would be 960.
    expect(looks).toBeLessThan(70)
  })
})
