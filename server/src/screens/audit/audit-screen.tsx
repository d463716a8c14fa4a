'use client'

import { auditSearch, exportAudit, type AuditEvent } from '@tieout/platform/contract'
import { useSession } from '@tieout/platform/web'
import { Button, DataTable, DateTimeText, EmptyState, PageHeader, type Column } from '@tieout/ui'
import { ScrollText, SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ExportButton } from '../export-button.tsx'
import { useTablePages } from '../table-pages.ts'
import { AuditFilterBar } from './audit-filter-bar.tsx'
import { toInput, useAuditFilters } from './audit-filters.ts'
import { useAuditWords } from './audit-words.ts'
import { ChainStatus } from './chain-status.tsx'
import { EventDrawer } from './event-drawer.tsx'
import { SealBadge, Subject } from './event-parts.tsx'

/** Who did what. What is shown stands in the address, so that a finding can be sent to somebody. */
export function AuditScreen() {
  const t = useTranslations('audit')
  const words = useAuditWords()
  const timeZone = useSession().tenant?.timeZone ?? 'UTC'
  const filters = useAuditFilters()
  const [opened, setOpened] = useState<AuditEvent | null>(null)
  const input = toInput(filters.values, timeZone)
  const { table } = useTablePages<AuditEvent>(auditSearch, input)
  const { limit: _page, ...shown } = input
  const narrowTo = (actor: string) => {
    setOpened(null)
    filters.show({ actor })
  }
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<ExportButton of={exportAudit} filters={shown} />}
      />
      <ChainStatus />
      <AuditFilterBar filters={filters} />
      <DataTable
        {...table}
        label={t('title')}
        columns={useColumns()}
        mainColumn="what"
        rowKey={(event) => event.eventId}
        rowLabel={(event) => `${words.actor(event.actor)} ${words.deed(event.action)}`}
        onRowOpen={setOpened}
        empty={<NothingHere narrowed={filters.narrowed} onClear={filters.clear} />}
      />
      <EventDrawer event={opened} onClose={() => setOpened(null)} onNarrow={narrowTo} />
    </>
  )
}

function useColumns(): Column<AuditEvent>[] {
  const t = useTranslations('audit')
  const words = useAuditWords()
  return [
    {
      key: 'when',
      header: t('columns.when'),
      width: '11rem',
      cell: (event) => (
        <span className="whitespace-nowrap text-ink-muted max-sm:whitespace-normal">
          <DateTimeText at={event.recordedAt} />
        </span>
      ),
    },
    { key: 'who', header: t('columns.who'), hideBelow: 'sm', cell: (event) => words.actor(event.actor) },
    {
      key: 'what',
      header: t('columns.what'),
      cell: (event) => (
        <span className="block py-1 max-sm:whitespace-normal">
          <span className="block text-xs text-ink-faint sm:hidden">{words.actor(event.actor)}</span>
          {words.deed(event.action)}
        </span>
      ),
    },
    { key: 'on', header: t('columns.on'), hideBelow: 'md', cell: (event) => <Subject event={event} /> },
    {
      key: 'seal',
      header: t('columns.seal'),
      hideBelow: 'sm',
      cell: (event) => <SealBadge sealed={event.sealed} />,
    },
  ]
}

function NothingHere({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const t = useTranslations('audit.empty')
  if (!narrowed) return <EmptyState icon={ScrollText} title={t('title')} body={t('body')} />
  return (
    <EmptyState
      icon={SearchX}
      title={t('filtered')}
      body={t('filteredBody')}
      action={
        <Button size="sm" onClick={onClear}>
          {t('showAll')}
        </Button>
      }
    />
  )
}
