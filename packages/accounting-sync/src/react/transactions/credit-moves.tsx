'use client'

import { Money, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { ArrivalDetail } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'

/** Which credit note pays which document now, or no more. */
export function CreditMoves({ arrival: { credits, currency } }: { arrival: ArrivalDetail }) {
  const t = useTranslations('accounting.transactions')
  const { href } = useScreensHost()
  const document = (id: string, number: string) => (
    <TextLink href={href.document(id)}>{number || t('withoutNumber')}</TextLink>
  )
  return (
    <ul aria-label={t('change.credit')} className="flex flex-col gap-1.5 text-sm">
      {credits.map((each) => (
        <li
          key={`${each.what} ${each.creditNoteId} ${each.documentId}`}
          className="flex items-baseline gap-2"
        >
          <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
            {document(each.creditNoteId, each.creditNoteNumber)}
            <span aria-hidden>→</span>
            {document(each.documentId, each.documentNumber)}
            <span className="text-xs text-ink-muted">{t(`change.what.${each.what}`)}</span>
          </span>
          <span className="ml-auto">
            <Money minor={each.amountMinor} currency={currency ?? ''} />
          </span>
        </li>
      ))}
    </ul>
  )
}
