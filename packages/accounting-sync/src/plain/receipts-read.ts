import type { CanonicalDocument } from '../core/document.ts'
import type { Trx } from '../host.ts'
import type { HostReceipt, MoneyMove } from '../host-payments.ts'

/**
 * Nobody else moves what is owed in this tenant until the transaction ends. A host that changes what a document
 * comes to after it went out holds it too.
 */
export const hold = (trx: Trx, tenant: string) =>
  trx.raw(`select pg_advisory_xact_lock(hashtextextended('accounting_plain_receipts ' || ?, 0))`, [tenant])

/** By id: these, with what is still owed on them. */
export async function balances<D extends Pick<CanonicalDocument, 'id' | 'totalMinor'>>(
  trx: Trx,
  tenant: string,
  documents: readonly D[],
): Promise<Map<string, { document: D; balanceMinor: number }>> {
  const { rows } = await trx.raw(
    `select document_id, sum(amount_minor)::bigint as laid from accounting_plain_allocations
     where tenant = ? and document_id = any(?::text[]) and taken_back_at is null
     group by document_id order by document_id`,
    [tenant, documents.map((each) => each.id)],
  )
  const laid = new Map<string, number>(
    rows.map((each: { document_id: string; laid: number }) => [each.document_id, each.laid]),
  )
  return new Map(
    documents.map((document) => [
      document.id,
      { document, balanceMinor: document.totalMinor - (laid.get(document.id) ?? 0) },
    ]),
  )
}

/** These receipts, with what stands of them. */
export async function storedReceipts(
  trx: Trx,
  tenant: string,
  ids: readonly string[],
): Promise<HostReceipt[]> {
  const { rows } = await trx.raw(
    `select receipt_id as "receiptId", client_id as "clientId", 'there' as origin, fed, date, currency, reference,
       amount_minor as "amountMinor", reversed_at is not null as "isReversed",
       coalesce((select jsonb_agg(jsonb_build_object('allocationId', allocation_id, 'documentId', document_id,
           'amountMinor', amount_minor) order by applied_at, allocation_id)
         from accounting_plain_allocations a
         where a.tenant = r.tenant and a.receipt_id = r.receipt_id and taken_back_at is null), '[]') as allocations
     from accounting_plain_receipts r where tenant = ? and receipt_id = any(?::uuid[]) order by receipt_id`,
    [tenant, [...ids]],
  )
  return rows
}

/** What was laid on one document and taken off again, the first thing first. */
export async function movesOn(trx: Trx, tenant: string, documentId: string): Promise<MoneyMove[]> {
  const { rows } = await trx.raw(
    `select at, receipt_id as "receiptId", 'there' as origin, reference, currency,
       sum(applied)::bigint as "appliedMinor", sum(taken)::bigint as "takenBackMinor"
     from (
       select receipt_id, applied_at as at, amount_minor as applied, 0 as taken
       from accounting_plain_allocations where tenant = :tenant and document_id = :documentId
       union all
       select receipt_id, taken_back_at, 0, amount_minor
       from accounting_plain_allocations
       where tenant = :tenant and document_id = :documentId and taken_back_at is not null
     ) moves join accounting_plain_receipts using (receipt_id)
     where tenant = :tenant
     group by at, receipt_id, reference, currency order by at, receipt_id`,
    { tenant, documentId },
  )
  return rows
}
