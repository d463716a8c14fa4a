import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TransportFailure } from '../../adapter.ts'
import type { CanonicalDocument } from '../../core/document.ts'
import type { Connection } from '../../postgres/connection.ts'
import { enqueue } from '../../postgres/enqueue.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { createSyncWorld, draftOf, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

/** As the books do it: no document any more, and its void asked for. */
async function cancel(connection: Connection, document: CanonicalDocument): Promise<void> {
  world.documents.delete(document.id)
  const entityType = document.kind === 'invoice' ? 'invoice' : 'credit_note'
  const draft = { ...draftOf(connection, document), kind: 'void_invoice' as const, entityType }
  await world.host.transactions.inTenant(TENANT_A, (trx) => enqueue(trx, TENANT_A, [draft], world.now()))
}

const only = <T>([first, ...others]: readonly T[]): T => {
  if (first === undefined || others.length > 0) throw new Error(`${others.length + 1} instead of one`)
  return first
}
const invoicesIn = ({ realm }: Connection) => [...world.sandbox.company(realm).tables.Invoice.rows.values()]
const endsOf = async (connection: Connection) =>
  (await world.operations(connection)).map(({ kind, status }) => `${kind} ${status}`).toSorted()
const linkOf = async ({ id }: CanonicalDocument) =>
  await world.db.owner('tenant_external_entity_mappings').where({ alga_entity_id: id }).first()

describe('a void whose answer gets lost', () => {
  it.each(['broken-after', 'lost-before'] as const)('is done once in the end (%s)', async (fault) => {
    const connection = await world.connect()
    const document = only(await world.finalize(connection, 1))
    await world.settleDown(connection)
    await cancel(connection, document)
    world.sandbox.chaos.arm({ fault, match: { realmId: connection.realm, what: 'void Invoice' }, times: 1 })
    await world.settleDown(connection)
    expect(invoicesIn(connection)).toMatchObject([{ TotalAmt: 0, Balance: 0 }])
    expect(await endsOf(connection)).toEqual(['export_invoice done', 'void_invoice done'])
    expect(await linkOf(document)).toMatchObject({ status: 'voided', differences: null })
    expect(world.tasks.size).toBe(0)
  })
})

describe('a document of which nobody knows whether it is there, while it is cancelled', () => {
  it('is waited for, and voided once it is found', async () => {
    const connection = await world.connect()
    const document = only(await world.finalize(connection, 1))
    const adapter = world.engine.adapterOf(connection.adapterType)
    const { deliver } = adapter
    adapter.deliver = async (session, frame) => {
      adapter.deliver = deliver
      await deliver(session, frame)
      await cancel(connection, document)
      throw new TransportFailure('unknown_outcome', 'the answer got lost')
    }
    await world.settleDown(connection)
    expect(invoicesIn(connection)).toMatchObject([{ TotalAmt: 0 }])
    expect(await endsOf(connection)).toEqual(['export_invoice done', 'void_invoice done'])
    expect(await linkOf(document)).toMatchObject({ status: 'voided' })
    expect(world.tasks.size).toBe(0)
  })

  it('is not voided when it was paid there before it was found: a task says how much', async () => {
    const connection = await world.connect()
    const document = only(await world.finalize(connection, 1))
    const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
    const adapter = world.engine.adapterOf(connection.adapterType)
    const { deliver } = adapter
    adapter.deliver = async (session, frame) => {
      adapter.deliver = deliver
      await deliver(session, frame)
      const row = only(invoicesIn(connection))
      await keeper.pays('1', 0.4, [[row.Id, 0.4]])
      await cancel(connection, document)
      throw new TransportFailure('unknown_outcome', 'the answer got lost')
    }
    await world.settleDown(connection)
    expect(invoicesIn(connection)).not.toMatchObject([{ TotalAmt: 0 }])
    expect(await endsOf(connection)).toEqual(['export_invoice done', 'void_invoice failed'])
    expect([...world.tasks.values()].map(({ kind, params }) => [kind, params['code']])).toContainEqual([
      'accounting_sync_export_error',
      'paid_there',
    ])
    world.tasks.clear()
  })
})
