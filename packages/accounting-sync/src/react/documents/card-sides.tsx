'use client'

import { cx, DateText, Money, RelativeTime } from '@tieout/ui'
import { Check, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'

type Side = NonNullable<DocumentView['here']>

const FIELDS = ['number', 'total', 'tax', 'balance', 'customer', 'date'] as const
type Field = (typeof FIELDS)[number]

interface CardSidesProps {
  here: Side
  there: Side
  system: string
  differences: DocumentView['differences']
  checkedAt: string | null
}

/** The document here and over there, field by field, with a tick where the two agree. */
export function CardSides({ here, there, system, differences, checkedAt }: CardSidesProps) {
  const t = useTranslations('accounting.documents.sides')
  return (
    <table className="w-full border-separate border-spacing-0 text-sm" aria-label={t('label', { system })}>
      <thead>
        <tr className="text-left text-xs text-ink-faint">
          <th scope="col" className="w-1/4 py-1 pr-2 font-normal">
            <span className="sr-only">{t('field')}</span>
          </th>
          <th scope="col" className="py-1 pr-2 text-right font-normal">
            {t('here')}
          </th>
          <th scope="col" className="py-1 pr-4 text-right font-normal">
            {system}
          </th>
          <th scope="col" className="w-px py-1 font-normal">
            <span className="sr-only">{t('agree')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {FIELDS.map((field) => (
          <Row
            key={field}
            name={t(field)}
            here={valueOf(field, here)}
            there={valueOf(field, there)}
            verdict={verdictOn(field, here, there, differences)}
            checkedAt={checkedAt}
          />
        ))}
        {differences.some((each) => each.field === 'lines') && (
          <Row
            name={t('lines')}
            here={t('linesHere')}
            there={t('linesThere')}
            verdict="differs"
            checkedAt={null}
          />
        )}
      </tbody>
    </table>
  )
}

type Verdict = 'same' | 'differs' | 'unknown'

function Row(props: {
  name: string
  here: ReactNode
  there: ReactNode
  verdict: Verdict
  checkedAt: string | null
}) {
  const t = useTranslations('accounting.documents.sides')
  const { name, here, there, verdict, checkedAt } = props
  const differs = verdict === 'differs'
  const cell = cx('border-t border-line py-1.5 pr-2 align-top', differs && 'bg-warning-soft font-medium')
  return (
    <tr>
      <th scope="row" className={cx(cell, 'pl-1 text-left font-normal text-ink-faint')}>
        {name}
      </th>
      <td className={cx(cell, 'text-right')}>{here}</td>
      <td className={cx(cell, 'pr-4 text-right')}>
        {there}
        {/* A balance moves with every payment, and that alone is no difference. */}
        {verdict === 'unknown' && checkedAt !== null && (
          <span className="block text-xs text-ink-faint">
            {t('lastSeen')} <RelativeTime at={checkedAt} />
          </span>
        )}
      </td>
      <td className={cx(cell, 'whitespace-nowrap')}>
        {verdict === 'same' && (
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

function valueOf(field: Field, side: Side): ReactNode {
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

function verdictOn(field: Field, here: Side, there: Side, differences: DocumentView['differences']): Verdict {
  if (differences.some((each) => each.field === field)) return 'differs'
  if (field === 'customer') return 'same'
  if (field === 'balance') return here.balanceMinor === there.balanceMinor ? 'same' : 'unknown'
  const pairs: Record<Exclude<Field, 'customer' | 'balance'>, [unknown, unknown]> = {
    number: [here.number, there.number],
    total: [`${here.totalMinor} ${here.currency}`, `${there.totalMinor} ${there.currency}`],
    tax: [here.taxMinor, there.taxMinor],
    date: [here.issueDate, there.issueDate],
  }
  const [ours, theirs] = pairs[field]
  if (theirs === null) return 'unknown'
  return ours === theirs ? 'same' : 'differs'
}
