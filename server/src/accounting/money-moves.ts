import type { DocumentHead, HostReceipt, MoneyMove } from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'
import { HEADS } from './books.ts'

type StoredMove = Omit<MoneyMove, 'origin'> & { provider: string }

/** A document with what receipts laid on it and took back, as its allocations remember it. */
export async function storyOf(
  trx: Transaction,
  documentId: string,
  originOf: (provider: string) => HostReceipt['origin'],
): Promise<{ head: DocumentHead; moves: MoneyMove[] } | null> {
  const { rows } = await trx.raw(STORY, { documentId, ids: [documentId], most: MOST_TOLD })
  const [row]: (DocumentHead & { moves: StoredMove[] })[] = rows
  if (row === undefined) return null
  const { moves, ...head } = row
  return { head, moves: moves.map(({ provider, ...move }) => ({ ...move, origin: originOf(provider) })) }
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

const STORY = `
  select h.*, coalesce((select jsonb_agg(to_jsonb(n) order by n.at, n."receiptId") from (${MOVES}) n), '[]') as moves
  from (${HEADS}) h`
