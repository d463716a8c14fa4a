'use client'

import { api, useApiCommand, useMay } from '@tieout/platform/web'
import {
  Button,
  ConfirmDialog,
  DataTable,
  EmptyState,
  FilterChips,
  Money,
  PageHeader,
  SearchInput,
  toast,
  type Column,
} from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  deactivateService,
  exportServices,
  getService,
  listServices,
  reactivateService,
  type ServiceView,
} from '../../contract/index.ts'
import { ClientStatusBadge } from '../client-status-badge.tsx'
import { ExportButton } from '../export-button.tsx'
import { useList } from '../use-list.ts'
import { useSettled } from '../use-settled.ts'
import { useRefusalText } from '../words.ts'
import { EditServiceDialog, NewServiceDialog } from './service-dialogs.tsx'
import { useRefusalToChange } from './refusal-to-change.ts'

const STATUSES = ['active', 'inactive', 'all'] as const
const KINDS = ['all', 'service', 'product'] as const
type Status = (typeof STATUSES)[number]
type Kind = (typeof KINDS)[number]

export function ServiceListScreen() {
  const t = useTranslations('billing')
  const mayChange = useMay('billing_settings:update')
  const [typed, setTyped] = useState('')
  const [kind, setKind] = useState<Kind>('all')
  const [status, setStatus] = useState<Status>('active')
  const [open, setOpen] = useState<'new' | ServiceView | null>(null)
  const search = useSettled(typed.trim())
  const columns = useColumns()
  const shown = { search: search || undefined, kind, status }
  const list = useList<ServiceView>(listServices, shown)
  return (
    <>
      <PageHeader
        title={t('services.title')}
        description={t('services.description')}
        actions={
          <>
            <ExportButton of={exportServices} filters={shown} />
            <Button variant="primary" onClick={() => setOpen('new')} disabledReason={useRefusalToChange()}>
              {t('services.new')}
            </Button>
          </>
        }
      />
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <SearchInput label={t('services.search')} value={typed} onValueChange={setTyped} maxLength={100} />
        <Filters {...{ kind, setKind, status, setStatus }} />
      </div>
      <DataTable
        {...list}
        label={t('services.title')}
        columns={columns}
        rowKey={(service) => service.serviceId}
        onRowOpen={mayChange ? setOpen : undefined}
        rowActions={statusAction}
        empty={
          search === '' ? (
            <EmptyState title={t('services.none')} body={t('services.noneBody')} />
          ) : (
            <EmptyState title={t('services.noMatch', { search })} />
          )
        }
      />
      {open === 'new' && <NewServiceDialog onClose={() => setOpen(null)} />}
      {open !== null && open !== 'new' && (
        <EditServiceDialog
          service={open}
          onClose={() => setOpen(null)}
          onReload={() => api(getService, { serviceId: open.serviceId }).catch(() => undefined)}
        />
      )}
    </>
  )
}

interface FiltersProps {
  kind: Kind
  setKind: (kind: Kind) => void
  status: Status
  setStatus: (status: Status) => void
}

function Filters({ kind, setKind, status, setStatus }: FiltersProps) {
  const t = useTranslations('billing')
  return (
    <>
      <FilterChips
        label={t('services.kind')}
        value={kind}
        onValueChange={setKind}
        options={KINDS.map((value) => ({ value, label: t(`services.filters.${value}`) }))}
      />
      <FilterChips
        label={t('fields.status')}
        value={status}
        onValueChange={setStatus}
        options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
      />
    </>
  )
}

function useColumns(): Column<ServiceView>[] {
  const t = useTranslations('billing')
  return [
    { key: 'name', header: t('services.name'), cell: (service) => service.name },
    {
      key: 'kind',
      header: t('services.kind'),
      cell: (service) => t(`services.kinds.${service.kind}`),
      hideBelow: 'sm',
    },
    { key: 'sku', header: t('services.sku'), cell: (service) => service.sku ?? '–', hideBelow: 'lg' },
    {
      key: 'taxable',
      header: t('services.taxable'),
      cell: (service) => t(service.taxable ? 'services.yes' : 'services.no'),
      hideBelow: 'md',
    },
    {
      key: 'price',
      header: t('services.price'),
      align: 'right',
      cell: ({ unitPriceMinor: minor, currency }) => (
        <Money minor={minor} currency={currency} display="code" />
      ),
    },
    {
      key: 'status',
      header: t('fields.status'),
      cell: (service) => <ClientStatusBadge status={service.status} />,
      hideBelow: 'sm',
    },
  ]
}

const statusAction = (service: ServiceView) => <StatusAction service={service} />

function StatusAction({ service }: { service: ServiceView }) {
  const t = useTranslations('billing')
  const refusalText = useRefusalText()
  const refusal = useRefusalToChange()
  const [asking, setAsking] = useState(false)
  const { serviceId, name } = service
  const isActive = service.status === 'active'
  const change = useApiCommand(isActive ? deactivateService : reactivateService, {
    onSuccess() {
      setAsking(false)
      toast.success(t(isActive ? 'client.deactivated' : 'client.reactivated', { name }))
    },
  })
  const ask = () => {
    change.reset()
    setAsking(true)
  }
  return (
    <>
      <Button size="sm" onClick={ask} disabledReason={refusal}>
        {t(isActive ? 'client.deactivate' : 'client.reactivate')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t(isActive ? 'services.deactivateTitle' : 'services.reactivateTitle', { name })}
        confirmLabel={t(isActive ? 'services.deactivateConfirm' : 'services.reactivateConfirm', { name })}
        busy={change.isPending}
        error={refusalText(change.error)}
        onConfirm={() => change.mutate({ serviceId })}
      >
        {t(isActive ? 'services.deactivateBody' : 'services.reactivateBody')}
      </ConfirmDialog>
    </>
  )
}
