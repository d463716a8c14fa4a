'use client'

import { DateText, Money, TextLink } from '@tieout/ui'
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
      {problems.map(({ reason, amountMinor, document, detail, receipt }, place) => (
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
            {receipt !== null && <OursThatIsMeant receipt={receipt} />}
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

type Receipt = NonNullable<ObservationView['problems'][number]['receipt']>

/** The payment here that it is compared with, for whoever has to say whether they are one. */
function OursThatIsMeant({ receipt }: { receipt: Receipt }) {
  const t = useTranslations('accounting.incoming.receipt')
  const { href } = useScreensHost()
  const { id, origin, date, amountMinor, currency, reference, isReversed, documents } = receipt
  return (
    <span
      role="group"
      aria-label={t('title')}
      className="mt-1.5 flex flex-wrap items-baseline gap-x-3 gap-y-0.5 rounded-md border border-line bg-surface-sunken px-3 py-2"
    >
      <TextLink href={href.receipt(id)}>{t(`origin.${origin}`)}</TextLink>
      <DateText date={date} />
      <span className="font-medium">
        <Money minor={amountMinor} currency={currency} />
      </span>
      {reference !== null && <span className="text-ink-muted">{t('reference', { reference })}</span>}
      {documents.length > 0 && (
        <span className="flex flex-wrap gap-x-2">
          <span className="text-ink-muted">{t('pays')}</span>
          {documents.map((each) => (
            <TextLink key={each.id} href={href.document(each.id)}>
              {each.number ?? '–'}
            </TextLink>
          ))}
        </span>
      )}
      {isReversed && <span className="text-ink-muted">{t('takenBack')}</span>}
    </span>
  )
}
