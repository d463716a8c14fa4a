'use client'

import { Button, DataTable, EmptyState, RelativeTime, TextLink, type Column } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { listExclusions, type ExclusionView } from '../../contract/index.ts'
import { useAskedPages } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { TakeBackDialog } from './row-dialogs.tsx'

/** Every client and document that stays out, who decided so, and why. */
export function KeptOutList({ company }: { company: string }) {
  const t = useTranslations('accounting.mapping.keptOut')
  const { explain } = useScreensHost()
  const [back, setBack] = useState<ExclusionView | null>(null)
  const pages = useAskedPages<ExclusionView>(listExclusions, {})
  const columns = useColumns()
  const nameOf = useNameOf()
  return (
    <>
      <DataTable
        label={t('label')}
        columns={columns}
        rows={pages.rows}
        rowKey={(each) => `${each.entityType} ${each.entityId}`}
        rowActions={(each) => <TakeBack name={nameOf(each)} onClick={() => setBack(each)} />}
        loading={pages.loading}
        error={pages.error ? { ...explain(pages.error), onRetry: () => void pages.refetch() } : null}
        empty={<EmptyState title={t('none')} body={t('noneBody')} />}
        paging={pages.paging.hasNext || pages.paging.hasPrevious ? pages.paging : undefined}
      />
      {back && (
        <TakeBackDialog
          entityType={back.entityType}
          clientId={back.entityId}
          name={nameOf(back)}
          company={company}
          onClose={() => setBack(null)}
        />
      )}
    </>
  )
}

function useNameOf(): (exclusion: ExclusionView) => string {
  const t = useTranslations('accounting.mapping.keptOut')
  return ({ name, entityType }) => name ?? t(entityType === 'client' ? 'aClient' : 'aDocument')
}

function TakeBack({ name, onClick }: { name: string; onClick: () => void }) {
  const t = useTranslations('accounting.mapping')
  const { may } = useScreensHost()
  return (
    <Button
      size="sm"
      disabledReason={may('manage') ? undefined : t('mayNot')}
      aria-label={t('keptOut.takeBack', { name })}
      onClick={onClick}
    >
      {t('actions.takeBack')}
    </Button>
  )
}

function useColumns(): Column<ExclusionView>[] {
  const t = useTranslations('accounting.mapping.keptOut')
  const { href } = useScreensHost()
  const nameOf = useNameOf()
  return [
    {
      key: 'name',
      header: t('what'),
      cell: (each) => (
        <TextLink
          href={each.entityType === 'client' ? href.client(each.entityId) : href.document(each.entityId)}
        >
          {nameOf(each)}
        </TextLink>
      ),
    },
    {
      key: 'reason',
      header: t('reason'),
      cell: (each) => <span className="break-words">{each.reason}</span>,
    },
    { key: 'by', header: t('by'), cell: (each) => each.byName ?? '–', hideBelow: 'md' },
    { key: 'at', header: t('at'), cell: (each) => <RelativeTime at={each.at} />, hideBelow: 'sm' },
  ]
}
