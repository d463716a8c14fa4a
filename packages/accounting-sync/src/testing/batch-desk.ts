import type { CanonicalDocument } from '../core/document.ts'
import { cancelBatch, createBatch, deliverBatch } from '../engine/batches/batches.ts'
import type { Trx } from '../host.ts'
import { readBatch } from '../postgres/batches.ts'
import type { Connection } from '../postgres/connection.ts'
import { listOperations } from '../postgres/viewer.ts'
import { invoice, SOMEBODY, type SyncWorld } from './sync-world.ts'
import { TENANT_A } from './test-host.ts'

/** Somebody who chooses documents, and lets them go in batches. */
export function batchDesk(world: () => SyncWorld) {
  let numbers = 500_000
  const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
    world().host.transactions.inTenant(TENANT_A, work)
  const idsOf = (documents: readonly { id: string }[]) => documents.map((each) => each.id)
  return {
    inA,
    idsOf,
    /** Documents that nobody queued. */
    made(count: number, changes: Partial<CanonicalDocument> = {}): CanonicalDocument[] {
      const all = Array.from({ length: count }, () => invoice((numbers += 1), changes))
      for (const each of all) world().documents.set(each.id, each)
      return all
    },
    async drafted({ connectionId }: Connection, documents: readonly { id: string }[]) {
      const chosen = { filter: {}, documentIds: idsOf(documents), by: SOMEBODY }
      const answer = await inA((trx) => createBatch(world().host, trx, TENANT_A, connectionId, chosen))
      if (answer.kind !== 'drafted') throw new Error(JSON.stringify(answer))
      return answer.batch
    },
    deliver: (batchId: string, version = 1) =>
      inA((trx) => deliverBatch(world().host, trx, TENANT_A, batchId, version)),
    cancel(batchId: string, version: number) {
      const why = { version, reason: 'wrong month', by: SOMEBODY }
      return inA((trx) => cancelBatch(world().host, trx, TENANT_A, batchId, why))
    },
    batchOf: (batchId: string) => inA((trx) => readBatch(trx, TENANT_A, batchId)),
    linesOf: (batchId: string) =>
      inA((trx) => listOperations(trx, TENANT_A, { batchId }, { after: null, limit: 2000 })),
  }
}
