'use client'

import {
  Button,
  DataTable,
  DateText,
  EmptyState,
  FilterChips,
  Money,
  PageHeader,
  type Column,
} from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { creditState, exportCredits, listCredits, type CreditSummary } from '../../contract/index.ts'
import { ExportButton } from '../export-button.tsx'
import type { Address } from '../invoices/address.ts'
import { MoneyTabs } from '../payments/money-tabs.tsx'
import { idOrNothing, listFilters, oneOf } from '../payments/list-filters.ts'
import { ClientFilter } from '../payments/payment-filter-bar.tsx'
import { useList } from '../use-list.ts'
import { CreditStateBadge } from './credit-state-badge.tsx'

const STATES = ['all', ...creditState.options] as const

/** The pools of credit that clients can pay with. */
export function CreditListScreen({ address }: { address: Address }) {
  const t = useTranslations('billing.credits')
  const filters = listFilters(['client', 'state'], address)
  const state = oneOf(STATES, filters.values.state) ?? 'all'
  const shown = { clientId: idOrNothing(filters.values.client), state }
  const list = useList<CreditSummary>(listCredits, shown)
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<ExportButton of={exportCredits} filters={shown} />}
      />
      <MoneyTabs active="credits" />
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <FilterChips
          label={t('fields.state')}
          value={state}
          onValueChange={(next) => filters.show({ state: next === 'all' ? '' : next })}
          options={STATES.map((value) => ({ value, label: t(`states.${value}`) }))}
        />
        <div className="w-64 max-w-full">
          <ClientFilter value={filters.values.client} onChange={(client) => filters.show({ client })} />
        </div>
      </div>
      <DataTable
        {...list}
        label={t('title')}
        columns={useColumns()}
        rowKey={(credit) => credit.creditId}
        rowHref={(credit) => `/credits/${credit.creditId}`}
        empty={
          filters.narrowed ? (
            <EmptyState
              title={t('noMatch')}
              action={<Button onClick={filters.clear}>{t('clearFilters')}</Button>}
            />
          ) : (
            <EmptyState title={t('none')} body={t('noneBody')} />
          )
        }
      />
    </>
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
    { key: 'client', header: t('fields.client'), cell: (each) => each.clientName, hideBelow: 'sm' },
    {
      key: 'issuedOn',
      header: t('fields.issuedOn'),
      cell: (each) => <DateText date={each.issuedOn} />,
      hideBelow: 'lg',
    },
    {
      key: 'expiresOn',
      header: t('fields.expiresOn'),
      cell: (each) => <Expiry credit={each} />,
      hideBelow: 'md',
    },
    {
      key: 'state',
      header: t('fields.state'),
      cell: (each) => <CreditStateBadge state={each.state} />,
      hideBelow: 'sm',
    },
    {
      key: 'amount',
      header: t('fields.amount'),
      align: 'right',
      cell: (each) => <Money minor={each.amountMinor} currency={each.currency} />,
      hideBelow: 'md',
    },
    {
      key: 'remaining',
      header: t('fields.remaining'),
      align: 'right',
      cell: (each) => <Money minor={each.remainingMinor} currency={each.currency} quietZero />,
    },
  ]
}

export function Expiry({ credit }: { credit: Pick<CreditSummary, 'expiresOn'> }) {
  const t = useTranslations('billing.credits')
  if (credit.expiresOn) return <DateText date={credit.expiresOn} />
  return <span className="text-ink-faint">{t('neverExpires')}</span>
}
