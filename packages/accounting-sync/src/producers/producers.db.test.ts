import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CanonicalDocument } from '../core/document.ts'
import type { Trx } from '../host.ts'
import type { Connection } from '../postgres/connection.ts'
import { makeDefault } from '../postgres/connecting.ts'
import { statementsOf } from '../testing/statements.ts'
import { createSyncWorld, invoice, lineOf, type SyncWorld } from '../testing/sync-world.ts'
import { TENANT_A, TENANT_B } from '../testing/test-host.ts'
import {
  AlreadyExported,
  documentsFinalized,
  documentsReopened,
  documentsVoided,
  readiness,
  type Announced,
} from './producers.ts'

let world: SyncWorld
let connection: Connection
beforeAll(async () => {
  world = await createSyncWorld()
})
beforeEach(async () => {
  connection = await world.connect()
  await inA((trx) => makeDefault(trx, TENANT_A, connection.connectionId))
  world.tasks.clear()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)

let numbers = 50_000
function finalized(changes: Partial<CanonicalDocument> = {}): CanonicalDocument {
  numbers += 1
  const document = invoice(numbers, changes)
  world.documents.set(document.id, document)
  return document
}

const announced = ({
  id,
  kind,
  number,
  issueDate,
  clientId,
  clientName,
  totalMinor,
  currency,
}: CanonicalDocument): Announced => ({
  id,
  kind,
  number,
  issueDate,
  clientId,
  clientName,
  totalMinor,
  currency,
})

const finalize = (...documents: CanonicalDocument[]) =>
  inA((trx) => documentsFinalized(world.host, trx, TENANT_A, documents.map(announced)))

const statuses = async () => (await world.operations(connection)).map((each) => each.status)

describe('a finalized document', () => {
  it('is queued in the transaction that finalized it, and with that one forgotten (L10)', async () => {
    const document = finalized()
    await expect(
      inA(async (trx) => {
        await documentsFinalized(world.host, trx, TENANT_A, [announced(document)])
        throw new Error('finalizing failed')
      }),
    ).rejects.toThrow('finalizing failed')
    expect(await statuses()).toEqual([])
    expect(await finalize(document)).toBe(1)
    expect(await finalize(document)).toBe(0)
    expect(await statuses()).toEqual(['pending'])
  })

  it('of which there are many is queued in one insert', async () => {
    const documents = Array.from({ length: 200 }, () => finalized())
    const { statements } = await statementsOf(world.db.app, () => finalize(...documents))
    expect(statements).toHaveLength(2)
  })

  // capability control stays: Documents dated before go-live
  it('stays here when it is dated before go-live, whenever it is finalized (L16)', async () => {
    expect(
      await finalize(finalized({ issueDate: '2025-12-31' }), finalized({ issueDate: '2026-01-01' })),
    ).toBe(1)
  })

  it('stays here without a company, and nobody hears of it (L62)', async () => {
    const work = (trx: Trx) => documentsFinalized(world.host, trx, TENANT_B, [announced(finalized())])
    expect(await world.host.transactions.inTenant(TENANT_B, work)).toBe(0)
  })
})

describe('a document that is taken back', () => {
  it('leaves the queue when it is voided, with the task about it (L8)', async () => {
    const document = finalized({ lines: [lineOf(100, 'nowhere')] })
    await finalize(document)
    await world.cycle(connection)
    expect(world.tasks.size).toBe(1)
    await inA((trx) => documentsVoided(world.host, trx, TENANT_A, 'invoice', [document.id]))
    expect(await statuses()).toEqual(['skipped'])
    expect(world.tasks.size).toBe(0)
    await world.cycle(connection)
    expect(world.there(connection).size).toBe(0)
  })

  it('may be opened again as long as it was not sent, and not after that (L17)', async () => {
    const [queued, sent] = [finalized(), finalized()]
    await finalize(sent)
    await world.cycle(connection)
    await finalize(queued)
    const reopen = (id: string) => inA((trx) => documentsReopened(world.host, trx, TENANT_A, 'invoice', [id]))
    await expect(reopen(sent.id)).rejects.toThrow(AlreadyExported)
    await reopen(queued.id)
    await world.cycle(connection)
    expect([...world.there(connection).keys()]).toEqual([sent.number])
  })

  it('is not opened again when the look for it fails (L17)', async () => {
    const document = finalized()
    await expect(
      inA(async (trx) => {
        await trx.raw('set local statement_timeout = 1')
        await trx.raw('select pg_sleep(1)').catch(() => {})
        await documentsReopened(world.host, trx, TENANT_A, 'invoice', [document.id])
      }),
    ).rejects.toThrow()
  })
})

describe('readiness', () => {
  it('names each line that cannot be mapped before the document is finalized (L18)', async () => {
    const lines = [lineOf(100), lineOf(200, 'nowhere'), lineOf(300, null)]
    const document = finalized({ lines })
    const whole = finalized({ lines: [lineOf(100)] })
    expect(await inA((trx) => readiness(trx, TENANT_A, [whole, document]))).toEqual([
      {
        documentId: document.id,
        apart: null,
        missing: [
          { what: 'item', serviceId: 'nowhere', lineId: lines[1]?.id },
          { what: 'item', serviceId: null, lineId: lines[2]?.id },
        ],
      },
    ])
  })

  it('has nothing to say of a document that would stay here', async () => {
    const document = finalized({ lines: [lineOf(200, 'nowhere')], issueDate: '2025-01-01' })
    expect(await inA((trx) => readiness(trx, TENANT_A, [document]))).toEqual([])
  })
})
