import type { Transaction } from '@tieout/platform'
import type { ExternalSource } from './receivables/trail.ts'

/** What happened to documents and money, as other modules hear it. */
export interface LifecycleEvents {
  finalized: { invoiceId: string; invoiceType: 'standard' | 'credit_note' | 'prepayment'; issueDate: string }
  paymentRecorded: {
    paymentId: string
    provider: string
    allocations: { allocationId: string; invoiceId: string; amountMinor: number }[]
    /** Where it happened, when it was not here. */
    source: ExternalSource | null
  }
  paymentReversed: {
    paymentId: string
    provider: string
    allocations: { allocationId: string; invoiceId: string; amountMinor: number }[]
    whole: boolean
    source: ExternalSource | null
  }
  creditApplied: CreditMoved
  creditUnapplied: CreditMoved
  /** A finalized document is a draft again; it keeps its number. */
  reopened: { invoiceId: string; invoiceType: 'standard' | 'prepayment'; reason: string }
  voided: { invoiceId: string; invoiceType: 'standard' | 'credit_note' | 'prepayment'; reason: string }
}

interface CreditMoved {
  allocationId: string
  creditId: string
  invoiceId: string
  amountMinor: number
  /** Where it happened, when it was not here. */
  source: ExternalSource | null
}

export type LifecycleEvent = keyof LifecycleEvents

export type LifecycleHandler<E extends LifecycleEvent> = (
  trx: Transaction,
  tenant: string,
  items: readonly LifecycleEvents[E][],
) => Promise<void>

/**
 * Tells other modules inside the transaction in which it happens: what they write commits with it or
 * not at all, and one that throws takes the whole business step back. So a subscriber does one small
 * `insert … on conflict do nothing` and leaves the rest to later.
 */
export interface Lifecycle {
  subscribe<E extends LifecycleEvent>(event: E, handler: LifecycleHandler<E>): void
  announce<E extends LifecycleEvent>(
    trx: Transaction,
    tenant: string,
    event: E,
    items: readonly LifecycleEvents[E][],
  ): Promise<void>
}

export function createLifecycle(): Lifecycle {
  const handlers: { [E in LifecycleEvent]: LifecycleHandler<E>[] } = {
    finalized: [],
    paymentRecorded: [],
    paymentReversed: [],
    creditApplied: [],
    creditUnapplied: [],
    reopened: [],
    voided: [],
  }
  return {
    subscribe(event, handler) {
      handlers[event].push(handler)
    },
    async announce(trx, tenant, event, items) {
      if (items.length === 0) return
      for (const handler of handlers[event]) await handler(trx, tenant, items)
    },
  }
}
