import type { BooksContext } from '../billing.ts'

/** What moves what clients owe, or what they could pay it with. */
export type TrailKind =
  | 'invoice_finalized'
  | 'invoice_reopened'
  | 'invoice_cancelled'
  | 'payment'
  /** Money received that no document has taken yet. */
  | 'payment_unapplied'
  | 'payment_reversal'
  | 'credit_issued'
  | 'credit_withdrawn'
  | 'credit_applied'
  | 'credit_unapplied'

/** Where it happened, when it was not here. */
export interface ExternalSource {
  externalId: string
  externalRealm: string
}

export interface TrailEntry {
  clientId: string
  kind: TrailKind
  currency: string
  amountMinor: number
  /** Signed: what this does to what the client owes. */
  receivableMinor: number
  occurredOn: string
  invoiceId?: string
  paymentId?: string
  creditId?: string
  allocationId?: string
  reason?: string
  external?: ExternalSource
}

/** Adds to the trail, in one statement however many there are. Nothing in it is ever changed. */
export async function appendToTrail(
  ctx: Pick<BooksContext, 'tenant' | 'trx' | 'clock' | 'ids'>,
  entries: readonly TrailEntry[],
): Promise<void> {
  if (entries.length === 0) return
  await ctx.trx.raw(INSERT, [ctx.tenant, ctx.clock.now(), JSON.stringify(trailRows(ctx, entries))])
}

/** As a statement takes them in. */
export const trailRows = (ctx: Pick<BooksContext, 'ids'>, entries: readonly TrailEntry[]) =>
  entries.map((entry) => ({
    transaction_id: ctx.ids.uuid(),
    client_id: entry.clientId,
    kind: entry.kind,
    invoice_id: entry.invoiceId,
    payment_id: entry.paymentId,
    credit_id: entry.creditId,
    allocation_id: entry.allocationId,
    currency: entry.currency,
    amount_minor: entry.amountMinor,
    receivable_minor: entry.receivableMinor,
    occurred_on: entry.occurredOn,
    external_id: entry.external?.externalId,
    external_realm: entry.external?.externalRealm,
    reason: entry.reason,
  }))

export const TRAIL_COLUMNS = `tenant, recorded_at, transaction_id, client_id, kind, invoice_id, payment_id, credit_id,
  allocation_id, currency, amount_minor, receivable_minor, occurred_on, external_id, external_realm, reason`

export const TRAIL_RECORD = `transaction_id uuid, client_id uuid, kind text, invoice_id uuid, payment_id uuid,
  credit_id uuid, allocation_id uuid, currency char(3), amount_minor bigint, receivable_minor bigint,
  occurred_on date, external_id text, external_realm text, reason text`

const INSERT = `
  insert into transactions (${TRAIL_COLUMNS})
  select ?::uuid, ?::timestamptz, r.* from jsonb_to_recordset(?::jsonb) as r (${TRAIL_RECORD})`
