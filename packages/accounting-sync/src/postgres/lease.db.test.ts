import { afterAll, beforeAll, expect, it } from 'vitest'
import { at, createStoreWorld, TENANT_A, type StoreWorld } from '../testing/store-world.ts'
import { markDisconnected } from './connecting.ts'
import { leaseOf, releaseLease, renewLease, takeLease } from './lease.ts'

let world: StoreWorld
beforeAll(async () => {
  world = await createStoreWorld()
})
afterAll(() => world.close())

const take = (connectionId: string, holder: string, now: Date) =>
  world.inA((trx) =>
    takeLease(trx, TENANT_A, connectionId, { holder, now, until: new Date(now.getTime() + 60_000) }),
  )

it('gives the lease to one of many who ask at once, and a new epoch with each taking (L50)', async () => {
  const { connectionId } = await world.connect()
  const taken = await Promise.all(
    ['schedule', 'sync now', 'node 2'].map((who) => take(connectionId, who, at('09:00'))),
  )
  const [held] = taken.filter((each) => each !== null)
  expect(taken.filter((each) => each !== null)).toHaveLength(1)
  expect(held).toMatchObject({ leaseEpoch: 1, leaseUntil: '2026-03-02T09:01:00.000Z' })
  expect(await take(connectionId, 'too early', at('09:00'))).toBeNull()
  expect(await take(connectionId, 'after it ran out', at('09:01'))).toMatchObject({ leaseEpoch: 2 })
})

it('is renewed and released by its holder alone', async () => {
  const { connectionId } = await world.connect()
  const old = await take(connectionId, 'first', at('09:00'))
  const now = await take(connectionId, 'second', at('09:02'))
  if (old === null || now === null) throw new Error('both were to be had')
  await world.inA(async (trx) => {
    expect(await renewLease(trx, TENANT_A, leaseOf(old), at('09:09'))).toBe(false)
    expect(await releaseLease(trx, TENANT_A, leaseOf(old))).toBe(false)
    expect(await renewLease(trx, TENANT_A, leaseOf(now), at('09:09'))).toBe(true)
    expect(await releaseLease(trx, TENANT_A, leaseOf(now))).toBe(true)
    expect(await renewLease(trx, TENANT_A, leaseOf(now), at('09:10'))).toBe(false)
  })
  expect(await take(connectionId, 'third', at('09:03'))).toMatchObject({ leaseEpoch: 3 })
})

it('is not to be had of a disconnected company, and disconnecting fences the holder off', async () => {
  const { connectionId } = await world.connect()
  const held = await take(connectionId, 'first', at('09:00'))
  if (held === null) throw new Error('it was to be had')
  await world.inA((trx) => markDisconnected(trx, TENANT_A, connectionId, at('09:00')))
  expect(await world.inA((trx) => renewLease(trx, TENANT_A, leaseOf(held), at('09:09')))).toBe(false)
  expect(await take(connectionId, 'second', at('10:00'))).toBeNull()
})
