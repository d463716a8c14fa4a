import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import { replaceCatalogue } from '../../postgres/catalogue.ts'
import type { Connection } from '../../postgres/connection.ts'
import { closeBooks } from '../../testing/bookkeeper.ts'
import { createSyncWorld, lineOf, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { changeSettings, keepOut, pause, resume, takeBackIn } from '../control.ts'
import { map } from '../mapping/map.ts'
import { ignore, retryNow } from './actions.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => world.tasks.clear())
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)
const STRANGER = '00000000-0000-4000-8000-00000000cc99'
const entry = { detail: null, email: null, currency: null, active: true, group: null }

async function stocked(): Promise<Connection> {
  const connection = await world.connect()
  await inA(async (trx) => {
    const items = [
      { ...entry, id: '1', name: 'Services' },
      { ...entry, id: '8', name: 'Old', active: false },
    ]
    await replaceCatalogue(trx, TENANT_A, connection, 'item', items, world.now())
    const customers = [
      { ...entry, id: '2', name: 'Birch' },
      { ...entry, id: '3', name: 'Birch abroad', currency: 'EUR' },
    ]
    await replaceCatalogue(trx, TENANT_A, connection, 'customer', customers, world.now())
  })
  return connection
}

const statusesOf = async (connection: Connection) =>
  (await world.operations(connection)).map((each) => each.status).toSorted()

/** Other companies of the tenant have tasks of their own. */
const tasksOf = ({ connectionId }: Connection) =>
  [...world.tasks.values()].filter((each) => each.context['connectionId'] === connectionId).length

describe('a task', () => {
  it('is one for each thing that is missing, and says how much it holds up (L60)', async () => {
    const connection = await stocked()
    await world.finalize(connection, 3, { lines: [lineOf(100, 'a')], totalMinor: 100 })
    await world.finalize(connection, 2, { clientId: STRANGER, lines: [lineOf(50, 'a')], totalMinor: 50 })
    await world.cycle(connection)
    const tasks = [...world.tasks.values()].map(({ kind, params, money }) => [
      kind,
      params['documents'],
      money,
    ])
    expect(tasks.toSorted()).toEqual([
      ['accounting_sync_customer_unlinked', 2, { currency: 'USD', amountMinor: 100 }],
      ['accounting_sync_unmapped_item', 5, { currency: 'USD', amountMinor: 400 }],
    ])
  })

  it('is mended once for all that it held up, and gone then', async () => {
    const connection = await stocked()
    await world.finalize(connection, 3, { lines: [lineOf(100, 'a')], netMinor: 100, totalMinor: 100 })
    await world.finalize(connection, 1, { clientId: STRANGER })
    await world.cycle(connection)
    const toItem = { entityType: 'service', entityId: 'a', externalId: '1' } as const
    expect(await inA((trx) => map(world.host, trx, connection, toItem))).toEqual({
      kind: 'mapped',
      released: 3,
    })
    const toCustomer = { entityType: 'client', entityId: STRANGER, externalId: '2' } as const
    expect(await inA((trx) => map(world.host, trx, connection, toCustomer))).toEqual({
      kind: 'mapped',
      released: 1,
    })
    expect(world.tasks.size).toBe(0)
    await world.cycle(connection)
    expect(await statusesOf(connection)).toEqual(['done', 'done', 'done', 'done'])
  })

  it('is not mended by what is unknown, inactive, of another currency or taken (L12)', async () => {
    const connection = await stocked()
    const refusals = [
      { entityType: 'service', entityId: 'a', externalId: '77' },
      { entityType: 'service', entityId: 'a', externalId: '8' },
      { entityType: 'client', entityId: STRANGER, externalId: '3', currency: 'USD' },
    ] as const
    const reasons = []
    for (const each of refusals) reasons.push(await inA((trx) => map(world.host, trx, connection, each)))
    const first = { entityType: 'client', entityId: STRANGER, externalId: '2' } as const
    await inA((trx) => map(world.host, trx, connection, first))
    reasons.push(await inA((trx) => map(world.host, trx, connection, { ...first, entityId: SOMEBODY })))
    expect(reasons.map((each) => each.kind === 'refused' && each.reason)).toEqual([
      'unknown',
      'inactive',
      'other_currency',
      'taken',
    ])
  })

  it('about a refusal goes when it is tried again, comes back when it is refused again, and goes when ignored', async () => {
    const connection = await stocked()
    await inA((trx) =>
      replaceCatalogue(
        trx,
        TENANT_A,
        connection,
        'item',
        [{ ...entry, id: '99999', name: 'Gone' }],
        world.now(),
      ),
    )
    const toNothing = { entityType: 'service', entityId: 'b', externalId: '99999' } as const
    await inA((trx) => map(world.host, trx, connection, toNothing))
    await world.finalize(connection, 1, { lines: [lineOf(100, 'b')] })
    await world.cycle(connection)
    expect(world.tasks.size).toBe(1)
    const ids = (await world.operations(connection)).map((each) => each.operationId)
    expect(await inA((trx) => retryNow(world.host, trx, TENANT_A, ids))).toBe(1)
    expect(world.tasks.size).toBe(0)
    await world.cycle(connection)
    expect(world.tasks.size).toBe(1)
    const asked = world.sandbox.log
      .entries()
      .filter((each) => each.realmId === connection.realm && each.what === 'create Invoice')
    // Another write, under an id of its own (L3).
    expect(new Set(asked.map((each) => each.requestId)).size).toBe(2)
    const why = { operationIds: ids, reason: 'keyed by hand', by: SOMEBODY }
    expect(await inA((trx) => ignore(world.host, trx, TENANT_A, why))).toBe(1)
    expect(world.tasks.size).toBe(0)
    expect(await world.operations(connection)).toMatchObject([
      { status: 'skipped', skipReason: 'keyed by hand' },
    ])
  })

  it('about a closed period holds documents before anything is sent, and lets them go when the date moves', async () => {
    const connection = await world.connect()
    closeBooks(world, connection, '2026-10-31')
    world.advance(90_000)
    await world.cycle(connection)
    await world.finalize(connection, 2, { issueDate: '2026-10-31' })
    await world.finalize(connection, 1, { issueDate: '2026-11-01' })
    await world.cycle(connection)
    expect(await statusesOf(connection)).toEqual(['done', 'pending', 'pending'])
    expect([...world.tasks.values()].map((each) => each.kind)).toEqual(['accounting_sync_closed_period'])
    closeBooks(world, connection, '2026-09-30')
    world.advance(3700)
    await world.cycle(connection)
    expect(await statusesOf(connection)).toEqual(['done', 'done', 'done'])
    expect(world.tasks.size).toBe(0)
  })
})

