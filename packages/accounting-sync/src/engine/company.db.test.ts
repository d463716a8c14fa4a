import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../host.ts'
import { readEntries } from '../postgres/catalogue.ts'
import { wantCatalogue } from '../postgres/connection-settings.ts'
import type { Connection } from '../postgres/connection.ts'
import { listCycles, runningCycle } from '../postgres/cycles.ts'
import { saveConnection } from '../postgres/connecting.ts'
import { automateTax, closeBooks } from '../testing/bookkeeper.ts'
import { createSyncWorld, lineOf, SIGNAL, type SyncWorld } from '../testing/sync-world.ts'
import { TENANT_A } from '../testing/test-host.ts'
import { refresh } from './company.ts'
import { syncJobs } from './jobs.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => {
  world.sandbox.chaos.calm()
  world.tasks.clear()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)
const readsOf = ({ realm }: Connection) =>
  world.sandbox.log.entries().filter((each) => each.realmId === realm && each.what.startsWith('query'))
const itemsOf = (connection: Connection) =>
  inA((trx) => readEntries(trx, TENANT_A, connection, 'item', ['1', '2']))
const waiting = async (connection: Connection) =>
  (await world.operations(connection)).map((each) => [each.status, each.waitReason, each.attempts])
const callsTo = (connection: Connection, what: string) =>
  world.sandbox.log.entries().filter((each) => each.realmId === connection.realm && each.what === what)

/** A worker whose service refuses every document for a closed period, whatever the company says of itself. */
const refusing = (connection: Connection) => {
  const usual = world.sandbox.interfere
  world.sandbox.interfere = (call) => {
    if (call.what !== 'create Invoice') return usual(call)
    const Error = [
      { Message: 'Account Period Closed', Detail: 'The account period has closed', code: '6200' },
    ]
    const body = JSON.stringify({ Fault: { Error, type: 'ValidationFault' } })
    return { instead: { status: 400, headers: { 'content-type': 'application/json' }, body } }
  }
  return {
    asked: () => callsTo(connection, 'create Invoice').length,
    end: () => void (world.sandbox.interfere = usual),
  }
}

describe('a period that the service keeps closed', () => {
  // capability sending out: What a closed period refuses waits until its date moves
  it('holds what it refuses, burns no attempt, asks once, and lets go when the date moves', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1)
    const service = refusing(connection)
    await world.cycle(connection)
    expect(await waiting(connection)).toEqual([['pending', 'closed_period', 0]])
    expect([...world.tasks.values()].map(({ kind, params }) => [kind, params['documents']])).toEqual([
      ['accounting_sync_closed_period', 1],
    ])
    for (let round = 0; round < 3; round += 1) {
      world.advance(900)
      await world.cycle(connection)
    }
    expect(service.asked()).toBe(1)
    service.end()
    closeBooks(world, connection, '2026-09-30')
    world.advance(3600)
    await world.cycle(connection)
    expect(await waiting(connection)).toEqual([['done', null, 0]])
    expect(world.tasks.size).toBe(0)
  })

  it('holds again what it refuses again, however often somebody looks, and sends it once for each look', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1)
    const service = refusing(connection)
    await world.cycle(connection)
    for (let looks = 1; looks <= 3; looks += 1) {
      expect(await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))).toBe(true)
      await world.cycle(connection)
      await world.cycle(connection)
      expect(service.asked()).toBe(1 + looks)
      expect(await waiting(connection)).toEqual([['pending', 'closed_period', 0]])
      expect(world.tasks.size).toBe(1)
    }
    service.end()
    await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))
    await world.cycle(connection)
    expect(await waiting(connection)).toEqual([['done', null, 0]])
    expect(world.tasks.size).toBe(0)
  })

  it('is judged by what the company says when it is connected again', async () => {
    const connection = await world.connect()
    closeBooks(world, connection, '2026-11-30')
    await world.finalize(connection, 1)
    await world.cycle(connection)
    expect(await waiting(connection)).toEqual([['pending', 'closed_period', 0]])
    closeBooks(world, connection, '2026-09-30')
    const never = new Date('2100-01-01T00:00:00.000Z')
    const again = {
      ...connection,
      facts: { ...connection.facts, booksClosedThrough: '2026-09-30' },
      accessExpiresAt: never,
      refreshExpiresAt: never,
      refreshHardExpiresAt: null,
      at: world.now(),
    }
    await inA((trx) => saveConnection(trx, TENANT_A, again))
    await world.cycle(connection)
    expect(await waiting(connection)).toEqual([['done', null, 0]])
  })
})

const TAXED = {
  ...lineOf(10_000),
  taxMinor: 800,
  taxes: [{ taxRateId: 'state', name: 'State', ratePpm: 80_000, taxMinor: 800 }],
}

describe('tax that waits for a group of rates', () => {
  it('goes out once the company has its sales tax automated, and its task is gone', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1, { lines: [TAXED], taxMinor: 800, totalMinor: 10_800 })
    await world.cycle(connection)
    expect(await waiting(connection)).toEqual([['pending', 'unmapped', 0]])
    expect([...world.tasks.values()].map(({ kind }) => kind)).toEqual(['accounting_sync_unmapped_tax'])
    automateTax(world, connection)
    await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))
    await world.cycle(connection)
    expect(await waiting(connection)).toEqual([['done', null, 0]])
    expect(world.tasks.size).toBe(0)
  })
})

