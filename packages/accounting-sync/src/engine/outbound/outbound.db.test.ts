import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { statementsOf } from '../../testing/statements.ts'
import { createSyncWorld, lineOf, linkOf, SERVICE, SIGNAL, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { loadLinks, writeLinks } from '../../postgres/links.ts'
import { release } from '../../postgres/due.ts'
import { readAttempts } from '../../postgres/viewer.ts'
import type { Trx } from '../../host.ts'
import { sessionFor } from '../../connection/session.ts'
import type { Connection } from '../../postgres/connection.ts'

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

const linkTo = async (connection: Connection, entityId = '') => {
  const [link] = await inA((trx) =>
    loadLinks(trx, TENANT_A, connection, [{ entityType: 'invoice', entityId }]),
  )
  return link
}

const callsTo = (connection: Connection, what: string) =>
  world.sandbox.log.entries().filter((each) => each.realmId === connection.realm && each.what === what)

const statusesOf = async (connection: Connection) =>
  Object.fromEntries((await world.operations(connection)).map((each) => [each.number, each.status]))

describe('the way out', () => {
  it('sends one document as one request, and the ledger knows that both agree', async () => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1)
    expect(await world.cycle(connection)).toMatchObject({ kind: 'ran', outbound: 'done' })
    expect([...world.there(connection).values()]).toEqual([1])
    const link = await linkTo(connection, document?.id)
    expect(link).toMatchObject({ status: 'verified', externalKind: 'invoice', differences: null })
    expect(callsTo(connection, 'create Invoice')).toHaveLength(1)
  })

  it('sends many in frames of thirty, in few statements for each', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 100)
    const { statements } = await statementsOf(world.db.app, () => world.cycle(connection))
    expect(callsTo(connection, 'batch')).toHaveLength(4)
    expect([...world.there(connection).values()].every((each) => each === 1)).toBe(true)
    expect(world.there(connection).size).toBe(100)
    expect(statements.length).toBeLessThanOrEqual(50)
  })

  it('is idle in five statements and one poll', async () => {
    const connection = await world.connect()
    // What happened just before comes once more.
    for (const _ of ['first', 'once more']) {
      await world.cycle(connection)
      world.advance(900)
    }
    const calls = world.sandbox.log.entries().length
    const { statements } = await statementsOf(world.db.app, () => world.cycle(connection))
    expect(statements.length).toBeLessThanOrEqual(5)
    expect(world.sandbox.log.entries().slice(calls)).toMatchObject([{ what: 'cdc' }])
  })

  // capability sending out: One bad document holds no other
  it('settles each document of a frame on its own outcome (L1)', async () => {
    const connection = await world.connect()
    const good = await world.finalize(connection, 4)
    await inA((trx) =>
      writeLinks(trx, TENANT_A, connection, [linkOf('service', 'broken', 'item', '99999')], world.now()),
    )
    const [bad] = await world.finalize(connection, 1, {
      lines: [lineOf(500, 'broken')],
      netMinor: 500,
      totalMinor: 500,
    })
    await world.cycle(connection)
    const statuses = await statusesOf(connection)
    expect(good.map((each) => statuses[each.number])).toEqual(['done', 'done', 'done', 'done'])
    expect(statuses[bad?.number ?? '']).toBe('failed')
    const task = [...world.tasks.values()].find((each) => each.kind === 'accounting_sync_export_error')
    expect(task?.params).toMatchObject({ number: bad?.number, code: 'reference_invalid' })
  })

  it('lets what lacks a mapping wait with one task for the cause, and the others go (L2)', async () => {
    const connection = await world.connect()
    const good = await world.finalize(connection, 2)
    const bad = await world.finalize(connection, 2, { lines: [lineOf(700, 'unknown-service')] })
    await world.cycle(connection)
    const statuses = await statusesOf(connection)
    expect(good.map((each) => statuses[each.number])).toEqual(['done', 'done'])
    expect(bad.map((each) => statuses[each.number])).toEqual(['pending', 'pending'])
    const waiting = (await world.operations(connection)).filter((each) => each.status === 'pending')
    expect(waiting.map((each) => [each.attempts, each.waitReason])).toEqual([
      [0, 'unmapped'],
      [0, 'unmapped'],
    ])
    expect([...world.tasks.values()].map((each) => [each.kind, each.params['documents']])).toEqual([
      ['accounting_sync_unmapped_item', 2],
    ])
    await inA(async (trx) => {
      await writeLinks(
        trx,
        TENANT_A,
        connection,
        [linkOf('service', 'unknown-service', 'item', '1')],
        world.now(),
      )
      await release(trx, TENANT_A, connection, {
        reason: 'unmapped',
        waitsFor: ['service:unknown-service'],
        at: world.now(),
      })
    })
    await world.cycle(connection)
    expect(Object.values(await statusesOf(connection))).toEqual(['done', 'done', 'done', 'done'])
  })

  it('shows the same request id on every retry of the same frame, and another once it was refused (L3)', async () => {
    const connection = await world.connect()
    world.sandbox.chaos.arm({ fault: 'broken', match: { what: 'create Invoice', realmId: connection.realm } })
    await world.finalize(connection, 1)
    await world.settleDown(connection)
    const [first, second] = callsTo(connection, 'create Invoice').toReversed()
    expect(first?.requestId).toMatch(/^[0-9a-f]{32}$/)
    expect(second?.requestId).toBe(first?.requestId)
    // Exactly the same bytes (L5).
    expect(second?.requestBody).toBe(first?.requestBody)
  })

  // capability sending out: An answer that got lost is looked up, and what is there is adopted
  it('adopts what a lost answer left behind, though the service forgets request ids (L4)', async () => {
    const connection = await world.connect()
    const forgetful = world.sandbox.interfere
    world.sandbox.interfere = (call) => ({ ...forgetful(call), forgetRequestId: true })
    try {
      for (const count of [1, 40]) {
        world.sandbox.chaos.arm({
          fault: 'lost-after',
          match: { realmId: connection.realm, what: count === 1 ? 'create' : 'batch' },
        })
        await world.finalize(connection, count)
        await world.settleDown(connection)
      }
    } finally {
      world.sandbox.interfere = forgetful
    }
    expect(world.there(connection).size).toBe(41)
    expect([...world.there(connection).values()].every((each) => each === 1)).toBe(true)
    const operations = await world.operations(connection)
    expect(operations.every((each) => each.status === 'done' && each.attempts === 0)).toBe(true)
    const tried = await inA((trx) => readAttempts(trx, TENANT_A, operations.at(-1)?.operationId ?? ''))
    expect(tried.map((each) => each.outcome)).toEqual(['unknown', 'adopted'])
  })

  it('does not adopt what somebody else gave the same number', async () => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1)
    const token = await sessionFor(world.engine, connection, SIGNAL).accessToken()
    const line = { DetailType: 'SalesItemLineDetail', SalesItemLineDetail: { ItemRef: { value: '1' } } }
    await world.sandbox.fetch(`http://desk.test/v3/company/${connection.realm}/invoice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      body: JSON.stringify({
        DocNumber: document?.number,
        CustomerRef: { value: '2' },
        Line: [{ ...line, Amount: 1 }],
      }),
    })
    world.sandbox.chaos.arm({ fault: 'lost-before', match: { what: 'create', realmId: connection.realm } })
    await world.settleDown(connection)
    expect(world.there(connection).get(document?.number ?? '')).toBe(2)
    expect(await linkTo(connection, document?.id)).toMatchObject({ status: 'verified' })
  })

  it('gives up after five real refusals, each later than the one before (L7)', async () => {
    const connection = await world.connect()
    const before = world.sandbox.interfere
    const asked: number[] = []
    world.sandbox.interfere = (call) => {
      if (call.what !== 'create Invoice') return before(call)
      asked.push(world.now().getTime())
      const Error = [{ Message: 'Operation failed', Detail: 'An error occurred', code: '1000' }]
      const body = JSON.stringify({ Fault: { Error, type: 'ValidationFault' } })
      return { instead: { status: 400, headers: { 'content-type': 'application/json' }, body } }
    }
    await world.finalize(connection, 1)
    await world.settleDown(connection)
    world.sandbox.interfere = before
    const pauses = asked.slice(1).map((each, at) => each - (asked[at] ?? 0))
    expect(pauses.length).toBe(4)
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
    expect(await world.operations(connection)).toMatchObject([{ status: 'failed', attempts: 5 }])
    expect([...world.tasks.values()].map((each) => each.params['code'])).toEqual(['operation_failed'])
  })

  it('asks again for the one document of a frame that the answer forgot, and writes it once (L6)', async () => {
    const connection = await world.connect()
    world.sandbox.chaos.arm({ fault: 'batch-missing', match: { realmId: connection.realm } })
    await world.finalize(connection, 10)
    await world.settleDown(connection)
    expect(world.there(connection).size).toBe(10)
    expect([...world.there(connection).values()].every((each) => each === 1)).toBe(true)
    expect(Object.values(await statusesOf(connection)).every((each) => each === 'done')).toBe(true)
  })

  it('burns no attempt while the service is down, opens the breaker, and asks once to see (L6)', async () => {
    const connection = await world.connect()
    world.sandbox.chaos.arm({ fault: 'broken', match: { realmId: connection.realm }, times: 1000 })
    await world.finalize(connection, 2)
    expect(await world.cycle(connection)).toMatchObject({ outbound: 'service_down' })
    const calls = world.sandbox.log.entries().length
    expect(await world.cycle(connection)).toMatchObject({ kind: 'service_down' })
    expect(world.sandbox.log.entries().length).toBe(calls)
    world.advance(900)
    expect(await world.cycle(connection)).toMatchObject({ outbound: 'service_down' })
    expect(world.sandbox.log.entries().length).toBe(calls + 1)
    const waiting = await world.operations(connection)
    expect(waiting.map((each) => [each.attempts, each.waitReason])).toEqual([
      [0, 'service_down'],
      [0, 'service_down'],
    ])
    world.sandbox.chaos.calm()
    await world.settleDown(connection)
    expect([...world.there(connection).values()]).toEqual([1, 1])
    expect((await world.reread(connection)).downCount).toBe(0)
  })

  it('waits as long as a throttle says, and burns no attempt for it', async () => {
    const connection = await world.connect()
    world.sandbox.chaos.arm({
      fault: 'throttled',
      match: { realmId: connection.realm },
      params: { retryAfter: 30 },
    })
    await world.finalize(connection, 1)
    const before = world.now().getTime()
    await world.cycle(connection)
    expect(world.now().getTime() - before).toBeGreaterThanOrEqual(30_000)
    expect((await world.operations(connection)).map((each) => [each.status, each.attempts])).toEqual([
      ['done', 0],
    ])
  })

  it('hands what is refused for good to a person at once (L7)', async () => {
    const connection = await world.connect()
    await inA((trx) =>
      writeLinks(trx, TENANT_A, connection, [linkOf('service', SERVICE, 'item', '99999')], world.now()),
    )
    await world.finalize(connection, 1)
    await world.cycle(connection)
    expect(
      (await world.operations(connection)).map((each) => [each.status, each.attempts, each.errorCode]),
    ).toEqual([['failed', 1, 'reference_invalid']])
    expect(callsTo(connection, 'create Invoice')).toHaveLength(1)
  })

  it('calls a total that became another one while saving a difference from the first minute (L14, L28)', async () => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1, { totalMinor: 99_999 })
    await world.cycle(connection)
    const link = await linkTo(connection, document?.id)
    expect(link?.status).toBe('drift')
    expect(link?.snapshot).toMatchObject({ totalMinor: 99_999 })
    expect(link?.differences).toMatchObject([{ field: 'total', here: '99999' }])
    const apart = 99_999 - Number(link?.differences?.find((each) => each.field === 'total')?.there)
    expect([...world.tasks.values()].map(({ kind, money }) => [kind, money])).toEqual([
      ['accounting_sync_drift', { amountMinor: Math.abs(apart), currency: 'USD' }],
    ])
  })
})
