'use client'

import { Card } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { Totals } from './invoice-lines.tsx'
import type { Preview } from './use-preview.ts'

export function EditorTotals({ preview }: { preview: Preview }) {
  const t = useTranslations('billing.editor')
  const { data, stale } = preview
  return (
    <Card title={t('totals')}>
      <div aria-live="polite" aria-busy={stale} className={stale && data ? 'opacity-60' : undefined}>
        {data ? <Totals {...data} /> : <p className="text-sm text-ink-muted">{t('noTotals')}</p>}
      </div>
    </Card>
  )
}
