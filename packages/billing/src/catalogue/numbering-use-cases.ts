import {
  conflict,
  implement,
  type Implementation,
  type TenantContext,
  type Transaction,
} from '@tieout/platform'
import type { ParsedInputOf } from '@tieout/platform/contract'
import { getNumbering, updateNumbering, type SequenceKind, type SequenceView } from '../contract/numbering.ts'
import { difference } from '../difference.ts'
import { refusingATaken } from '../taken-names.ts'
import { firstOf, numberText, SEQUENCE_KINDS, type Sequence } from './sequences.ts'

export function numberingUseCases(): Implementation[] {
  return [
    implement(getNumbering, async ({ trx }) => ({ sequences: await shownSequences(trx) })),
    implement(updateNumbering, changeSequence),
  ]
}

const COLUMNS = { kind: 'kind', prefix: 'prefix', digits: 'digits', nextNumber: 'next_number' }

async function shownSequences(trx: Transaction): Promise<SequenceView[]> {
  const stored: (Sequence & { kind: string })[] = await trx('number_sequences')
    .orderBy('kind')
    .select(COLUMNS)
  return SEQUENCE_KINDS.map((kind) => view(kind, stored.find((each) => each.kind === kind) ?? firstOf(kind)))
}

async function changeSequence(
  ctx: TenantContext,
  { kind, ...to }: ParsedInputOf<typeof updateNumbering>,
): Promise<SequenceView> {
  await createSequences(ctx.trx, ctx.tenant)
  const now: Sequence = await ctx.trx('number_sequences').where({ kind }).forUpdate().first(COLUMNS)
  const { before, after } = difference<Sequence>(now, to)
  if (after.nextNumber !== undefined && after.nextNumber < now.nextNumber) {
    throw conflict('number-only-upwards', `The next number is ${now.nextNumber}; it can only be raised.`, {
      nextNumber: now.nextNumber,
    })
  }
  if (after.prefix !== undefined && (await isPrefixOfOthers(ctx.trx, kind, after.prefix))) throw prefixUsed()
  const saved: Sequence = { ...now, ...after }
  await refusingATakenPrefix(() => saveSequence(ctx.trx, kind, saved))
  await ctx.audit({ action: 'numbering.updated', entityType: 'numbering', entityId: kind, before, after })
  return view(kind, saved)
}

/** All three, so that no kind that begins later finds its prefix taken. */
export async function createSequences(trx: Transaction, tenant: string): Promise<void> {
  const rows = SEQUENCE_KINDS.map((kind) => {
    const { prefix, digits, nextNumber } = firstOf(kind)
    return { tenant, kind, prefix, digits, next_number: nextNumber }
  })
  await trx('number_sequences').insert(rows).onConflict(['tenant', 'kind']).ignore()
}

async function saveSequence(trx: Transaction, kind: SequenceKind, saved: Sequence): Promise<void> {
  const { prefix, digits, nextNumber } = saved
  await trx('number_sequences').where({ kind }).update({ prefix, digits, next_number: nextNumber })
}

/** Another kind may have used it once; its documents keep those numbers. */
async function isPrefixOfOthers(trx: Transaction, kind: SequenceKind, prefix: string): Promise<boolean> {
  const type = kind === 'invoice' ? 'standard' : kind
  const found = await trx('invoices')
    .whereNot({ invoice_type: type })
    .whereNotNull('number')
    .whereRaw('left(number, length(?::text)) = ?', [prefix, prefix])
    .whereRaw(`substr(number, length(?::text) + 1) ~ '^[0-9]+$'`, [prefix])
    .first('invoice_id')
  return found !== undefined
}

const view = (kind: SequenceKind, sequence: Sequence): SequenceView => ({
  kind,
  prefix: sequence.prefix,
  digits: sequence.digits,
  nextNumber: sequence.nextNumber,
  example: numberText(sequence, sequence.nextNumber),
})

const PREFIX_TAKEN = {
  code: 'prefix-taken',
  field: 'prefix',
  detail: 'Documents of another kind are numbered with this prefix.',
}
const prefixUsed = () => conflict(PREFIX_TAKEN.code, PREFIX_TAKEN.detail)
const refusingATakenPrefix = <T>(write: () => Promise<T>) =>
  refusingATaken('number_sequences_tenant_prefix_unique', PREFIX_TAKEN, write)
