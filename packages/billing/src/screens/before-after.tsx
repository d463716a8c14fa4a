'use client'

import { Money } from '@tieout/ui'
import { useTranslations } from 'use-intl'

interface BeforeAfterProps {
  currency: string
  /** Without an `after` nobody can tell yet. */
  rows: readonly { label: string; before: number; after: number | null }[]
}

/** What a step does to amounts, so that nobody has to reckon. */
export function BeforeAfter({ currency, rows }: BeforeAfterProps) {
  const t = useTranslations('billing.invoices.beforeAfter')
  return (
    <table className="w-full text-sm">
      <thead className="text-xs text-ink-faint">
        <tr>
          <th scope="col" className="py-1 text-left font-normal">
            <span className="sr-only">{t('what')}</span>
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            {t('before')}
          </th>
          <th scope="col" className="py-1 text-right font-normal">
            {t('after')}
          </th>
        </tr>
      </thead>
      <tbody aria-live="polite">
        {rows.map(({ label, before, after }) => (
          <tr key={label} className="border-t border-line">
            <th scope="row" className="py-1.5 text-left font-normal text-ink-muted">
              {label}
            </th>
            <td className="text-right">
              <Money minor={before} currency={currency} />
            </td>
            <td className="text-right font-medium">
              {after === null ? '–' : <Money minor={after} currency={currency} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
