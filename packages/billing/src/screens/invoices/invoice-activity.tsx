'use client'

import { Timeline } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { InvoiceView } from '../../contract/index.ts'

/** Who did what to it, the newest first. */
export function InvoiceActivity({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices.activity')
  // A dot in a key would mean a level of its own.
  const keyOf = (action: string) => `did.${action.replaceAll('.', '-')}`
  // What other modules did about it they tell themselves.
  const own = invoice.activity.filter(({ action }) => t.has(keyOf(action)))
  if (own.length === 0) return <p className="text-sm text-ink-muted">{t('none')}</p>
  return (
    <Timeline
      label={t('title')}
      items={own.map(({ at, actorName, action, reason }, index) => ({
        id: `${at}-${index}`,
        who: actorName,
        what: t(keyOf(action)),
        when: at,
        detail: reason ?? undefined,
      }))}
    />
  )
}
