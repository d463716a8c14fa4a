'use client'

import type { AuditEvent } from '@tieout/platform/contract'
import { cx } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useAuditWords } from './audit-words.ts'
import { changesOf, type Line } from './changes.ts'

/** What was and what is, side by side, only where they differ. */
export function ChangeTable({ before, after }: Pick<AuditEvent, 'before' | 'after'>) {
  const t = useTranslations('audit.changes')
  const words = useAuditWords()
  const changes = changesOf(before, after)
  if (changes.length === 0) return <p className="text-sm text-ink-muted">{t('none')}</p>
  return (
    <table className="w-full table-fixed border-collapse text-sm">
      <caption className="mb-2 text-left text-sm font-medium">
        {t(before && after ? 'title' : 'recorded')}
      </caption>
      <thead>
        <tr className="border-b border-line-strong text-left text-xs text-ink-faint">
          <th scope="col" className="w-1/4 py-1.5 pr-3 font-normal">
            {t('field')}
          </th>
          <th scope="col" className="py-1.5 pr-3 font-normal">
            {t('before')}
          </th>
          <th scope="col" className="py-1.5 font-normal">
            {t('after')}
          </th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.field} className="border-b border-line align-top last:border-b-0">
            <th scope="row" className="py-2 pr-3 text-left font-normal break-words text-ink-muted">
              {words.field(change.field)}
            </th>
            <Side lines={change.before} mark="−" tone="bg-danger-soft text-danger" />
            <Side lines={change.after} mark="+" tone="bg-success-soft text-success" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** A sign beside the colour: what went is a minus, what came is a plus. */
function Side({ lines, mark, tone }: { lines: readonly Line[]; mark: string; tone: string }) {
  const t = useTranslations('audit.changes')
  return (
    <td className="py-2 pr-3 last:pr-0">
      {lines.length === 0 && <span className="text-ink-faint">{t('nothing')}</span>}
      {lines.map((line) => (
        <span
          key={line.text}
          className={cx(
            'flex gap-1.5 rounded-md px-1.5 py-0.5 break-words',
            line.differs ? tone : 'text-ink-muted',
          )}
        >
          <span aria-hidden className="w-2 shrink-0">
            {line.differs ? mark : ''}
          </span>
          <span className="min-w-0 break-words whitespace-pre-wrap">{line.text}</span>
        </span>
      ))}
    </td>
  )
}
