import type { Transaction } from '@tieout/platform'
import type { SequenceKind } from '../contract/numbering.ts'

/** What is stored of a sequence. */
export interface Sequence {
  prefix: string
  digits: number
  nextNumber: number
}

export const SEQUENCE_KINDS = ['invoice', 'credit_note', 'prepayment'] as const satisfies SequenceKind[]

const PREFIXES: Record<SequenceKind, string> = { invoice: 'INV-', credit_note: 'CM-', prepayment: 'PRE-' }

/** How a kind is numbered as long as nobody has decided otherwise. */
export const firstOf = (kind: SequenceKind): Sequence => ({
  prefix: PREFIXES[kind],
  digits: 5,
  nextNumber: 1,
})

export const numberText = ({ prefix, digits }: Sequence, number: number): string =>
  prefix + String(number).padStart(digits, '0')

/**
 * The next numbers of a kind, in order. The row stays locked until the transaction ends: whoever else
 * finalizes waits, and numbers taken by one that fails are given again. So there are no gaps.
 */
export async function takeNumbers(
  trx: Transaction,
  tenant: string,
  kind: SequenceKind,
  count: number,
): Promise<string[]> {
  if (count === 0) return []
  const first = firstOf(kind)
  const { rows }: { rows: Sequence[] } = await trx.raw(
    `insert into number_sequences as s (tenant, kind, prefix, digits, next_number)
     values (?, ?, ?, ?, ?)
     on conflict (tenant, kind) do update set next_number = s.next_number + ?
     returning s.prefix, s.digits, s.next_number as "nextNumber"`,
    [tenant, kind, first.prefix, first.digits, first.nextNumber + count, count],
  )
  const taken = rows[0]
  if (!taken) throw new Error(`no sequence for ${kind}`)
  return Array.from({ length: count }, (_, at) => numberText(taken, taken.nextNumber - count + at))
}
