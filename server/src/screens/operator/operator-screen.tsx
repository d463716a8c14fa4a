'use client'

import { listTenants, listTroubledJobs, type ResultOf } from '@tieout/platform/contract'
import {
  Badge,
  DataTable,
  DateTimeText,
  EmptyState,
  PageHeader,
  RelativeTime,
  Section,
  type Column,
  type Tone,
} from '@tieout/ui'
import { Building2, CircleCheck, CircleX, Clock, HeartPulse, type LucideIcon } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useKindName } from '../jobs/job-words.ts'
import { useTablePages } from '../table-pages.ts'

type Tenant = ResultOf<typeof listTenants>['items'][number]
type TroubledJob = ResultOf<typeof listTroubledJobs>['items'][number]

/** Above all companies: that they exist, and whether their work gets done. Never what is in them. */
export function OperatorScreen() {
  const t = useTranslations('operator')
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <Section title={t('jobs.title')} description={t('jobs.description')}>
        <TroubledJobs />
      </Section>
      <Section title={t('tenants.title')} description={t('tenants.description')}>
        <Tenants />
      </Section>
    </>
  )
}

function Tenants() {
  const t = useTranslations('operator.tenants')
  const { table } = useTablePages<Tenant>(listTenants, { limit: 50 })
  return (
    <DataTable
      {...table}
      label={t('title')}
      columns={useTenantColumns()}
      rowKey={(row) => row.tenant}
      empty={<EmptyState icon={Building2} title={t('empty')} body={t('emptyBody')} />}
    />
  )
}

function useTenantColumns(): Column<Tenant>[] {
  const t = useTranslations('operator.tenants')
  const format = useFormatter()
  return [
    { key: 'name', header: t('name'), cell: (row) => row.name },
    {
      key: 'address',
      header: t('address'),
      cell: (row) => <code className="font-mono text-xs">{row.slug}</code>,
    },
    { key: 'users', header: t('users'), align: 'right', cell: (row) => format.number(row.users) },
    {
      key: 'since',
      header: t('since'),
      align: 'right',
      hideBelow: 'sm',
      cell: (row) => <DateTimeText at={row.createdAt} />,
    },
  ]
}

const TROUBLES: Record<TroubledJob['trouble'], { tone: Tone; icon: LucideIcon }> = {
  failed: { tone: 'danger', icon: CircleX },
  silent: { tone: 'warning', icon: HeartPulse },
  overdue: { tone: 'warning', icon: Clock },
}

function TroubledJobs() {
  const t = useTranslations('operator.jobs')
  const { table } = useTablePages<TroubledJob>(listTroubledJobs, { limit: 50 })
  return (
    <DataTable
      {...table}
      label={t('title')}
      columns={useJobColumns()}
      rowKey={(job) => job.jobId}
      skeletonRows={3}
      empty={<EmptyState icon={CircleCheck} title={t('empty')} body={t('emptyBody')} />}
    />
  )
}

function useJobColumns(): Column<TroubledJob>[] {
  const t = useTranslations('operator.jobs')
  const format = useFormatter()
  const kindName = useKindName()
  return [
    {
      key: 'kind',
      header: t('kind'),
      cell: (job) => (
        <span className="block max-w-md py-1">
          {kindName(job.kind)}
          {job.error && <span className="block text-xs break-words text-ink-faint">{job.error}</span>}
        </span>
      ),
    },
    {
      key: 'trouble',
      header: t('trouble'),
      cell: ({ trouble }) => (
        <Badge tone={TROUBLES[trouble].tone} icon={TROUBLES[trouble].icon}>
          {t(`troubles.${trouble}`)}
        </Badge>
      ),
    },
    { key: 'tenant', header: t('tenant'), cell: (job) => job.tenantName ?? t('everybody') },
    {
      key: 'attempts',
      header: t('attempts'),
      align: 'right',
      hideBelow: 'md',
      cell: (job) => format.number(job.attempts),
    },
    {
      key: 'when',
      header: t('when'),
      align: 'right',
      hideBelow: 'sm',
      cell: (job) => <RelativeTime at={job.finishedAt ?? job.startedAt ?? job.dueAt} />,
    },
  ]
}
