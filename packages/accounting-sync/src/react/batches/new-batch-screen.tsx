'use client'

import { Banner, Button, DayRange, EmptyState, ErrorState, TextLink } from '@tieout/ui'
import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { createBatch, previewBatch, type BatchDocument, type JudgedDocuments } from '../../contract/index.ts'
import { useAsked, useCommand } from '../asking.ts'
import { ClientChoice, useClientName } from '../filters/client-choice.tsx'
import { useScreensHost } from '../screens-host.tsx'
import { SyncPage } from '../sync-tabs.tsx'
import { useCompany } from '../use-company.ts'
import { readBatchFilter, writeBatchFilter, type BatchFilter } from './batch-filter.ts'
import { JudgedTable, JudgedTotals } from './judged-table.tsx'
import { goesAlong } from './line-states.tsx'

/** Chooses documents, shows what of them could go out, and keeps them as a draft. Nothing leaves here. */
export function NewBatchScreen() {
  const t = useTranslations('accounting.batches')
  const { address, explain, href } = useScreensHost()
  const company = useCompany()
  const filter = readBatchFilter(address.query)
  const change = (changes: Partial<BatchFilter>) =>
    address.set(writeBatchFilter({ ...filter, ...changes }), 'replace')
  return (
    <SyncPage tab="batches" title={t('newTitle')} description={t('newDescription')}>
      {company.error ? (
        <ErrorState {...explain(company.error)} onRetry={() => void company.refetch()} />
      ) : company.connection === null && !company.loading ? (
        <EmptyState
          title={t('notConnected')}
          body={t('notConnectedBody')}
          action={<TextLink href={href.settings()}>{t('toSettings')}</TextLink>}
        />
      ) : (
        <>
          <Narrow filter={filter} onChange={change} />
          {company.connection !== null && (
            <Preview
              // Another choice of documents begins with its own ticks.
              key={writeBatchFilter(filter)}
              connectionId={company.connection.connectionId}
              filter={filter}
            />
          )}
        </>
      )}
    </SyncPage>
  )
}

function Narrow(props: { filter: BatchFilter; onChange: (changes: Partial<BatchFilter>) => void }) {
  const t = useTranslations('accounting.batches')
  const { filter, onChange } = props
  return (
    <div className="mb-3 flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <DayRange
          label={t('dated')}
          fromLabel={t('datedFrom')}
          toLabel={t('datedTo')}
          from={filter.from}
          to={filter.to}
          onChange={onChange}
        />
        <span className="w-56 max-sm:w-full">
          <ClientChoice
            label={t('addClient')}
            placeholder={filter.clientIds.length === 0 ? t('anyClient') : t('addClient')}
            clientId=""
            onChange={(client) =>
              client &&
              !filter.clientIds.includes(client.id) &&
              onChange({ clientIds: [...filter.clientIds, client.id] })
            }
          />
        </span>
      </div>
      {filter.clientIds.length > 0 && (
        <ul aria-label={t('clients')} className="flex flex-wrap gap-1.5">
          {filter.clientIds.map((clientId) => (
            <li key={clientId}>
              <ChosenClient
                clientId={clientId}
                onRemove={() => onChange({ clientIds: filter.clientIds.filter((each) => each !== clientId) })}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function ChosenClient({ clientId, onRemove }: { clientId: string; onRemove: () => void }) {
  const t = useTranslations('accounting.batches')
  const name = useClientName(clientId) ?? '…'
  return (
    <Button size="sm" icon={X} aria-label={t('removeClient', { name })} onClick={onRemove}>
      {name}
    </Button>
  )
}

interface PreviewProps {
  connectionId: string
  filter: BatchFilter
}

function Preview({ connectionId, filter }: PreviewProps) {
  const t = useTranslations('accounting.batches')
  const { explain } = useScreensHost()
  const asked = {
    connectionId,
    ...(filter.from && { from: filter.from }),
    ...(filter.to && { to: filter.to }),
    ...(filter.clientIds.length > 0 && { clientIds: filter.clientIds }),
  }
  const preview = useAsked(previewBatch, asked, { refetchInterval: 30_000 })
  const documents = preview.data?.documents ?? []
  const ticks = useTicks(preview.data)
  const chosen = documents.filter(({ documentId }) => ticks.selected.has(documentId))
  return (
    <>
      {preview.data?.more && <Banner tone="warning">{t('more', { count: documents.length })}</Banner>}
      {preview.data && <JudgedTotals totals={preview.data.totals} />}
      <Keep asked={asked} chosen={chosen} of={documents.length} />
      <JudgedTable
        label={t('newTitle')}
        documents={documents}
        loading={preview.isPending}
        error={preview.error ? { ...explain(preview.error), onRetry: () => void preview.refetch() } : null}
        selection={{
          selected: ticks.selected,
          onChange: ticks.change,
          rowLabel: (key) =>
            t('tick', { number: documents.find((each) => each.documentId === key)?.number ?? '' }),
        }}
      />
    </>
  )
}

/** What goes along is ticked until somebody says otherwise, also what appears while they look. */
function useTicks(judged: JudgedDocuments | undefined) {
  const [said, setSaid] = useState<ReadonlyMap<string, boolean>>(new Map())
  const documents: readonly BatchDocument[] = judged?.documents ?? []
  const selected = new Set(
    documents.filter((each) => said.get(each.documentId) ?? goesAlong(each)).map((each) => each.documentId),
  )
  const change = (next: Set<string>) =>
    setSaid(new Map(documents.map(({ documentId }) => [documentId, next.has(documentId)])))
  return { selected, change }
}

interface KeepProps {
  asked: Omit<Parameters<ReturnType<typeof useCommand<typeof createBatch>>['mutate']>[0], 'documentIds'>
  chosen: readonly BatchDocument[]
  of: number
}

function Keep({ asked, chosen, of }: KeepProps) {
  const t = useTranslations('accounting.batches')
  const { explain, go, href, may } = useScreensHost()
  const create = useCommand(createBatch, { onSuccess: ({ batchId }) => go(href.batch(batchId)) })
  const reasonAgainst = () => {
    if (!may('manage')) return t('whyNot.notAllowed')
    return chosen.length === 0 ? t('whyNot.nothingTicked') : undefined
  }
  const sent = useRef('')
  const keep = () => {
    const choice = { ...asked, documentIds: chosen.map((each) => each.documentId) }
    // Another choice is another batch; the same one pressed again, as after a lost answer, is one.
    if (sent.current !== JSON.stringify(choice)) create.reset()
    sent.current = JSON.stringify(choice)
    create.mutate(choice)
  }
  return (
    <div className="mb-2 flex flex-wrap items-center gap-3">
      <Button variant="primary" busy={create.isPending} disabledReason={reasonAgainst()} onClick={keep}>
        {t('keep', { count: chosen.length })}
      </Button>
      <span className="text-sm text-ink-muted tabular-nums">{t('chosen', { count: chosen.length, of })}</span>
      {create.error !== null && (
        <p role="alert" className="text-sm text-danger">
          {explain(create.error).message}
        </p>
      )}
    </div>
  )
}
