import type { Intent } from '../../adapter.ts'
import type { EntityRef } from '../../core/references.ts'
import type { Seen } from '../../core/seen.ts'
import type { Trx } from '../../host.ts'
import { loadLinks, writeLinks } from '../../postgres/links.ts'
import type { Decision } from '../../postgres/settle.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { linkAgain } from '../inbound/effects.ts'
import type { Run } from './run.ts'

export type Met = EntityRef & { amountMinor: number }

/** What a void was refused for: money on the document of which no poll has told. */
export const metOnTheWay = ({ entityType, entityId }: StoredOperation, { move }: Decision): Met[] =>
  move.move === 'fail' && move.code === 'paid_there' && move.amountMinor !== undefined
    ? [{ entityType, entityId, amountMinor: move.amountMinor }]
    : []

/**
 * It is noted as seen. Should it be gone again before a poll tells of it, that one tells of a document on which
 * nothing lies, which is news only to whoever knows that something did; and the void goes on.
 */
export async function noteSettled({ connection, engine }: Run, trx: Trx, met: readonly Met[]): Promise<void> {
  if (met.length === 0) return
  const at = engine.host.clock.now()
  const links = await loadLinks(trx, connection.tenant, connection, met)
  const amounts = new Map(met.map((each) => [each.entityId, each.amountMinor]))
  const drafts = links.map((link) => {
    const { totalMinor: meantMinor } = link.snapshot as Intent
    const balanceMinor = meantMinor - (amounts.get(link.entityId) ?? 0)
    const seen: Seen = { balanceMinor, totalMinor: meantMinor, state: 'standing', at: at.toISOString() }
    return linkAgain(link, { metadata: { seen } })
  })
  await writeLinks(trx, connection.tenant, connection, drafts, at)
}
