import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Trx } from '../../host.ts'
import { createBatch, listBatches, readBatch, startBatch } from '../../postgres/batches.ts'
import { queue } from '../../producers/producers.ts'
import { createSyncWorld, invoice, lineOf, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { replaceCatalogue } from '../../postgres/catalogue.ts'
import { map } from '../mapping/map.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)

describe('a batch', () => {
  it('that a person made is delivered when its last document is, not when it is made (L11)', async () => {
    const connection = await world.connect()
    const documents = [
      invoice(70_001),
      invoice(70_002, { lines: [lineOf(100, 'later')], netMinor: 100, totalMinor: 100 }),
    ]
    for (const each of documents) world.documents.set(each.id, each)
    const batchId = crypto.randomUUID()
    await inA(async (trx) => {
      const row = { batchId, origin: 'manual', filter: {}, createdBy: SOMEBODY, at: world.now() } as const
      await createBatch(trx, TENANT_A, connection, row)
      await startBatch(trx, TENANT_A, batchId, 1)
      await queue(world.host, trx, connection, documents, { batchId })
    })
    await world.cycle(connection)
    const batch = () => inA((trx) => readBatch(trx, TENANT_A, batchId))
    expect(await batch()).toMatchObject({ status: 'delivering', lines: { done: 1, pending: 1 } })
    await inA(async (trx) => {
      const entry = {
        id: '1',
        name: 'Services',
        detail: null,
        email: null,
        currency: null,
        active: true,
        group: null,
      }
      await replaceCatalogue(trx, TENANT_A, connection, 'item', [entry], world.now())
      await map(world.host, trx, connection, { entityType: 'service', entityId: 'later', externalId: '1' })
    })
    await world.cycle(connection)
    expect(await batch()).toMatchObject({ status: 'delivered', lines: { done: 2 } })
  })

  it('of the schedule is one for each drain, however many frames it takes', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 70)
    await world.cycle(connection)
    const batches = await inA((trx) =>
      listBatches(trx, TENANT_A, { origin: 'scheduled' }, { after: null, limit: 10 }),
    )
    const own = batches.filter((each) => each.realm === connection.realm)
    expect(own).toMatchObject([{ status: 'delivered', lines: { done: 70 } }])
  })
})
