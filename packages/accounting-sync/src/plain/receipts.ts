import type { CanonicalDocument } from '../core/document.ts'
import type { HostBooks, Trx } from '../host.ts'
import type { HostPayments, ReceiptDraft, ReceiptOutcome, ReceiptRestatement } from '../host-payments.ts'
import { balances, hold, storedReceipts } from './receipts-read.ts'
import type { Ports } from './ports.ts'

/**
 * Money that came in over there, kept in a table. For hosts in which nobody takes money: none is ever alike, and
 * nothing is paid by hand. What is owed on a document is its total less what these receipts laid on it.
 */
export function receiptTable(
  documents: HostBooks['documents'],
  ports: Pick<Ports, 'clock' | 'ids'>,
): HostPayments {
  const owedOn: OwedOn = async (trx, tenant, documentIds) => {
    const found = await documents(trx, tenant, [...new Set(documentIds)])
    return await balances(trx, tenant, found.filter(takesMoney))
  }
  return {
    async look(trx, tenant, { receiptIds, documentIds }) {
      await hold(trx, tenant)
      const receipts = await storedReceipts(trx, tenant, receiptIds)
      const paid = receipts.flatMap((each) => each.allocations.map((one) => one.documentId))
      const owed = await owedOn(trx, tenant, [...documentIds, ...paid])
      return { receipts, documents: [...owed.values()].map(openDocument), alike: [] }
    },
    read: storedReceipts,
    async paying() {
      return []
    },
    async reverse(trx, tenant, reversals) {
      await hold(trx, tenant)
      const these = reversals.map((each) => each.receiptId)
      await takeBack(trx, tenant, 'receipt_id', these, ports.clock.now())
      await trx(RECEIPTS)
        .where({ tenant, reversed_at: null })
        .whereIn('receipt_id', these)
        .update({ reversed_at: ports.clock.now() })
    },
    async restate(trx, tenant, restatements) {
      await hold(trx, tenant)
      const taken = restatements.flatMap((each) => each.takeBack)
      await takeBack(trx, tenant, 'allocation_id', taken, ports.clock.now())
      await sayAnew(trx, tenant, restatements)
      const shares = restatements.flatMap(({ receiptId, apply }) => sharesOf(receiptId, apply))
      await lay(trx, tenant, shares, ports)
      const paid = shares.map((each) => each.documentId)
      for (const { document, balanceMinor } of (await owedOn(trx, tenant, paid)).values())
        if (balanceMinor < 0) throw new Error(`${document.number} would be paid more than it comes to`)
    },
    async record(trx, tenant, drafts) {
      await hold(trx, tenant)
      const wanted = drafts.flatMap((each) => each.allocations.map((one) => one.documentId))
      const owed = [...(await owedOn(trx, tenant, wanted)).values()]
      const { fresh, outcomes } = judge(drafts, {
        known: await receiptsByKey(trx, tenant, drafts),
        owed: new Map(owed.map((each) => [each.document.id, each.balanceMinor])),
        newId: () => ports.ids.uuid(),
      })
      await store(trx, tenant, fresh)
      const shares = fresh.flatMap(({ receiptId, draft }) => sharesOf(receiptId, draft.allocations))
      await lay(trx, tenant, shares, ports)
      return outcomes
    },
  }
}

const RECEIPTS = 'accounting_plain_receipts'
const ALLOCATIONS = 'accounting_plain_allocations'

type OwedOn = (
  trx: Trx,
  tenant: string,
  documentIds: readonly string[],
) => Promise<Map<string, { document: CanonicalDocument; balanceMinor: number }>>

interface Share {
  receiptId: string
  documentId: string
  amountMinor: number
}

const sharesOf = (receiptId: string, shares: readonly Omit<Share, 'receiptId'>[]): Share[] =>
  shares.map((each) => ({ ...each, receiptId }))

interface Standing {
  /** Receipts by their key, those of this very call too. */
  known: Map<string, string>
  owed: Map<string, number>
  newId(): string
}

