import { afterAll, beforeAll, expect, it } from 'vitest'
import { putTokens } from '../../connection/tokens.ts'
import { runCycle } from '../../engine/cycle.ts'
import type { Engine } from '../../engine/engine.ts'
import { createGovernor } from '../../engine/outbound/governor.ts'
import { saveConnection } from '../../postgres/connecting.ts'
import type { Connection } from '../../postgres/connection.ts'
import { enqueue } from '../../postgres/enqueue.ts'
import { writeLinks } from '../../postgres/links.ts'
import { listOperations } from '../../postgres/viewer.ts'
import { CLIENT, draftOf, invoice, linkOf, SERVICE, SIGNAL, SOMEBODY } from '../../testing/sync-world.ts'
import { createTestHost, TENANT_A, type TestHost } from '../../testing/test-host.ts'
import type { FrozenWrite } from '../../adapter.ts'
import { createCsvAdapter } from './adapter.ts'
import { fileOf } from './file.ts'
import { FACTS } from './testing/documents.ts'

let test: TestHost
let engine: Engine

beforeAll(async () => {
  test = await createTestHost(async () => {
    throw new Error('A file asks nobody.')
  })
  const adapter = createCsvAdapter({
    facts: async () => FACTS,
    catalogue: async () => [],
    delivered: async () => new Set(),
  })
  engine = {
    host: test.host,
    adapterOf: () => adapter,
    config: {
      worker: 'first',
      lanes: 2,
      appFor: async () => {
        throw new Error('A file has no app.')
      },
    },
    governor: createGovernor(test.host.clock),
  }
})
afterAll(() => test.close())

/** A file needs no token; the connection asks for one all the same, so it is given one that never ends. */
async function connected(): Promise<Connection> {
  const never = new Date('2100-01-01T00:00:00.000Z')
  const tokens = { accessToken: '', accessExpiresAt: never, refreshToken: '', refreshExpiresAt: never }
  return await test.host.transactions.inTenant(TENANT_A, async (trx) => {
    const connection = await saveConnection(trx, TENANT_A, {
      adapterType: 'csv',
      realm: 'office',
      connectionId: crypto.randomUUID(),
      environment: 'file',
      app: 'platform',
      facts: FACTS,
      settings: { autoSync: true, goLiveDate: '2026-01-01' },
      accessExpiresAt: never,
      refreshExpiresAt: never,
      refreshHardExpiresAt: null,
      connectedBy: SOMEBODY,
      at: test.now(),
    })
    await putTokens(test.host, trx, TENANT_A, connection.connectionId, {
      ...tokens,
      refreshHardExpiresAt: null,
      realm: null,
    })
    const drafts = [
      linkOf('client', CLIENT, 'customer', 'C-17'),
      linkOf('service', SERVICE, 'item', '4000'),
      linkOf('tax', 'none', 'tax_code', 'V0'),
    ]
    await writeLinks(trx, TENANT_A, connection, drafts, test.now())
    return connection
  })
}

// capability sending out: Instead of to QuickBooks, documents go into a CSV file
it('goes the same way as calls do: queued, frozen, settled each, and written into a file once', async () => {
  const connection = await connected()
  const documents = Array.from({ length: 3 }, (_, at) => invoice(at + 1, { currency: 'EUR' }))
  for (const each of documents) test.documents.set(each.id, each)
  await test.host.transactions.inTenant(TENANT_A, (trx) =>
    enqueue(
      trx,
      TENANT_A,
      documents.map((each) => draftOf(connection, each)),
      test.now(),
    ),
  )
  const order = { tenant: TENANT_A, connectionId: connection.connectionId, trigger: 'schedule' as const }
  expect(await runCycle(engine, order, SIGNAL)).toMatchObject({ kind: 'ran', outbound: 'done' })
  await runCycle(engine, order, SIGNAL)

  const operations = await test.host.transactions.inTenant(TENANT_A, (trx) =>
    listOperations(trx, TENANT_A, { realm: connection.realm }, { after: null, limit: 10 }),
  )
  expect(operations.map((each) => each.status)).toEqual(['done', 'done', 'done'])
  const frames = await test.host.transactions.inTenant(
    TENANT_A,
    async (trx): Promise<{ frame_id: string; writes: FrozenWrite[] }[]> =>
      await trx('accounting_sync_frames')
        .where({ tenant: TENANT_A, adapter_type: 'csv' })
        .orderBy('frame_id'),
  )
  const files = frames.map(({ frame_id, writes }) => fileOf({ frameId: frame_id, writes }))
  const said = files.map(({ bytes }) => new TextDecoder().decode(bytes)).join('')
  for (const { id } of documents) expect(said.split(`tieout:${id}`)).toHaveLength(2)
  expect(test.tasks.size).toBe(0)
})
