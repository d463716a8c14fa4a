'use client'

import { Timeline } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { InvoiceView } from '../../contract/index.ts'

/** Who did what to it, the newest first. */
export function InvoiceActivity({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices.activity')
  if (invoice.activity.length === 0) return <p className="text-sm text-ink-muted">{t('none')}</p>
  return (
    <Timeline
      label={t('title')}
      items={invoice.activity.map(({ at, actorName, action, reason }, index) => {
        // A dot in a key would mean a level of its own.
        const key = `did.${action.replaceAll('.', '-')}`
        return {
          id: `${at}-${index}`,
          who: actorName,
          what: t.has(key) ? t(key) : action,
          when: at,
          detail: reason ?? undefined,
        }
      })}
    />
  )
}
