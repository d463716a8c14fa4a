import type { Transaction } from '@tieout/platform'
import { z } from 'zod'

/** One thing somebody did to a receipt, as the audit tells it. */
export interface Deed {
  at: string
  actorName: string
  action: string
  after: unknown
}

/** Names for the history of a receipt; none where a provider's own books are all that is known. */
export interface WhoDidWhat {
  recordedBy: string | null
  reversedBy: string | null
  appliedBy(allocation: { invoiceId: string; recordedAt: string }): string | null
  takenOffBy(allocation: { allocationId: string }): string | null
}

export async function deedsOn(trx: Transaction, paymentId: string): Promise<Deed[]> {
  return await trx('audit_events')
    .where({ entity_type: 'payment', entity_id: paymentId })
    .orderBy(['recorded_at', 'event_id'])
    .select({ at: 'recorded_at', actorName: 'actor_name', action: 'action', after: 'after' })
}

/** The deeds are in the order in which they were done; each is audited after it was written. */
export function whoDidWhat(deeds: readonly Deed[]): WhoDidWhat {
  const nameOf = (isIt: (deed: Deed) => boolean) => deeds.find(isIt)?.actorName ?? null
  return {
    recordedBy: nameOf(({ action }) => action === 'payment.recorded'),
    reversedBy: nameOf(({ action }) => action === 'payment.reversed'),
    appliedBy: ({ invoiceId, recordedAt }) =>
      nameOf(({ at, action, after }) => {
        if (at < recordedAt || !['payment.recorded', 'payment.applied'].includes(action)) return false
        const told = appliedTo.safeParse(after)
        return told.success && told.data.allocations.some((each) => each.invoiceId === invoiceId)
      }),
    takenOffBy: ({ allocationId }) =>
      nameOf(({ action, after }) => {
        const told = takenOff.safeParse(after)
        return action === 'payment.allocation_reversed' && told.data?.allocationId === allocationId
      }),
  }
}

// Written as they were sent; the database has them in lower case.
const id = z.string().toLowerCase()
const appliedTo = z.object({ allocations: z.array(z.object({ invoiceId: id })) })
const takenOff = z.object({ allocationId: id })
