'use client'

import { exportMails, listMails, type MailStatus, type MailSummary } from '@tieout/platform/contract'
import { useApiPages, useApiQuery, useProblemText } from '@tieout/platform/web'
import {
  Banner,
  DataTable,
  EmptyState,
  FilterChips,
  PageHeader,
  RelativeTime,
  SearchInput,
  type Column,
} from '@tieout/ui'
import { Send } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { ExportButton } from '../export-button.tsx'
import { MailDrawer } from './mail-drawer.tsx'
import { MailStatusBadge } from './mail-status-badge.tsx'

const STATUSES = ['waiting', 'sent', 'failed', 'kept'] as const satisfies readonly MailStatus[]

/** Everything that left, or was meant to leave, by mail. */
export function MailScreen() {
  const t = useTranslations('mail')
  const problemText = useProblemText()
  const [status, setStatus] = useState<MailStatus | 'all'>('all')
  const [typed, setTyped] = useState('')
  const recipient = useSettled(typed.trim())
  const [opened, setOpened] = useState<string | null>(null)
  const narrowed = status !== 'all' || recipient !== ''
  const shown = { ...(status !== 'all' && { status }), ...(recipient && { recipient }) }
  const pages = useApiPages<MailSummary>(listMails, { ...shown, limit: 40 })
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<ExportButton of={exportMails} filters={shown} />}
      />
      <KeptBanner />
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <FilterChips<MailStatus | 'all'>
          label={t('status')}
          value={status}
          onValueChange={setStatus}
          options={[
            { value: 'all', label: t('statuses.all') },
            ...STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
          ]}
        />
        <SearchInput
          label={t('search')}
          value={typed}
          onValueChange={setTyped}
          className="ml-auto max-md:ml-0"
        />
      </div>
      <DataTable
        label={t('title')}
        columns={useColumns()}
        rows={pages.rows}
        rowKey={(mail) => mail.mailId}
        onRowOpen={(mail) => setOpened(mail.mailId)}
        loading={pages.loading}
        error={
          pages.error && { message: problemText(pages.error) ?? '', onRetry: () => void pages.refetch() }
        }
        empty={
          <EmptyState
            icon={Send}
            title={t(narrowed ? 'nothingFound' : 'empty')}
            body={t(narrowed ? 'nothingFoundBody' : 'emptyBody')}
          />
        }
        paging={pages.paging.hasNext || pages.paging.hasPrevious ? pages.paging : undefined}
      />
      <MailDrawer mailId={opened} onClose={() => setOpened(null)} />
    </>
  )
}

/** A value once it has stopped changing, so that each letter is not a search of its own. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), 250)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}

/** Whoever waits for a mail that never left should read why before anything else. */
function KeptBanner() {
  const t = useTranslations('mail')
  const kept = useApiQuery(listMails, { status: 'kept', limit: 1 })
  if (!kept.data || kept.data.items.length === 0) return null
  return (
    <div className="mb-4">
      <Banner tone="warning" title={t('keptTitle')}>
        {t('keptBody')}
      </Banner>
    </div>
  )
}

function useColumns(): Column<MailSummary>[] {
  const t = useTranslations('mail.columns')
  return [
    {
      key: 'subject',
      header: t('subject'),
      cell: (mail) => <span className="block py-1">{mail.subject}</span>,
    },
    {
      key: 'to',
      hideBelow: 'sm',
      header: t('to'),
      cell: (mail) => (
        <span className="block py-1">
          {mail.toName}
          <span className="block text-xs break-all text-ink-faint">{mail.toEmail}</span>
        </span>
      ),
    },
    { key: 'status', header: t('status'), cell: (mail) => <MailStatusBadge status={mail.status} /> },
    {
      key: 'written',
      header: t('written'),
      align: 'right',
      hideBelow: 'md',
      cell: (mail) => <RelativeTime at={mail.createdAt} />,
    },
  ]
}
