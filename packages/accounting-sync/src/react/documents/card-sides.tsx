'use client'

import { cx, DateText, Money, RelativeTime } from '@tieout/ui'
import { Check, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'
import { DriftFooter } from './drift-footer.tsx'
import { linesOf, rowsOf, type Field, type Side, type SideRow } from './side-rows.ts'

interface CardSidesProps {
  view: DocumentView
  system: string
}

/**
 * The document here and over there, field by field, with a tick where the two agree. Where they do not, it has a
 * third column with what both last agreed on, marks what was changed since, and says what that comes to.
 */
export function CardSides({ view, system }: CardSidesProps) {
  const t = useTranslations('accounting.documents.sides')
  const { here, there } = view
  if (here === null || there === null) return null
  const isDrift = view.badge?.state === 'drift' && view.agreed !== null
  const heading = 'py-1 pr-2 text-right font-normal'
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0 text-sm" aria-label={t('label', { system })}>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            <th scope="col" className="py-1 pr-2 font-normal">
              <span className="sr-only">{t('field')}</span>
            </th>
            {isDrift && (
              <th scope="col" className={heading}>
                {t('agreed')}
              </th>
            )}
            <th scope="col" className={heading}>
              {t('here')}
            </th>
            <th scope="col" className={cx(heading, 'pr-4')}>
              {system}
            </th>
            <th scope="col" className="w-px py-1 font-normal">
              <span className="sr-only">{t('agree')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rowsOf(view, isDrift).map((row) => (
            <Row key={row.field} row={row} view={view} isDrift={isDrift} />
          ))}
        </tbody>
        {isDrift && <DriftFooter view={view} system={system} />}
      </table>
    </div>
  )
}

function Row({ row, view, isDrift }: { row: SideRow; view: DocumentView; isDrift: boolean }) {
  const t = useTranslations('accounting.documents.sides')
  const differs = row.verdict === 'differs'
  const cell = cx('border-t border-line py-1.5 pr-2 align-top', differs && 'bg-warning-soft font-medium')
  const value = (side: Side | null, where: 'agreed' | 'here' | 'there') => (
    <Value field={row.field} side={side} where={where} view={view} />
  )
  return (
    <tr>
      <th scope="row" className={cx(cell, 'pl-1 text-left font-normal text-ink-faint')}>
        {t(row.field)}
      </th>
      {isDrift && <td className={cx(cell, 'text-right')}>{value(view.agreed, 'agreed')}</td>}
      <td className={cx(cell, 'text-right')}>
        {value(view.here, 'here')}
        {row.changed.includes('here') && <Changed />}
      </td>
      <td className={cx(cell, 'pr-4 text-right')}>
        {value(view.there, 'there')}
        {row.changed.includes('there') && <Changed />}
        {/* A balance moves with every payment, and that alone is no difference. */}
        {row.verdict === 'unknown' && view.checkedAt !== null && (
          <span className="block text-xs text-ink-faint">
            {t('lastSeen')} <RelativeTime at={view.checkedAt} />
          </span>
        )}
      </td>
      <td className={cx(cell, 'whitespace-nowrap')}>
        {row.verdict === 'same' && (
          <>
            <Check aria-hidden className="size-4 text-success" />
            <span className="sr-only">{t('same')}</span>
          </>
        )}
        {differs && (
          <span className="inline-flex items-center gap-1 text-xs text-warning">
            <TriangleAlert aria-hidden className="size-4" />
            {t('differs')}
          </span>
        )}
      </td>
    </tr>
  )
}

function Changed() {
  const t = useTranslations('accounting.documents.sides')
  return (
    <span className="flex items-center justify-end gap-1 text-xs text-warning">
      <TriangleAlert aria-hidden className="size-3" />
      {t('changed')}
    </span>
  )
}

interface ValueProps {
  field: Field
  side: Side | null
  where: 'agreed' | 'here' | 'there'
  view: DocumentView
}

function Value({ field, side, where, view }: ValueProps): ReactNode {
  const t = useTranslations('accounting.documents.sides')
  if (field === 'standing') {
    const there = view.theirStanding ?? 'standing'
    const here = view.standing === 'cancelled' ? 'voided' : 'standing'
    return t(`standings.${where === 'agreed' ? 'standing' : where === 'here' ? here : there}`)
  }
  const isGone = where === 'there' && view.theirStanding === 'deleted'
  if (side === null || (isGone && field !== 'total' && field !== 'balance')) return '–'
  if (field === 'lines') {
    const amounts = linesOf(view, where)
    return amounts.map((minor, place) => (
      // Lines have no names of their own.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={place} className="block">
        <Money minor={minor} currency={side.currency} />
      </span>
    ))
  }
  return <FieldOf field={field} side={side} />
}

function FieldOf({ field, side }: { field: Exclude<Field, 'standing' | 'lines'>; side: Side }): ReactNode {
  const money = (minor: number | null) =>
    minor === null ? '–' : <Money minor={minor} currency={side.currency} />
  switch (field) {
    case 'number':
      return <span className="tabular-nums">{side.number ?? '–'}</span>
    case 'total':
      return money(side.totalMinor)
    case 'tax':
      return money(side.taxMinor)
    case 'balance':
      return money(side.balanceMinor)
    case 'customer':
      return side.customer.name ?? side.customer.id
    case 'date':
      return <DateText date={side.issueDate} />
  }
}
