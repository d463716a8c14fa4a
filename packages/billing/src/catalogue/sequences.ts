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
  const taken = (await advance(trx, kind, count)) ?? (await begin(trx, tenant, kind, count))
  return Array.from({ length: count }, (_, at) => numberText(taken, taken.nextNumber - count + at))
}

async function advance(trx: Transaction, kind: SequenceKind, count: number): Promise<Sequence | undefined> {
  const { rows }: { rows: Sequence[] } = await trx.raw(
    `update number_sequences s set next_number = s.next_number + ? where s.kind = ?
     returning s.prefix, s.digits, s.next_number as "nextNumber"`,
    [count, kind],
  )
  return rows[0]
}

/**
 * Several may begin the same kind at once. Two rules of the table keep them apart, the kind and the prefix, and naming
 * one of them would let the other refuse whoever comes second; named is none, and the second goes on from the first.
 */
async function begin(trx: Transaction, tenant: string, kind: SequenceKind, count: number): Promise<Sequence> {
  const { prefix, digits, nextNumber } = firstOf(kind)
  await trx.raw(
    `insert into number_sequences (tenant, kind, prefix, digits, next_number) values (?, ?, ?, ?, ?)
     on conflict do nothing`,
    [tenant, kind, prefix, digits, nextNumber],
  )
  const taken = await advance(trx, kind, count)
  if (!taken) throw new Error(`no sequence for ${kind}`)
  return taken
}
