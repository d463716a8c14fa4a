'use client'

import { Card, Money, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { useScreensHost } from '../screens-host.tsx'

export interface PaymentRestProps {
  /** What of a payment settles documents that are here alone. */
  rest: readonly { documentId: string; number: string; amountMinor: number }[]
  currency: string
}

/** The documents whose part of a payment stands over there as credit, to the cent; each leads to where it is sent. */
export function PaymentRest({ rest, currency }: PaymentRestProps) {
  const t = useTranslations('accounting.incoming.rest')
  const { href } = useScreensHost()
  const sum = rest.reduce((all, each) => all + each.amountMinor, 0)
  return (
    <Card level={2} title={t('title')}>
      <ul className="flex flex-col gap-2 text-sm">
        {rest.map(({ documentId, number, amountMinor }) => (
          <li key={documentId} className="flex justify-between gap-4">
            <TextLink href={href.document(documentId)}>{number}</TextLink>
            <Money minor={amountMinor} currency={currency} />
          </li>
        ))}
        {rest.length > 1 && (
          <li className="flex justify-between gap-4 border-t border-line pt-2 font-medium">
            {t('sum')}
            <Money minor={sum} currency={currency} />
          </li>
        )}
      </ul>
    </Card>
  )
}
