'use client'

import {
  Button,
  DateText,
  DescriptionList,
  ErrorState,
  LinkButton,
  ProgressBar,
  RelativeTime,
  Skeleton,
  TextLink,
  useInstantText,
} from '@tieout/ui'
import { CircleMinus, Download, Send } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { getBatch, listTransactions, validateBatch, type BatchView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useClientName } from '../filters/client-choice.tsx'
import { useScreensHost } from '../screens-host.tsx'
import { SyncPage } from '../sync-tabs.tsx'
import { useCompany } from '../use-company.ts'
import { BatchLines } from './batch-lines.tsx'
import { BatchStatus, useBatchWhyNot } from './batch-status.tsx'
import { CancelBatchDialog } from './cancel-batch-dialog.tsx'
import { DeliverBatchDialog } from './deliver-batch-dialog.tsx'
import { JudgedTable, JudgedTotals } from './judged-table.tsx'

/** One batch: a draft that can still be judged, or what became of its documents. */
export function BatchScreen({ batchId }: { batchId: string }) {
  const t = useTranslations('accounting.batches')
  const { explain } = useScreensHost()
  const instant = useInstantText()
  const company = useCompany()
  const query = useAsked(
    getBatch,
    { batchId },
    // What is on its way moves while somebody watches, and goes on when the page is opened anew.
    { refetchInterval: ({ state }) => (state.data?.status === 'delivering' ? 1500 : false) },
  )
  const batch = query.data
  const system = batch?.company ?? company.name
  return (
    <SyncPage
      tab="batches"
      title={batch ? t('titleOf', { when: instant(batch.createdAt) }) : t('one')}
      meta={batch && <BatchStatus status={batch.status} />}
      actions={batch && <Actions batch={batch} system={system} refresh={() => void query.refetch()} />}
    >
      {query.error ? (
        <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
      ) : batch ? (
        <div className="flex flex-col gap-4">
          {batch.status !== 'draft' && <Progress batch={batch} />}
          <Facts batch={batch} system={system} />
          {batch.status === 'draft' ? <Draft batch={batch} /> : <BatchLines batch={batch} system={system} />}
        </div>
      ) : (
        <div aria-busy className="flex flex-col gap-3">
          <Skeleton className="w-1/3" />
          <Skeleton className="w-2/3" />
        </div>
      )}
    </SyncPage>
  )
}

interface ActionsProps {
  batch: BatchView
  system: string
  refresh: () => void
}

function Actions({ batch, system, refresh }: ActionsProps) {
  const t = useTranslations('accounting.batches')
  const { href, may } = useScreensHost()
  const whyNot = useBatchWhyNot(may('manage'))
  const [asking, setAsking] = useState<'deliver' | 'cancel' | null>(null)
  const { batchId, status } = batch
  const file =
    status === 'draft' ? href.file(validateBatch, { batchId }) : href.file(listTransactions, { batchId })
  const dialog = { batch, system, refresh, onClose: () => setAsking(null) }
  return (
    <>
      <LinkButton icon={Download} href={file} download>
        {t('export')}
      </LinkButton>
      {status !== 'delivered' && status !== 'cancelled' && (
        <Button
          icon={CircleMinus}
          disabledReason={whyNot('cancel', status)}
          onClick={() => setAsking('cancel')}
        >
          {t('cancel.button')}
        </Button>
      )}
      {status === 'draft' && (
        <Button
          variant="primary"
          icon={Send}
          disabledReason={whyNot('deliver', status)}
          onClick={() => setAsking('deliver')}
        >
          {t('deliver.button')}
        </Button>
      )}
      {asking === 'deliver' && <DeliverBatchDialog {...dialog} />}
      {asking === 'cancel' && <CancelBatchDialog {...dialog} />}
    </>
  )
}

