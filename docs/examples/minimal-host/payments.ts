import type { HostPayments, HostReceipt, ReceiptOutcome, Trx } from '@tieout/accounting-sync'
import { invoices } from './invoices.ts'

/** Money comes from the accounting system alone: nobody keys a payment here, so none is ever alike. */
export const payments: HostPayments = {
  async paying() {
    return []
  },
  async look(trx, tenant, { receiptIds, documentIds }) {
    await hold(trx, tenant)
    const receipts = await stored(trx, receiptIds)
    const paid = receipts.flatMap((each) => each.allocations.map((one) => one.documentId))
    const found = await invoices(trx, [...documentIds, ...paid])
    const documents = found.map(({ id, balanceMinor, ...each }) => ({
      ...each,
      documentId: id,
      standing: 'open' as const,
      isPrepayment: false,
      balanceDueMinor: balanceMinor,
    }))
    return { receipts, documents, alike: [] }
  },
  read: (trx, _tenant, ids) => stored(trx, ids),
  async reverse(trx, tenant, reversals) {
    const receipts = await stored(
      trx,
      reversals.map((each) => each.receiptId),
    )
    await save(
      trx,
      tenant,
      receipts.map((each) => ({ ...each, isReversed: true, allocations: [] })),
    )
  },
  async restate(trx, tenant, restatements) {
    const receipts = await stored(
      trx,
      restatements.map((each) => each.receiptId),
    )
    const before = new Map(receipts.map((each) => [each.receiptId, each]))
    const after = restatements.flatMap(({ receiptId, takeBack, apply, date, reference, amountMinor }) => {
      const was = before.get(receiptId)
      if (was === undefined) return []
      const kept = was.allocations.filter((each) => !takeBack.includes(each.allocationId))
      return [{ ...was, date, reference, amountMinor, allocations: [...kept, ...applied(apply)] }]
    })
    await save(trx, tenant, after)
  },
  async record(trx, tenant, drafts) {
    await hold(trx, tenant)
    // The id is made of the key: the same key again is the same receipt.
    const ids = await Promise.all(drafts.map((each) => idFrom(`${tenant} ${each.key}`)))
    const known = new Set((await stored(trx, ids)).map((each) => each.receiptId))
    const wanted = drafts.flatMap((each) => each.allocations)
    const found = await invoices(
      trx,
      wanted.map((each) => each.documentId),
    )
    const owed = new Map(found.map((each) => [each.id, each.balanceMinor]))
    const fresh: HostReceipt[] = []
    const outcomes = drafts.map((draft, at): ReceiptOutcome => {
      const receiptId = ids[at] ?? ''
      if (known.has(receiptId)) return { kind: 'recorded', receiptId }
      if (draft.allocations.some((each) => each.amountMinor > (owed.get(each.documentId) ?? 0)))
        return { kind: 'refused', detail: 'more is applied than is owed' }
      for (const each of draft.allocations)
        owed.set(each.documentId, (owed.get(each.documentId) ?? 0) - each.amountMinor)
      known.add(receiptId)
      const { source: _source, key: _key, ...said } = draft
      const more = { origin: 'there' as const, isReversed: false, allocations: applied(said.allocations) }
      fresh.push({ ...said, ...more, receiptId })
      return { kind: 'recorded', receiptId }
    })
    await save(trx, tenant, fresh)
    return outcomes
  },
}

const stored = async (trx: Trx, ids: readonly string[]): Promise<HostReceipt[]> =>
  (await trx('receipts').whereIn('id', ids).orderBy('id')).map((each) => each.receipt)

const save = async (trx: Trx, tenant: string, receipts: readonly HostReceipt[]) => {
  const rows = receipts.map((receipt) => ({ tenant, id: receipt.receiptId, receipt }))
  if (rows.length > 0) await trx('receipts').insert(rows).onConflict('id').merge(['receipt'])
}

/** Nobody else moves what is owed until this transaction ends. */
const hold = (trx: Trx, tenant: string) =>
  trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [tenant])

const applied = (shares: readonly { documentId: string; amountMinor: number }[]) =>
  shares.map((each) => ({ ...each, allocationId: crypto.randomUUID() }))

async function idFrom(text: string): Promise<string> {
  const digest = Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text))).toString('hex')
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}