/** In the order asked: each sees what those before it left to be paid. */
function judge(drafts: readonly ReceiptDraft[], { known, owed, newId }: Standing) {
  const fresh: Fresh[] = []
  const outcomes = drafts.map((draft): ReceiptOutcome => {
    const before = known.get(draft.key)
    if (before !== undefined) return { kind: 'recorded', receiptId: before }
    const left = new Map(owed)
    for (const { documentId, amountMinor } of draft.allocations)
      left.set(documentId, (left.get(documentId) ?? 0) - amountMinor)
    if (draft.allocations.some((each) => (left.get(each.documentId) ?? 0) < 0))
      return { kind: 'refused', detail: 'more is applied than is owed' }
    if (draft.allocations.reduce((sum, each) => sum + each.amountMinor, 0) > draft.amountMinor)
      return { kind: 'refused', detail: 'more is applied than was received' }
    for (const { documentId } of draft.allocations) owed.set(documentId, left.get(documentId) ?? 0)
    const receiptId = newId()
    known.set(draft.key, receiptId)
    fresh.push({ receiptId, draft })
    return { kind: 'recorded', receiptId }
  })
  return { fresh, outcomes }
}

interface Fresh {
  receiptId: string
  draft: ReceiptDraft
}

async function receiptsByKey(
  trx: Trx,
  tenant: string,
  drafts: readonly ReceiptDraft[],
): Promise<Map<string, string>> {
  const keys = drafts.map((each) => each.key)
  const rows = await trx(RECEIPTS)
    .where({ tenant })
    .whereIn('key', keys)
    .orderBy('key')
    .select('key', 'receipt_id')
  return new Map(rows.map((each) => [each.key, each.receipt_id]))
}

async function store(trx: Trx, tenant: string, fresh: readonly Fresh[]): Promise<void> {
  const rows = fresh.map(({ receiptId, draft }) => ({
    tenant,
    receipt_id: receiptId,
    key: draft.key,
    client_id: draft.clientId,
    fed: draft.fed,
    date: draft.date,
    currency: draft.currency,
    reference: draft.reference,
    amount_minor: draft.amountMinor,
  }))
  if (rows.length > 0) await trx(RECEIPTS).insert(rows)
}

async function lay(
  trx: Trx,
  tenant: string,
  shares: readonly Share[],
  { clock, ids }: Pick<Ports, 'clock' | 'ids'>,
): Promise<void> {
  const rows = shares.map(({ receiptId, documentId, amountMinor }) => ({
    tenant,
    allocation_id: ids.uuid(),
    receipt_id: receiptId,
    document_id: documentId,
    amount_minor: amountMinor,
    applied_at: clock.now(),
  }))
  if (rows.length > 0) await trx(ALLOCATIONS).insert(rows)
}

const sayAnew = (trx: Trx, tenant: string, restatements: readonly ReceiptRestatement[]) =>
  trx.raw(
    `update accounting_plain_receipts r
     set date = said.date, reference = said.reference, amount_minor = said."amountMinor"
     from jsonb_to_recordset(?::jsonb)
       as said("receiptId" uuid, date date, reference text, "amountMinor" bigint)
     where r.tenant = ? and r.receipt_id = said."receiptId"`,
    [JSON.stringify(restatements), tenant],
  )

/** What was taken back before is left so. */
async function takeBack(
  trx: Trx,
  tenant: string,
  by: 'receipt_id' | 'allocation_id',
  these: readonly string[],
  at: Date,
): Promise<void> {
  await trx(ALLOCATIONS)
    .where({ tenant, taken_back_at: null })
    .whereIn(by, these)
    .update({ taken_back_at: at })
}

const takesMoney = (document: CanonicalDocument) => document.kind === 'invoice'

const openDocument = ({ document, balanceMinor }: { document: CanonicalDocument; balanceMinor: number }) => ({
  documentId: document.id,
  number: document.number,
  clientId: document.clientId,
  issueDate: document.issueDate,
  currency: document.currency,
  standing: 'open' as const,
  isPrepayment: false,
  balanceDueMinor: balanceMinor,
})
