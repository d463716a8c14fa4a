'use client'

import { useApiQuery, useProblemText } from '@tieout/platform/web'
import { DataTable, EmptyState } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { listHeld, type CustodyEntry } from './contract.ts'
import { ReleaseButton } from './release-button.tsx'

export function CustodySettings() {
  const t = useTranslations('custody')
  const problemText = useProblemText()
  const query = useApiQuery(listHeld, {})
  return (
    <DataTable<CustodyEntry>
      label={t('documents')}
      columns={[
        { key: 'number', header: t('number'), cell: ({ number }) => number ?? '–' },
        { key: 'reason', header: t('reason'), cell: ({ heldBecause }) => heldBecause },
        {
          key: 'release',
          header: t('release'),
          hideHeader: true,
          align: 'right',
          cell: ({ invoiceId, number }) => <ReleaseButton invoiceId={invoiceId} number={number} />,
        },
      ]}
      rows={query.data?.items ?? []}
      rowKey={(entry) => entry.invoiceId}
      rowHref={(entry) => `/invoices/${entry.invoiceId}`}
      loading={query.isPending}
      error={
        query.error && {
          message: problemText(query.error) ?? '',
          requestId: query.error.problem.requestId,
          onRetry: () => void query.refetch(),
        }
      }
      empty={<EmptyState title={t('nothing')} />}
    />
  )
}