describe('what there is to map to', () => {
  // capability customers in: Customers, items, tax codes, terms and accounts are read once a day, to be linked to
  it('is read by the first cycle, once a day, and not in between', async () => {
    const connection = await world.connect()
    await inA((trx) => wantCatalogue(trx, TENANT_A, connection.connectionId))
    await world.cycle(connection)
    expect((await itemsOf(connection)).length).toBe(2)
    const first = readsOf(connection).length
    expect(first).toBeGreaterThan(0)
    expect((await world.reread(connection)).catalogueAt).toBe(world.now().toISOString())
    world.advance(80_000)
    await world.cycle(connection)
    expect(readsOf(connection)).toHaveLength(first)
    world.advance(6400)
    await world.cycle(connection)
    expect(readsOf(connection)).toHaveLength(2 * first)
  })

  it('is read when a person asks, in the background, with progress, and the facts beside it', async () => {
    const connection = await world.connect()
    const { connectionId, realm } = connection
    closeBooks(world, connection, '2026-10-31')
    await inA((trx) => refresh(world.host, trx, TENANT_A, connectionId))
    const job = world.jobs.at(-1)
    expect(job?.payload).toEqual({ tenant: TENANT_A, connectionId, trigger: 'refresh' })
    const seen: unknown[] = []
    const watched = world.another('watched', {
      async fetch(...call) {
        const running = await inA((trx) => runningCycle(trx, TENANT_A, connection))
        if (running?.stats['step'] === 'catalogue') seen.push(running.stats['kind'])
        return await world.sandbox.fetch(...call)
      },
    })
    const [cycle] = syncJobs(watched)
    await cycle?.run(job?.payload, SIGNAL)
    expect(new Set(seen)).toEqual(new Set(['customer', 'item', 'tax_code', 'terms', 'account']))
    const [last] = await inA((trx) =>
      listCycles(trx, TENANT_A, { adapterType: 'qbo', realm }, { after: null, limit: 1 }),
    )
    expect(last).toMatchObject({ trigger: 'refresh', status: 'done', idle: false })
    expect(Number(last?.stats['catalogueEntries'])).toBeGreaterThan(2)
    expect((await world.reread(connection)).facts.booksClosedThrough).toBe('2026-10-31')
  })

  it('is still wanted after the process that read it died, or the service did not answer', async () => {
    const connection = await world.connect()
    await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))
    let calls = 0
    const mortal = world.another('mortal', {
      async fetch(...call) {
        calls += 1
        if (calls === 4) throw new TypeError('fetch failed')
        return await world.sandbox.fetch(...call)
      },
    })
    expect(await world.cycle(connection, mortal)).toMatchObject({ kind: 'ran' })
    expect((await world.reread(connection)).catalogueAt).toBeNull()
    world.advance(900)
    await world.cycle(connection)
    expect((await world.reread(connection)).catalogueAt).not.toBeNull()
    expect(await itemsOf(connection)).toHaveLength(2)
  })

  it('is written under the lease alone: who lost it while reading writes nothing', async () => {
    const connection = await world.connect()
    await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))
    let isLate = false
    let callsOfTheLate = 0
    const slow = world.another('slow', {
      async fetch(input, init) {
        if (isLate) callsOfTheLate += 1
        const answer = await world.sandbox.fetch(input, init)
        if (!isLate && String(input).includes('Customer')) {
          isLate = true
          world.advance(400)
          expect(await world.cycle(connection)).toMatchObject({ kind: 'ran' })
        }
        return answer
      },
    })
    expect(await world.cycle(connection, slow)).toMatchObject({ kind: 'broke_off' })
    expect([isLate, callsOfTheLate]).toEqual([true, 0])
    expect((await world.reread(connection)).catalogueAt).not.toBeNull()
  })

  it('keeps its lease between the pages of a list, so that nobody takes over a reading that goes on', async () => {
    const connection = await world.connect()
    await inA((trx) => refresh(world.host, trx, TENANT_A, connection.connectionId))
    const met: unknown[] = []
    const slow = world.another('slow', {
      async fetch(input, init) {
        const answer = await world.sandbox.fetch(input, init)
        // Two pages of the same kind, together longer than a lease.
        if (/TaxRate|TaxCode/.test(decodeURIComponent(String(input)))) world.advance(200)
        if (String(input).includes('TaxCode')) met.push(await world.cycle(connection))
        return answer
      },
    })
    expect(await world.cycle(connection, slow)).toMatchObject({ kind: 'ran' })
    expect(met).toMatchObject([{ kind: 'joined' }])
  })

  it('keeps nobody waiting who wants one document out, unless it was never read', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1)
    world.advance(90_000)
    const before = readsOf(connection).length
    const [cycle] = syncJobs(world.engine)
    const order = { tenant: TENANT_A, connectionId: connection.connectionId, trigger: 'sync_now' }
    await cycle?.run(order, SIGNAL)
    expect([...world.there(connection).values()]).toEqual([1])
    expect(readsOf(connection)).toHaveLength(before)
    await world.cycle(connection)
    expect(readsOf(connection).length).toBeGreaterThan(before)
  })
})