/** Refused and left out are over too: the bar is full when nothing moves any more. */
function Progress({ batch }: { batch: BatchView }) {
  const t = useTranslations('accounting.batches.progress')
  const format = useFormatter()
  const { pending, in_progress, done, failed, skipped } = batch.lines
  const total = pending + in_progress + done + failed + skipped
  if (total === 0) return null
  const over = done + failed + skipped
  const detail = t('detail', { over: format.number(over), total: format.number(total) })
  const parts = [
    { key: 'done', count: done },
    { key: 'pending', count: pending },
    { key: 'in_progress', count: in_progress },
    { key: 'failed', count: failed },
    { key: 'skipped', count: skipped },
  ].filter(({ count }) => count > 0)
  return (
    <div className="flex max-w-2xl flex-col gap-1.5">
      <ProgressBar label={t('label')} value={over} max={total} detail={detail} />
      <p className="text-xs text-ink-muted" role="status">
        {parts.map(({ key, count }) => t(key, { count })).join(' · ')}
      </p>
    </div>
  )
}

function Facts({ batch, system }: { batch: BatchView; system: string }) {
  const t = useTranslations('accounting.batches')
  return (
    <div className="max-w-2xl">
      <DescriptionList
        items={[
          { term: t('facts.goesTo'), value: system },
          {
            term: t('facts.made'),
            value: (
              <>
                {batch.createdByName ?? t(`origin.${batch.origin}`)}, <RelativeTime at={batch.createdAt} />
              </>
            ),
          },
          ...(batch.origin === 'manual'
            ? [{ term: t('facts.chosen'), value: <Chosen batch={batch} /> }]
            : []),
          ...(batch.delivery === null
            ? []
            : [{ term: t('facts.delivery'), value: <Delivery delivery={batch.delivery} /> }]),
          ...(batch.deliveredAt === null
            ? []
            : [{ term: t('facts.finished'), value: <RelativeTime at={batch.deliveredAt} /> }]),
        ]}
      />
    </div>
  )
}

/** By what they were chosen, in words. */
function Chosen({ batch: { filter, documents } }: { batch: BatchView }): ReactNode {
  const t = useTranslations('accounting.batches.facts')
  const [first, ...others] = filter.clientIds ?? []
  return (
    <span className="flex flex-wrap gap-x-2">
      <span>{t('documents', { count: documents })}</span>
      {filter.from !== undefined && (
        <span>{t.rich('from', { day: () => <DateText date={filter.from ?? ''} /> })}</span>
      )}
      {filter.to !== undefined && (
        <span>{t.rich('to', { day: () => <DateText date={filter.to ?? ''} /> })}</span>
      )}
      {first !== undefined && <ClientNamed clientId={first} others={others.length} />}
    </span>
  )
}

const WAYS = [
  'queued',
  'joined',
  'elsewhere',
  'alreadyThere',
  'excluded',
  'closedPeriod',
  'otherCurrency',
  'taxesApart',
  'gone',
] as const

/** Which way the chosen documents went when somebody pressed. */
function Delivery({ delivery }: { delivery: NonNullable<BatchView['delivery']> }) {
  const t = useTranslations('accounting.batches.facts')
  const told = WAYS.filter((way) => delivery[way] > 0)
  return told.map((way) => t(way, { count: delivery[way] })).join(' · ')
}

function ClientNamed({ clientId, others }: { clientId: string; others: number }) {
  const t = useTranslations('accounting.batches.facts')
  const { href } = useScreensHost()
  const name = useClientName(clientId) ?? '…'
  return (
    <span>
      <TextLink href={href.client(clientId)}>{name}</TextLink>
      {others > 0 && ` ${t('andOthers', { count: others })}`}
    </span>
  )
}

/** The documents of a draft, judged as things stand now. */
function Draft({ batch }: { batch: BatchView }) {
  const t = useTranslations('accounting.batches')
  const { explain } = useScreensHost()
  const judged = useAsked(validateBatch, { batchId: batch.batchId }, { refetchInterval: 30_000 })
  return (
    <section aria-label={t('columns.documents')}>
      {judged.data && <JudgedTotals totals={judged.data.totals} />}
      <div className="mb-2">
        <Button size="sm" busy={judged.isFetching} onClick={() => void judged.refetch()}>
          {t('validate')}
        </Button>
      </div>
      <JudgedTable
        label={t('columns.documents')}
        documents={judged.data?.documents ?? []}
        loading={judged.isPending}
        error={judged.error ? { ...explain(judged.error), onRetry: () => void judged.refetch() } : null}
      />
    </section>
  )
}
