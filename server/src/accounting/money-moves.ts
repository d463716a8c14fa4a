import type {
  CreditUse,
  DocumentHead,
  ExpiredCredit,
  HostReceipt,
  MoneyMove,
  Story,
} from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'
import { HEADS, kindOf } from './books.ts'

type StoredMove = Omit<MoneyMove, 'origin'> & { provider: string }

/** A document with what receipts laid on it and took back, and credit between it and others, as their allocations remember it. */
export async function storyOf(
  trx: Transaction,
  documentId: string,
  originOf: (provider: string) => HostReceipt['origin'],
): Promise<Story | null> {
  const { rows } = await trx.raw(STORY, { documentId, ids: [documentId], most: MOST_TOLD })
  const [row]: (DocumentHead & { moves: StoredMove[]; credits: CreditUse[] })[] = rows
  if (row === undefined) return null
  const { moves, credits, ...head } = row
  return {
    head,
    credits,
    moves: moves.map(({ provider, ...move }) => ({ ...move, origin: originOf(provider) })),
  }
}

/** Of one that is paid in very many parts the newest. */
const MOST_TOLD = 50

/** What one receipt takes back and lays anew in one moment is one change. */
const MOVES = `
  select p.payment_id as "receiptId", m.at, p.provider, p.reference, p.currency,
    sum(m.applied)::bigint as "appliedMinor", sum(m.taken)::bigint as "takenBackMinor"
  from (
    select payment_id, recorded_at as at, amount_minor as applied, 0 as taken
    from invoice_payments where invoice_id = :documentId
    union all
    select payment_id, reversed_at, 0, amount_minor
    from invoice_payments where invoice_id = :documentId and reversed_at is not null
  ) m join payments p on p.payment_id = m.payment_id
  group by p.payment_id, m.at, p.provider, p.reference, p.currency
  order by m.at desc, p.payment_id desc limit :most`

/** The trail says where it came from, when that was not here. */
const toldThere = (kind: string) => `exists (
      select from transactions t where t.tenant = u.tenant and t.invoice_id = u.invoice_id
        and t.allocation_id = u.allocation_id and t.kind = '${kind}' and t.external_id is not null)`

/** The other side of each: of a credit note what it paid, of anything else the credit that paid it. */
const CREDITS = `
  select u.allocation_id as "allocationId", o.invoice_id as "documentId", o.number, ${kindOf('o')} as kind,
    case when ${toldThere('credit_applied')} then 'there' else 'here' end as origin,
    u.applied_on as date, u.amount_minor as "amountMinor", u.recorded_at as "appliedAt",
    u.unapplied_at as "takenOffAt", case when u.unapplied_at is null then null
      when ${toldThere('credit_unapplied')} then 'there' else 'here' end as "takenOffFrom"
  from (
    select a.*, c.source_invoice_id as other_id from credit_allocations a
    join credits c on c.tenant = a.tenant and c.credit_id = a.credit_id where a.invoice_id = :documentId
    union all
    select a.*, a.invoice_id from credit_allocations a
    join credits c on c.tenant = a.tenant and c.credit_id = a.credit_id where c.source_invoice_id = :documentId
  ) u join invoices o on o.tenant = u.tenant and o.invoice_id = u.other_id
  order by u.recorded_at desc, u.allocation_id desc limit :most`

const STORY = `
  select h.*, coalesce((select jsonb_agg(to_jsonb(n) order by n.at, n."receiptId") from (${MOVES}) n), '[]') as moves,
    coalesce((select jsonb_agg(to_jsonb(n) order by n."appliedAt", n."allocationId") from (${CREDITS}) n), '[]') as credits
  from (${HEADS}) h`

/** Credit notes of which something is left that nobody can use any more. */
export async function expiredCredits(
  trx: Transaction,
  today: string,
  creditNoteIds: readonly string[] | 'all',
): Promise<ExpiredCredit[]> {
  if (creditNoteIds.length === 0) return []
  const { rows } = await trx.raw(
    `select c.source_invoice_id as "creditNoteId", c.expires_on as "expiresOn", c.currency,
       c.remaining_minor as "remainingMinor"
     from credits c join invoices i on i.tenant = c.tenant and i.invoice_id = c.source_invoice_id
     where i.invoice_type = 'credit_note' and c.withdrawn_at is null and c.remaining_minor > 0
       and c.expires_on < cast(:today as date)
       and (:all or c.source_invoice_id = any (cast(:ids as uuid[])))
     order by c.expires_on, c.source_invoice_id`,
    { today, all: creditNoteIds === 'all', ids: creditNoteIds === 'all' ? [] : [...creditNoteIds] },
  )
  return rows
}
