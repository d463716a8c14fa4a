'use client'

import {
  Button,
  DataTable,
  EmptyState,
  FilterChips,
  LinkButton,
  RelativeTime,
  Select,
  UiLink,
  type Column,
} from '@tieout/ui'
import { Download, Plus } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { listBatches, type BatchView } from '../../contract/index.ts'
import { useAskedPages } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { SyncPage } from '../sync-tabs.tsx'
import { useCompany } from '../use-company.ts'
import { BATCH_STATUSES, BatchStatus } from './batch-status.tsx'

const ORIGINS = ['manual', 'scheduled'] as const

/** Sets of documents that went, or shall go, together. */
export function BatchesScreen() {
  const t = useTranslations('accounting.batches')
  const { address, explain, href } = useScreensHost()
  const company = useCompany()
  const status = BATCH_STATUSES.find((each) => each === address.query.get('status'))
  const origin = ORIGINS.find((each) => each === address.query.get('origin'))
  const narrow = (changes: { status?: string; origin?: string }) => {
    const { status: nextStatus = status, origin: nextOrigin = origin } = changes
    const query = new URLSearchParams()
    if (nextStatus) query.set('status', nextStatus)
    if (nextOrigin) query.set('origin', nextOrigin)
    address.set(query.toString(), 'push')
  }
  const filters = { ...(status && { status }), ...(origin && { origin }) }
  const list = useAskedPages<BatchView>(listBatches, { ...filters, limit: 40 })
  const narrowed = status !== undefined || origin !== undefined
  return (
    <SyncPage
      tab="batches"
      title={t('title')}
      description={t('description', { system: company.name })}
      actions={
        <>
          <LinkButton icon={Download} href={href.file(listBatches, filters)} download>
            {t('export')}
          </LinkButton>
          <NewBatchButton />
        </>
      }
    >
      <Narrow status={status} origin={origin} onChange={narrow} />
      <DataTable
        label={t('title')}
        columns={useBatchColumns()}
        rows={list.rows}
        rowKey={(batch) => batch.batchId}
        rowHref={(batch) => href.batch(batch.batchId)}
        loading={list.loading}
        error={list.error ? { ...explain(list.error), onRetry: () => void list.refetch() } : null}
        empty={
          narrowed ? (
            <EmptyState
              title={t('noMatch')}
              action={<Button onClick={() => address.set('', 'push')}>{t('showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('none')} body={t('noneBody')} action={<NewBatchButton />} />
          )
        }
        paging={list.paging.hasNext || list.paging.hasPrevious ? list.paging : undefined}
      />
    </SyncPage>
  )
}

interface NarrowProps {
  status: BatchView['status'] | undefined
  origin: BatchView['origin'] | undefined
  /** '' takes it away. */
  onChange: (changes: { status?: string; origin?: string }) => void
}

function Narrow({ status, origin, onChange }: NarrowProps) {
  const t = useTranslations('accounting.batches')
  return (
    <div className="mb-3 flex flex-wrap items-center gap-2">
      <FilterChips
        label={t('columns.status')}
        value={status ?? 'all'}
        onValueChange={(next) => onChange({ status: next === 'all' ? '' : next })}
        options={[
          { value: 'all', label: t('all') },
          ...BATCH_STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
        ]}
      />
      <span className="w-44 max-sm:w-full">
        <Select
          aria-label={t('columns.origin')}
          placeholder={t('anyOrigin')}
          value={origin ?? ''}
          onChange={(event) => onChange({ origin: event.currentTarget.value })}
          options={ORIGINS.map((value) => ({ value, label: t(`origin.${value}`) }))}
        />
      </span>
    </div>
  )
}

function useBatchColumns(): Column<BatchView>[] {
  const t = useTranslations('accounting.batches')
  return [
    { key: 'made', header: t('columns.made'), cell: (batch) => <RelativeTime at={batch.createdAt} /> },
    {
      key: 'by',
      header: t('columns.by'),
      hideBelow: 'sm',
      cell: ({ origin, createdByName }) => createdByName ?? t(`origin.${origin}`),
    },
    { key: 'status', header: t('columns.status'), cell: (batch) => <BatchStatus status={batch.status} /> },
    {
      key: 'documents',
      header: t('columns.documents'),
      align: 'right',
      cell: (batch) => batch.documents,
    },
    { key: 'done', header: t('columns.done'), align: 'right', cell: ({ lines }) => lines.done },
    {
      key: 'waiting',
      header: t('columns.waiting'),
      align: 'right',
      hideBelow: 'md',
      cell: ({ lines }) => lines.pending + lines.in_progress,
    },
    { key: 'failed', header: t('columns.failed'), align: 'right', cell: ({ lines }) => lines.failed },
    {
      key: 'skipped',
      header: t('columns.skipped'),
      align: 'right',
      hideBelow: 'md',
      cell: ({ lines }) => lines.skipped,
    },
  ]
}

function NewBatchButton() {
  const t = useTranslations('accounting.batches')
  const { href, may } = useScreensHost()
  if (!may('manage')) {
    return (
      <Button variant="primary" icon={Plus} disabledReason={t('whyNot.notAllowed')}>
        {t('new')}
      </Button>
    )
  }
  return (
    <LinkButton asChild variant="primary" icon={Plus}>
      <UiLink href={href.newBatch()}>{t('new')}</UiLink>
    </LinkButton>
  )
}
