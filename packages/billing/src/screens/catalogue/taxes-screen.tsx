'use client'

import { useApiCommand, useApiPages } from '@tieout/platform/web'
import {
  Badge,
  Banner,
  Button,
  Card,
  DataTable,
  DateText,
  EmptyState,
  ErrorState,
  FilterChips,
  PageHeader,
  Skeleton,
  type Column,
} from '@tieout/ui'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import {
  deactivateTaxRegion,
  listTaxRegions,
  reactivateTaxRegion,
  type TaxRateView,
  type TaxRegionView,
} from '../../contract/index.ts'
import { ClientStatusBadge } from '../client-status-badge.tsx'
import { useRefusalText } from '../words.ts'
import { useRefusalToChange } from './refusal-to-change.ts'
import { EndRateDialog, RateDialog, RegionDialog } from './tax-dialogs.tsx'

const STATUSES = ['active', 'inactive', 'all'] as const

export function TaxesScreen() {
  const t = useTranslations('billing')
  const refusalText = useRefusalText()
  const [status, setStatus] = useState<(typeof STATUSES)[number]>('active')
  const [adding, setAdding] = useState(false)
  const { rows, loading, error, refetch, paging } = useApiPages<TaxRegionView>(listTaxRegions, { status })
  return (
    <>
      <PageHeader
        title={t('taxes.title')}
        description={t('taxes.description')}
        actions={
          <Button variant="primary" onClick={() => setAdding(true)} disabledReason={useRefusalToChange()}>
            {t('taxes.new')}
          </Button>
        }
      />
      <FilterChips
        label={t('fields.status')}
        value={status}
        onValueChange={setStatus}
        options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
      />
      <div className="mt-3 flex flex-col gap-4" aria-busy={loading}>
        {loading && <Skeleton className="h-40 w-full" />}
        {error && <ErrorState message={refusalText(error) ?? ''} onRetry={() => void refetch()} />}
        {!loading && !error && rows.length === 0 && (
          <EmptyState title={t('taxes.none')} body={t('taxes.noneBody')} />
        )}
        {rows.map((region) => (
          <RegionCard key={region.taxRegionId} region={region} />
        ))}
        {(paging.hasPrevious || paging.hasNext) && (
          <div className="flex justify-end gap-2">
            <Button size="sm" onClick={paging.onPrevious} disabled={!paging.hasPrevious}>
              {t('taxes.previous')}
            </Button>
            <Button size="sm" onClick={paging.onNext} disabled={!paging.hasNext}>
              {t('taxes.next')}
            </Button>
          </div>
        )}
      </div>
      {adding && <RegionDialog onClose={() => setAdding(false)} />}
    </>
  )
}

function RegionCard({ region }: { region: TaxRegionView }) {
  const t = useTranslations('billing')
  const refusal = useRefusalToChange()
  const refusalText = useRefusalText()
  const [open, setOpen] = useState<'rename' | 'rate' | TaxRateView | null>(null)
  const isActive = region.status === 'active'
  const change = useApiCommand(isActive ? deactivateTaxRegion : reactivateTaxRegion)
  const refused = refusalText(change.error)
  const close = () => setOpen(null)
  return (
    <Card
      flush
      title={region.name}
      actions={
        <>
          <ClientStatusBadge status={region.status} />
          <Button size="sm" onClick={() => setOpen('rate')} disabledReason={refusal}>
            {t('taxes.addRate')}
          </Button>
          <Button size="sm" onClick={() => setOpen('rename')} disabledReason={refusal}>
            {t('taxes.rename')}
          </Button>
          <Button
            size="sm"
            busy={change.isPending}
            disabledReason={refusal}
            onClick={() => change.mutate({ taxRegionId: region.taxRegionId })}
          >
            {t(isActive ? 'client.deactivate' : 'client.reactivate')}
          </Button>
        </>
      }
    >
      {refused && <Banner tone="danger">{refused}</Banner>}
      <RateTable region={region} onEnd={setOpen} />
      {open === 'rename' && <RegionDialog region={region} onClose={close} />}
      {open === 'rate' && <RateDialog region={region} onClose={close} />}
      {open !== null && typeof open === 'object' && <EndRateDialog rate={open} onClose={close} />}
    </Card>
  )
}

const TONES = { current: 'success', future: 'neutral', ended: 'neutral' } as const

type OnEnd = (rate: TaxRateView) => void

function RateTable({ region, onEnd }: { region: TaxRegionView; onEnd: OnEnd }) {
  const t = useTranslations('billing.taxes')
  return (
    <DataTable
      className="border-0"
      label={t('ratesOf', { name: region.name })}
      columns={useRateColumns()}
      rows={region.rates}
      rowKey={(rate) => rate.taxRateId}
      rowActions={useRateActions(onEnd)}
      empty={<EmptyState title={t('noRates')} body={t('noRatesBody')} />}
    />
  )
}

function useRateActions(onEnd: OnEnd) {
  const t = useTranslations('billing.taxes')
  const refusal = useRefusalToChange()
  return (rate: TaxRateView) =>
    rate.state !== 'ended' && (
      <Button size="sm" onClick={() => onEnd(rate)} disabledReason={refusal}>
        {t('endRate')}
      </Button>
    )
}

function useRateColumns(): Column<TaxRateView>[] {
  const t = useTranslations('billing.taxes')
  const format = useFormatter()
  return [
    { key: 'name', header: t('rateName'), cell: (rate) => rate.name },
    {
      key: 'rate',
      header: t('rate'),
      align: 'right',
      // Only to be looked at: no amount is ever computed from this.
      cell: (rate) => format.number(rate.ratePpm / 1_000_000, { style: 'percent', maximumFractionDigits: 4 }),
    },
    { key: 'from', header: t('validFrom'), cell: (rate) => <DateText date={rate.validFrom} /> },
    {
      key: 'to',
      header: t('validTo'),
      cell: (rate) => (rate.validTo ? <DateText date={rate.validTo} /> : '–'),
      hideBelow: 'sm',
    },
    {
      key: 'state',
      header: t('state'),
      cell: (rate) => <Badge tone={TONES[rate.state]}>{t(`states.${rate.state}`)}</Badge>,
      hideBelow: 'sm',
    },
  ]
}
