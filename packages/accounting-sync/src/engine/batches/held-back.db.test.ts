import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { replaceCatalogue } from '../../postgres/catalogue.ts'
import { saveFacts } from '../../postgres/connection-settings.ts'
import { CLIENT, createSyncWorld, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { batchDesk } from '../../testing/batch-desk.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { createBatch, validateBatch } from './batches.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => world.documents.clear())
afterAll(() => world.close())

const { inA, made, drafted, deliver, cancel, batchOf, linesOf } = batchDesk(() => world)

describe('a batch of a person', () => {
  it.each([
    ['where the company keeps one currency', false, null],
    ['where its customer keeps another', true, 'USD'],
  ])(
    'does not call ready what would be refused for its currency, %s',
    async (_where, multiCurrency, kept) => {
      const connection = await world.connect()
      const [foreign, own] = [...made(1, { currency: 'EUR' }), ...made(1)]
      const customer = { id: '1', name: 'Alder', detail: null, email: null, active: true, group: null }
      await inA(async (trx) => {
        const facts = { ...connection.facts, multiCurrency }
        await saveFacts(trx, TENANT_A, connection.connectionId, facts, world.now())
        const entries = [{ ...customer, currency: kept }]
        await replaceCatalogue(trx, TENANT_A, connection, 'customer', entries, world.now())
      })
      const both = [foreign, own].filter((each) => each !== undefined)
      const { batchId } = await drafted(connection, both)
      expect(await inA((trx) => validateBatch(world.host, trx, TENANT_A, batchId))).toMatchObject({
        documents: [{ state: 'other_currency' }, { state: 'ready' }],
      })
      expect(await deliver(batchId)).toEqual({
        kind: 'delivering',
        delivery: expect.objectContaining({ queued: 1, otherCurrency: 1 }),
      })
    },
  )

  it.each(['dies', 'lives'] as const)(
    'cancelled when it is frozen and nothing of it has left does not go out, though its worker %s',
    async (end) => {
      const connection = await world.connect()
      const [queued] = await world.finalize(connection, 1)
      const own = made(3)
      const { batchId } = await drafted(connection, [...own, ...(queued === undefined ? [] : [queued])])
      expect(await deliver(batchId)).toMatchObject({ delivery: { queued: 3, joined: 1 } })
      const { governor, ...engine } = world.another(end)
      let asked = 0
      const interrupted = {
        ...engine,
        governor: {
          ...governor,
          async take(...what: Parameters<typeof governor.take>) {
            asked += 1
            // The first asks what changed there, the second is about to send.
            if (asked === 2) {
              expect(await cancel(batchId, 2)).toEqual({ kind: 'cancelled', skipped: 3, givenBack: 0 })
              if (end === 'dies') throw new Error('killed')
            }
            await governor.take(...what)
          },
        },
      }
      await world.cycle(connection, interrupted)
      await world.settleDown(connection)
      expect([...world.there(connection).keys()]).toEqual([queued?.number])
      expect(await batchOf(batchId)).toMatchObject({ status: 'cancelled', lines: { done: 1, skipped: 3 } })
      const left = (await linesOf(batchId)).find((each) => each.status === 'skipped')
      expect(left).toMatchObject({ skipReason: 'wrong month', skippedBy: SOMEBODY, nextAttemptAt: null })
    },
  )

  it('is refused when it is empty, too big, or for a company that is not connected', async () => {
    const { connectionId } = await world.connect()
    const draft = (documentIds: string[], company = connectionId) =>
      inA((trx) => createBatch(world.host, trx, TENANT_A, company, { filter: {}, documentIds, by: SOMEBODY }))
    const many = Array.from({ length: 1001 }, () => crypto.randomUUID())
    expect(await draft([])).toEqual({ kind: 'refused', reason: 'empty' })
    expect(await draft(many)).toEqual({ kind: 'refused', reason: 'too_many' })
    expect(await draft([CLIENT], SOMEBODY)).toEqual({ kind: 'refused', reason: 'not_connected' })
    expect(await deliver(SOMEBODY)).toEqual({ kind: 'unknown' })
  })
})
