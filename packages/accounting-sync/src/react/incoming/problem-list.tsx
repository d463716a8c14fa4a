'use client'

import { Money, TextLink } from '@tieout/ui'
import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { ObservationView } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'

/** Each thing that keeps it from being applied, in a sentence, with the document and the amount. */
export function ProblemList({ observation, company }: { observation: ObservationView; company: string }) {
  const t = useTranslations('accounting.incoming')
  const { href } = useScreensHost()
  const { problems, payment } = observation
  return (
    <ul aria-label={t('problems')} className="flex flex-col gap-2 text-sm">
      {problems.map(({ reason, amountMinor, document, detail }, place) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={`${place} ${reason}`} className="flex items-start gap-2">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
          <span>
            {t(`reason.${reason}`, { company })}{' '}
            {document !== null && (
              <TextLink href={href.document(document.id)}>{document.number ?? t('draft')}</TextLink>
            )}
            {/* In the words of whoever refused it: only where there are none of ours. */}
            {(reason === 'refused' || reason === 'unreadable') && detail !== null && (
              <span className="block text-xs break-words text-ink-muted">{detail}</span>
            )}
          </span>
          {payment !== null && amountMinor > 0 && (
            <span className="ml-auto">
              <Money minor={amountMinor} currency={payment.currency} />
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
