import type { EntityRef } from '../../core/references.ts'
import type { Seen } from '../../core/seen.ts'
import type { Trx } from '../../host.ts'
import { loadLinks, writeLinks } from '../../postgres/links.ts'
import type { Decision } from '../../postgres/settle.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { linkAgain } from '../inbound/effects.ts'
import type { Run } from './run.ts'

export type Met = EntityRef & NonNullable<Decision['settledThere']>

/** What a void was refused for: money on the document of which no poll has told. */
export const metOnTheWay = ({ entityType, entityId }: StoredOperation, { settledThere }: Decision): Met[] =>
  settledThere === undefined ? [] : [{ entityType, entityId, ...settledThere }]

/**
 * It is noted as seen. Should it be gone again before a poll tells of it, that one tells of a document on which
 * nothing lies, which is news only to whoever knows that something did; and the void goes on.
 */
export async function noteSettled({ connection, engine }: Run, trx: Trx, met: readonly Met[]): Promise<void> {
  if (met.length === 0) return
  const at = engine.host.clock.now()
  const links = await loadLinks(trx, connection.tenant, connection, met)
  const byEntity = new Map(met.map((each) => [each.entityId, each]))
  const drafts = links.flatMap((link) => {
    const found = byEntity.get(link.entityId)
    if (found === undefined) return []
    const balanceMinor = found.ofMinor - found.amountMinor
    const seen: Seen = { balanceMinor, totalMinor: found.ofMinor, state: 'standing', at: at.toISOString() }
    return [linkAgain(link, { metadata: { seen } })]
  })
  await writeLinks(trx, connection.tenant, connection, drafts, at)
}
