'use client'

import { cx, useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'

/** What a difference comes to: in the document, and in what clients owe. */
export function DriftFooter({ view, system }: { view: DocumentView; system: string }) {
  const t = useTranslations('accounting.documents.sides.effect')
  const { here, there } = view
  if (here === null || there === null) return null
  const isComparable = here.currency === there.currency
  const total = isComparable ? there.totalMinor - here.totalMinor : null
  const owed =
    isComparable && here.balanceMinor !== null && there.balanceMinor !== null
      ? there.balanceMinor - here.balanceMinor
      : null
  // A credit note takes off what is owed.
  const receivable = owed === null ? null : view.kind === 'credit_memo' ? 0 - owed : owed
  return (
    <tfoot aria-label={t('label')}>
      <Effect name={t('total')} minor={total} currency={here.currency} system={system} isFirst />
      <Effect name={t('receivable')} minor={receivable} currency={here.currency} system={system} />
    </tfoot>
  )
}

interface EffectProps {
  name: string
  minor: number | null
  currency: string
  system: string
  isFirst?: boolean
}

function Effect({ name, minor, currency, system, isFirst }: EffectProps) {
  const t = useTranslations('accounting.documents.sides.effect')
  const money = useMoney()
  const cell = cx('py-1.5 pr-2', isFirst && 'border-t-2 border-line')
  const amount = minor === null ? '' : money({ minor: Math.abs(minor), currency })
  const which = minor === null ? 'unknown' : minor === 0 ? 'none' : minor > 0 ? 'more' : 'less'
  return (
    <tr className="font-medium">
      <th scope="row" className={cx(cell, 'pl-1 text-left font-medium')}>
        {name}
      </th>
      <td colSpan={4} className={cx(cell, 'text-right tabular-nums')}>
        {t(which, { amount, system })}
      </td>
    </tr>
  )
}
