import type { Trx } from '../../host.ts'
import { skip } from '../../postgres/by-people.ts'
import { release } from '../../postgres/due.ts'
import type { Moved, OperationMove } from '../../postgres/moves.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { documentCause } from './causes.ts'
import type { Run } from './run.ts'

/** What becomes of whatever waits for something else to be settled first. Costs nothing where nothing does. */
export class FateOfOthers {
  readonly #toBeVoid: ReadonlySet<string>
  readonly #arrived: string[] = []
  readonly #over: string[] = []

  constructor(moved: readonly Moved[]) {
    this.#toBeVoid = new Set(moved.filter((each) => each.isToBeVoid).map((each) => each.operationId))
  }

  /** One that did not arrive, of a document that was cancelled here meanwhile. */
  isOver({ operationId }: StoredOperation): boolean {
    return this.#toBeVoid.has(operationId)
  }

  follows(operation: StoredOperation, { move }: OperationMove, isOver: boolean): void {
    const { operationId, entityId, kind } = operation
    const settlesDocuments = kind === 'record_payment' || kind === 'apply_credit'
    const isAwaited = settlesDocuments
      ? isOver
      : this.isOver(operation) || operation.payload['again'] === true
    if (move === 'settle' && isAwaited) this.#arrived.push(entityId)
    if (move === 'fail' && this.isOver(operation)) this.#over.push(operationId)
  }

  async tell({ engine, connection }: Run, trx: Trx): Promise<void> {
    const { tenant } = connection
    const at = engine.host.clock.now()
    if (this.#arrived.length > 0) {
      const waitsFor = this.#arrived.map(documentCause)
      await release(trx, tenant, connection, { reason: 'waits_for_document', waitsFor, at })
    }
    if (this.#over.length > 0) await skip(trx, tenant, this.#over, { reason: 'voided', by: null, at })
  }
}