describe('books that were closed since we asked', () => {
  it('hold up what they refuse, and burn no attempt', async () => {
    const connection = await world.connect()
    closeBooks(world, connection, '2026-11-30')
    await world.finalize(connection, 2)
    await world.cycle(connection)
    const operations = await world.operations(connection)
    expect(operations.map((each) => [each.status, each.waitReason, each.attempts])).toEqual([
      ['pending', 'closed_period', 0],
      ['pending', 'closed_period', 0],
    ])
    expect([...world.tasks.values()].map(({ kind, params }) => [kind, params['documents']])).toEqual([
      ['accounting_sync_closed_period', 2],
    ])
  })
})

describe('control', () => {
  it('changes the one setting that was changed, and lets go what waited for it (L46)', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1, { lines: [lineOf(100, null)], netMinor: 100, totalMinor: 100 })
    await world.cycle(connection)
    expect(tasksOf(connection)).toBe(1)
    const { connectionId, settings } = connection
    const patch = { fallbackItemId: '1' }
    const changed = await inA((trx) => changeSettings(world.host, trx, TENANT_A, connectionId, patch))
    expect(changed?.settings).toEqual({ ...settings, ...patch })
    expect(tasksOf(connection)).toBe(0)
    await world.cycle(connection)
    expect(world.there(connection).size).toBe(1)
  })

  it('lets everything wait visibly while it is paused, without a call, and go afterwards', async () => {
    const connection = await world.connect()
    await inA((trx) =>
      pause(world.host, trx, TENANT_A, connection.connectionId, { reason: 'audit', by: SOMEBODY }),
    )
    await world.finalize(connection, 2)
    const calls = world.sandbox.log.entries().length
    await world.cycle(connection)
    expect((await world.operations(connection)).map((each) => each.waitReason)).toEqual(['paused', 'paused'])
    expect(world.sandbox.log.entries().length).toBe(calls)
    await inA((trx) => resume(world.host, trx, TENANT_A, connection.connectionId))
    await world.cycle(connection)
    expect(world.there(connection).size).toBe(2)
  })

  it('keeps a client out with its tasks, and takes it back in', async () => {
    const connection = await world.connect()
    const BARTERER = '00000000-0000-4000-8000-00000000cc98'
    await world.finalize(connection, 2, { clientId: BARTERER, lines: [lineOf(100, 'missing')] })
    await world.finalize(connection, 1)
    await world.cycle(connection)
    expect(tasksOf(connection)).toBe(2)
    const client = { entityType: 'client', entityId: BARTERER } as const
    const out = { ...client, reason: 'barter', by: SOMEBODY }
    expect(await inA((trx) => keepOut(world.host, trx, TENANT_A, out))).toBe(2)
    expect(tasksOf(connection)).toBe(0)
    await world.finalize(connection, 1, { clientId: BARTERER })
    await world.cycle(connection)
    const waiting = (await world.operations(connection)).filter((each) => each.status === 'pending')
    expect(waiting.map((each) => each.waitReason)).toEqual(['excluded', 'excluded', 'excluded'])
    expect(await inA((trx) => takeBackIn(world.host, trx, TENANT_A, client))).toBe(3)
    await world.cycle(connection)
    expect(tasksOf(connection)).toBe(2)
  })
})
