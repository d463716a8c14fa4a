'use client'

import { useApiCommand, useApiPages } from '@tieout/platform/web'
import { Badge, Banner, Button, DataTable, PageHeader, type Column } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  deactivateTerms,
  listTerms,
  makeTermsDefault,
  reactivateTerms,
  type TermsView,
} from '../../contract/index.ts'
import { ClientStatusBadge } from '../client-status-badge.tsx'
import { useRefusalText } from '../words.ts'
import { NumberingSection } from './numbering-section.tsx'
import { useRefusalToChange } from './refusal-to-change.ts'
import { TermsDialog } from './terms-dialog.tsx'

/** When documents are due, and what they are called. */
export function TermsScreen() {
  const t = useTranslations('billing.terms')
  const refusalText = useRefusalText()
  const refusal = useRefusalToChange()
  const columns = useColumns()
  const [open, setOpen] = useState<'new' | TermsView | null>(null)
  const terms = useApiPages<TermsView>(listTerms, {})
  const { refused, actions } = useTermsActions()
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={
          <Button variant="primary" onClick={() => setOpen('new')} disabledReason={refusal}>
            {t('new')}
          </Button>
        }
      />
      <div className="mb-6 flex flex-col gap-3">
        {refused && <Banner tone="danger">{refused}</Banner>}
        <DataTable
          label={t('tableTitle')}
          columns={columns}
          rows={terms.rows}
          rowKey={(each) => each.termsId}
          onRowOpen={refusal ? undefined : setOpen}
          rowActions={actions}
          loading={terms.loading}
          error={
            terms.error && {
              message: refusalText(terms.error) ?? '',
              requestId: terms.error.problem.requestId,
              onRetry: () => void terms.refetch(),
            }
          }
          paging={terms.paging}
        />
      </div>
      <NumberingSection />
      {open === 'new' && <TermsDialog onClose={() => setOpen(null)} />}
      {open !== null && open !== 'new' && <TermsDialog terms={open} onClose={() => setOpen(null)} />}
    </>
  )
}

/** What can be done with terms in their row, and why the last of it was refused. */
function useTermsActions() {
  const t = useTranslations('billing.terms')
  const refusal = useRefusalToChange()
  const refusalText = useRefusalText()
  // Clients say which terms hold for them, and those may be the default.
  const makeDefault = useApiCommand(makeTermsDefault, { refreshes: ['terms', 'client'] })
  const deactivate = useApiCommand(deactivateTerms)
  const reactivate = useApiCommand(reactivateTerms)
  const commands = [makeDefault, deactivate, reactivate]
  const busy = commands.some((each) => each.isPending)
  const run = (command: (typeof commands)[number], { termsId }: TermsView) => {
    for (const each of commands) each.reset()
    command.mutate({ termsId })
  }
  const actions = (terms: TermsView) => (
    <>
      {!terms.isDefault && terms.status === 'active' && (
        <Button size="sm" busy={busy} onClick={() => run(makeDefault, terms)} disabledReason={refusal}>
          {t('makeDefault')}
        </Button>
      )}
      <Button
        size="sm"
        busy={busy}
        onClick={() => run(terms.status === 'active' ? deactivate : reactivate, terms)}
        disabledReason={refusal ?? (terms.isDefault ? t('isDefault') : undefined)}
      >
        {t(terms.status === 'active' ? 'deactivate' : 'reactivate')}
      </Button>
    </>
  )
  return { refused: refusalText(commands.find((each) => each.error)?.error), actions }
}

function useColumns(): Column<TermsView>[] {
  const t = useTranslations('billing')
  return [
    { key: 'name', header: t('terms.name'), cell: (terms) => terms.name },
    {
      key: 'rule',
      header: t('terms.rule'),
      cell: ({ rule, days }) => t(`terms.described.${rule}`, { days }),
      hideBelow: 'sm',
    },
    {
      key: 'default',
      header: t('terms.default'),
      cell: ({ isDefault }) => isDefault && <Badge>{t('terms.default')}</Badge>,
    },
    {
      key: 'status',
      header: t('fields.status'),
      cell: ({ status }) => <ClientStatusBadge status={status} />,
      hideBelow: 'sm',
    },
  ]
}
