'use client'

import { Button, type TableSelection } from '@tieout/ui'
import { Fragment, useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { InvoiceRow } from '../../contract/index.ts'
import type { InvoiceExtensions } from './extensions.ts'
import { useDocumentName } from './words.tsx'

/** Rows to tick and what can be done about those that are, where modules bring something to do. */
export function useBulk(
  rows: readonly InvoiceRow[],
  actions: InvoiceExtensions['bulkActions'] = [],
): { selection?: TableSelection; bar: ReactNode } {
  const t = useTranslations('billing.invoices.list')
  const nameOf = useDocumentName()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  if (actions.length === 0) return { bar: null }
  // Of what was ticked on another page nobody sees what becomes of it.
  const chosen = rows.filter((row) => ticked.has(row.invoiceId))
  const done = () => setTicked(new Set())
  return {
    selection: {
      selected: new Set(chosen.map((row) => row.invoiceId)),
      onChange: setTicked,
      // A phone has room for what is owed, and little more.
      hideBelow: 'sm',
      rowLabel(key) {
        const row = rows.find((each) => each.invoiceId === key)
        return t('select', { number: row === undefined ? '' : nameOf(row) })
      },
    },
    bar: chosen.length > 0 && (
      <div
        role="group"
        aria-label={t('selected')}
        className="mb-2 flex flex-wrap items-center gap-2 rounded-md border border-accent-line bg-accent-soft px-3 py-1.5 text-sm"
      >
        <span className="mr-auto tabular-nums">{t('selectedCount', { count: chosen.length })}</span>
        {actions.map(({ key, render }) => (
          <Fragment key={key}>{render(chosen, done)}</Fragment>
        ))}
        <Button size="sm" variant="ghost" onClick={done}>
          {t('unselect')}
        </Button>
      </div>
    ),
  }
}
