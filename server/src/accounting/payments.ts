import type {
  Elsewhere,
  HostPayments,
  HostReceipt,
  ReceiptDraft,
  ReceiptOutcome,
  Seen,
} from '@tieout/accounting-sync'
import {
  recordExternalPayments,
  restateReceipts,
  reversePayments,
  type BooksContext,
  type Outcome,
} from '@tieout/billing'
import { recordAudit, type Transaction } from '@tieout/platform'
import type { PluginHost } from '../plugins/server-plugin.ts'
import { paymentsOn } from './announced.ts'
import { lookAt, readReceipts } from './receipts-seen.ts'

/** What the books call the accounting system, as the one who took the money. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([['qbo', 'quickbooks']])

const providerOf = (adapterType: string): string => PROVIDERS.get(adapterType) ?? adapterType

export const isOfAccounting = (provider: string): boolean => [...PROVIDERS.values()].includes(provider)

type Parts = Pick<PluginHost, 'billing' | 'clock' | 'ids'>

/** Money that the accounting system tells of, in the one write path of the books. */
export function paymentsFor(parts: Parts): HostPayments {
  const books = (trx: Transaction, tenant: string): BooksContext => ({ ...parts, trx, tenant })
  return {
    look: (trx, _tenant, wanted): Promise<Seen> => lookAt(trx, wanted, originOf),
    paying: (trx, _tenant, documentIds) => paymentsOn(trx, documentIds, [...PROVIDERS.values()]),
    read: (trx, _tenant, ids) => readReceipts(trx, ids, originOf),
    async reverse(trx, tenant, reversals) {
      await reversePayments(
        books(trx, tenant),
        reversals.map(({ receiptId, reason, source }) => ({
          paymentId: receiptId,
          reason,
          external: externalOf(source),
          asOfItsDay: true,
        })),
      )
      await audited(parts, trx, tenant, 'payment.reversed', reversals)
    },
    async restate(trx, tenant, restatements) {
      await restateReceipts(
        books(trx, tenant),
        restatements.map(({ receiptId, date, apply, source, ...to }) => ({
          ...to,
          paymentId: receiptId,
          paidOn: date,
          apply: apply.map(inBooks),
          external: externalOf(source),
        })),
      )
      await audited(parts, trx, tenant, 'payment.restated', restatements)
    },
    async record(trx, tenant, receipts) {
      const outcomes = await recordExternalPayments(books(trx, tenant), receipts.map(asPayment))
      const fresh = outcomes.flatMap((each, at) => newlyRecorded(each, receipts[at]))
      await audited(parts, trx, tenant, 'payment.recorded', fresh)
      return outcomes.map(told)
    },
  }
}

export const originOf = (provider: string): HostReceipt['origin'] => {
  if (isOfAccounting(provider)) return 'there'
  return provider === 'stripe' ? 'captured' : 'here'
}

const externalOf = ({ externalId, realm }: Elsewhere) => ({ externalId, externalRealm: realm })

const inBooks = ({ documentId, amountMinor }: { documentId: string; amountMinor: number }) => ({
  invoiceId: documentId,
  amountMinor,
})

const asPayment = (draft: ReceiptDraft) => ({
  provider: providerOf(draft.source.adapterType),
  providerReference: draft.key,
  clientId: draft.clientId,
  paidOn: draft.date,
  currency: draft.currency,
  amountMinor: draft.amountMinor,
  method: draft.fed === 'adjustment' ? 'adjustment' : providerOf(draft.source.adapterType),
  reference: draft.reference,
  allocations: draft.allocations.map(inBooks),
  external: externalOf(draft.source),
})

const told = (outcome: Outcome): ReceiptOutcome =>
  outcome.kind === 'recorded'
    ? { kind: 'recorded', receiptId: outcome.receipt.paymentId }
    : { kind: 'refused', detail: outcome.problem.message }

function newlyRecorded(outcome: Outcome, draft: ReceiptDraft | undefined) {
  if (outcome.kind === 'refused' || !outcome.receipt.isNew || draft === undefined) return []
  const { clientId, date, currency, amountMinor, allocations, source } = draft
  const after = { clientId, paidOn: date, currency, amountMinor, allocations: allocations.map(inBooks) }
  return [{ receiptId: outcome.receipt.paymentId, source, after }]
}

interface Told {
  receiptId: string
  reason?: string
  source: Elsewhere
  after?: Record<string, unknown>
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
  const events = happened.map(({ receiptId, reason, source, after }) => ({
    action,
    entityType: 'payment',
    entityId: receiptId,
    after: { ...after, ...externalOf(source) },
    reason: reason ?? null,
  }))
  if (events.length > 0) await recordAudit(trx, { clock, ids }, tenant, actor, ids.uuid(), events)
}
