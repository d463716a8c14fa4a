'use client'

import { useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { ArrivalDetail, ArrivalView } from '../../contract/index.ts'

type Told = Pick<
  ArrivalView,
  | 'kind'
  | 'status'
  | 'reason'
  | 'reference'
  | 'amountMinor'
  | 'heldMinor'
  | 'currency'
  | 'documents'
  | 'client'
> &
  Pick<ArrivalDetail, 'name' | 'receipts'>

/** What came in and what became of it, as one plain sentence. */
export function useArrivalWords(system: string): (arrival: Told) => string {
  const t = useTranslations('accounting.transactions.came')
  const money = useMoney()
  return (arrival) => {
    const { kind, reason, reference, currency, documents, client, name } = arrival
    const amount = (minor: number | null) =>
      minor === null || currency === null ? t('amountUnknown') : money({ minor, currency })
    return t(keyOf(arrival), {
      system,
      amount: amount(arrival.amountMinor),
      held: amount(arrival.heldMinor),
      recorded: amount(recordedOf(arrival.receipts)),
      reason: reason ?? '',
      document: documents[0]?.number || reference || t('something'),
      reference: reference ?? t('something'),
      client: client.name ?? t('something'),
      kind: t(`kind.${kind}`),
      before: name?.before ?? t('something'),
      after: name?.after ?? t('something'),
    })
  }
}

const recordedOf = (receipts: ArrivalDetail['receipts']): number =>
  receipts.reduce((sum, each) => sum + (each.after?.amountMinor ?? 0), 0)

const ONE_SENTENCE_EACH = ['applied', 'changed', 'reversed', 'held'] as const

/** What was settled since is told as what it was. */
function keyOf({ kind, status, reason, amountMinor, heldMinor, receipts }: Told): string {
  if (reason === 'unreadable') return 'quarantined'
  if (kind === 'customer') return `customer.${reason ?? 'renamed'}`
  if (kind === 'invoice' || kind === 'credit_memo') return `document.${reason ?? 'changed'}`
  if (kind === 'refund') return `nothing.${reason ?? 'refund'}`
  const outcome = status === 'settled' ? 'held' : status
  if (outcome === 'held' && heldMinor === amountMinor) return 'payment.heldWhole'
  if (outcome !== 'held' && reason?.startsWith('credit_')) return reason.replace('_', '.')
  if (outcome === 'applied' && recordedOf(receipts) < (amountMinor ?? 0)) return 'payment.appliedInPart'
  return ONE_SENTENCE_EACH.some((each) => each === outcome)
    ? `payment.${outcome}`
    : `nothing.${reason ?? 'not_about_ours'}`
}
