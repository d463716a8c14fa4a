'use client'

import { cx, DateText, Money, TextLink } from '@tieout/ui'
import { CircleAlert, CircleCheck, CircleDashed, Clock, House, type LucideIcon } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'
import { useErrorWords } from '../error-words.ts'
import { useScreensHost } from '../screens-host.tsx'

type Credit = DocumentView['credits'][number]
type Standing = 'there' | 'on_its_way' | 'coming_off' | 'refused' | 'stays_here' | 'not_there'

const LOOKS: Record<Standing, { icon: LucideIcon; colour: string }> = {
  there: { icon: CircleCheck, colour: 'text-success' },
  on_its_way: { icon: Clock, colour: 'text-accent' },
  coming_off: { icon: Clock, colour: 'text-accent' },
  refused: { icon: CircleAlert, colour: 'text-danger' },
  stays_here: { icon: House, colour: 'text-ink-faint' },
  not_there: { icon: CircleDashed, colour: 'text-ink-faint' },
}

/** Each application of credit on a document, and whether the other side has it too. */
export function CreditList({ view, system }: { view: DocumentView; system: string }) {
  const t = useTranslations('accounting.documents.credits')
  if (view.credits.length === 0) return null
  const cell = 'border-t border-line py-1.5 pr-2 align-top'
  const title = t(view.kind === 'credit_memo' ? 'usedFor' : 'paidWith')
  return (
    <section className="overflow-x-auto">
      <h3 className="mb-1 text-sm font-medium">{title}</h3>
      <table className="w-full border-separate border-spacing-0 text-sm" aria-label={title}>
        <thead>
          <tr className="text-left text-xs text-ink-faint">
            <th scope="col" className="py-1 pr-2 font-normal">
              {t('document')}
            </th>
            <th scope="col" className="hidden py-1 pr-2 font-normal sm:table-cell">
              {t('date')}
            </th>
            <th scope="col" className="py-1 pr-4 text-right font-normal">
              {t('amount')}
            </th>
            <th scope="col" className="py-1 font-normal">
              {system}
            </th>
          </tr>
        </thead>
        <tbody>
          {view.credits.map((credit) => (
            <tr key={credit.allocationId}>
              <th scope="row" className={cx(cell, 'pl-1 text-left font-normal')}>
                <Other credit={credit} />
              </th>
              <td className={cx(cell, 'hidden sm:table-cell')}>
                <DateText date={credit.date} />
              </td>
              <td className={cx(cell, 'pr-4 text-right')}>
                <Money
                  minor={credit.amountMinor}
                  currency={credit.currency}
                  className={credit.takenOff ? 'text-ink-faint line-through' : undefined}
                />
              </td>
              <td className={cell}>
                <Stands credit={credit} system={system} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Other({ credit: { documentId, number } }: { credit: Credit }) {
  const { href } = useScreensHost()
  return <TextLink href={href.document(documentId)}>{number ?? '–'}</TextLink>
}

function Stands({ credit, system }: { credit: Credit; system: string }) {
  const t = useTranslations('accounting.documents')
  const errorWords = useErrorWords()
  const standing = standingOf(credit)
  const { icon: Icon, colour } = LOOKS[standing]
  const document = credit.number ?? ''
  const { errorCode, waitReason } = credit
  const why =
    standing === 'refused' && errorCode !== null
      ? errorWords(errorCode, { document, system }).sentence
      : waitReason !== null && (standing === 'on_its_way' || standing === 'coming_off')
        ? t(`waits.${waitReason}`, { document, system })
        : null
  return (
    <>
      <span className="inline-flex items-center gap-1 whitespace-nowrap">
        <Icon aria-hidden className={cx('size-4 shrink-0', colour)} />
        {t(`credits.standing.${standing}`)}
      </span>
      {why !== null && <span className="block max-w-prose text-xs text-ink-faint">{why}</span>}
    </>
  )
}

function standingOf({ state, takenOff, kind }: Credit): Standing {
  if (state === 'error') return 'refused'
  if (takenOff) return 'coming_off'
  if (state === 'queued') return 'on_its_way'
  if (state === 'synced' || state === 'drift') return 'there'
  return kind === 'prepayment' ? 'stays_here' : 'not_there'
}
