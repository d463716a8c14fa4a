import type { CreditOutcome, Elsewhere, HostCredits } from '@tieout/accounting-sync'
import { applyExternalCredits, takeOffCredits, type BooksContext } from '@tieout/billing'
import { recordAudit, type Transaction } from '@tieout/platform'
import type { PluginHost } from '../plugins/server-plugin.ts'
import { creditsOn, lookAtCredits, readAllocations } from './credits-seen.ts'

type Parts = Pick<PluginHost, 'billing' | 'clock' | 'ids'>

/** Credit that the accounting system tells of, in the one write path of the books. */
export function creditsFor(parts: Parts): HostCredits {
  const books = (trx: Transaction, tenant: string): BooksContext => ({ ...parts, trx, tenant })
  return {
    look: (trx, _tenant, wanted) => lookAtCredits(trx, wanted),
    read: (trx, _tenant, allocationIds) => readAllocations(trx, allocationIds),
    applied: (trx, _tenant, documentIds) => creditsOn(trx, documentIds),
    async takeOff(trx, tenant, reversals) {
      const asked = new Map(reversals.map((each) => [each.allocationId, each]))
      const taken = await takeOffCredits(
        books(trx, tenant),
        reversals.map(({ allocationId, reason, source }) => ({
          allocationId,
          reason,
          external: externalOf(source),
        })),
      )
      await audited(
        parts,
        trx,
        tenant,
        'credit.unapplied',
        taken.flatMap(({ allocationId, invoiceId, creditId, amountMinor }) => {
          const told = asked.get(allocationId)
          const after = { creditId, creditAllocationId: allocationId, amountMinor }
          return told === undefined ? [] : [{ invoiceId, after, reason: told.reason, source: told.source }]
        }),
      )
    },
    async apply(trx, tenant, drafts) {
      const outcomes = await applyExternalCredits(
        books(trx, tenant),
        drafts.map(({ creditNoteId, documentId: invoiceId, amountMinor, date: appliedOn, source }) => ({
          creditNoteId,
          invoiceId,
          amountMinor,
          appliedOn,
          external: externalOf(source),
        })),
      )
      const fresh = drafts.flatMap(({ documentId: invoiceId, creditNoteId, amountMinor, source }, at) => {
        const outcome = outcomes[at]
        if (outcome?.kind !== 'applied') return []
        const after = { creditNoteId, creditAllocationId: outcome.allocationId, amountMinor }
        return [{ invoiceId, after, source }]
      })
      await audited(parts, trx, tenant, 'credit.applied', fresh)
      return outcomes.map((each): CreditOutcome =>
        each.kind === 'applied' ? each : { kind: 'refused', detail: each.problem.message },
      )
    },
  }
}

const externalOf = ({ externalId, realm }: Elsewhere) => ({ externalId, externalRealm: realm })

interface Told {
  invoiceId: string
  after: Record<string, unknown>
  reason?: string
  source: Elsewhere
}

/** By the sync itself, and where it happened. One statement. */
async function audited(
  { clock, ids }: Parts,
  trx: Transaction,
  tenant: string,
  action: string,
  happened: readonly Told[],
): Promise<void> {
  const actor = { kind: 'system', tenant, name: 'Accounting sync' } as const
  const events = happened.map(({ invoiceId, after, reason, source }) => ({
    action,
    entityType: 'invoice',
    entityId: invoiceId,
    after: { ...after, ...externalOf(source) },
    reason: reason ?? null,
  }))
  if (events.length > 0) await recordAudit(trx, { clock, ids }, tenant, actor, ids.uuid(), events)
}
