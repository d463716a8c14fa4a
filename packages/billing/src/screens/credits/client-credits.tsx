'use client'

import { Card, DataTable, Money, TextLink, type Column } from '@tieout/ui'
import { useMay } from '@tieout/platform/web'
import { useTranslations } from 'use-intl'
import { listCredits, type CreditSummary } from '../../contract/index.ts'
import { useList } from '../use-list.ts'
import { Expiry } from './credit-list-screen.tsx'

/** What one client could pay with; nothing at all where there is none. */
export function ClientCredits({ clientId }: { clientId: string }) {
  return useMay('credit:read') ? <Available clientId={clientId} /> : null
}

function Available({ clientId }: { clientId: string }) {
  const t = useTranslations('billing.credits')
  const list = useList<CreditSummary>(listCredits, { clientId, state: 'available' })
  const columns = useColumns()
  if (!list.error && list.rows.length === 0) return null
  return (
    <Card
      title={t('ofClient')}
      flush
      actions={<TextLink href={`/credits?client=${clientId}`}>{t('showAll')}</TextLink>}
    >
      <DataTable
        {...list}
        label={t('ofClient')}
        columns={columns}
        rowKey={(credit) => credit.creditId}
        rowHref={(credit) => `/credits/${credit.creditId}`}
      />
    </Card>
  )
}

function useColumns(): Column<CreditSummary>[] {
  const t = useTranslations('billing.credits')
  return [
    {
      key: 'source',
      header: t('fields.source'),
      cell: (each) => t(`sources.${each.sourceType}`, { number: each.sourceNumber }),
    },
    {
      key: 'expiresOn',
      header: t('fields.expiresOn'),
      cell: (each) => <Expiry credit={each} />,
      hideBelow: 'sm',
    },
    {
      key: 'remaining',
      header: t('fields.remaining'),
      align: 'right',
      cell: (each) => <Money minor={each.remainingMinor} currency={each.currency} />,
    },
  ]
}
