'use client'

import {
  deactivateTaskDefinition,
  listTaskDefinitions,
  updateTaskDefinition,
  type TenantTaskDefinition,
} from '@tieout/platform/contract'
import { useApiCommand, useApiPages, useMay, useProblemText } from '@tieout/platform/web'
import {
  Badge,
  Button,
  ConfirmDialog,
  DataTable,
  EmptyState,
  PageHeader,
  toast,
  type Column,
} from '@tieout/ui'
import { ListPlus, Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { DefinitionDialog } from './definition-dialog.tsx'
import { PriorityBadge } from './task-badges.tsx'

/** The kinds of task a company invented for itself. */
export function DefinitionsScreen() {
  const t = useTranslations('inbox')
  const mayManage = useMay('inbox:manage')
  const problemText = useProblemText()
  const pages = useApiPages<TenantTaskDefinition>(listTaskDefinitions, { show: 'all', limit: 50 })
  const [editing, setEditing] = useState<TenantTaskDefinition | 'new' | null>(null)
  const [retiring, setRetiring] = useState<TenantTaskDefinition | null>(null)
  const rowActions = useRowActions(setRetiring)
  const add = mayManage && (
    <Button variant="primary" icon={Plus} onClick={() => setEditing('new')}>
      {t('definitions.add')}
    </Button>
  )
  return (
    <>
      <PageHeader
        breadcrumbs={[{ label: t('list.title'), href: '/inbox' }, { label: t('definitions.title') }]}
        title={t('definitions.title')}
        description={t('definitions.description')}
        actions={add}
      />
      <DataTable
        label={t('definitions.title')}
        columns={useColumns()}
        rows={pages.rows}
        rowKey={(row) => row.definitionId}
        onRowOpen={mayManage ? setEditing : undefined}
        rowActions={mayManage ? rowActions : undefined}
        loading={pages.loading}
        error={
          pages.error && { message: problemText(pages.error) ?? '', onRetry: () => void pages.refetch() }
        }
        empty={
          <EmptyState icon={ListPlus} title={t('definitions.empty')} body={t('definitions.emptyBody')} />
        }
        paging={pages.paging.hasNext || pages.paging.hasPrevious ? pages.paging : undefined}
      />
      {editing && (
        <DefinitionDialog definition={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      )}
      {retiring && <RetireDialog definition={retiring} onClose={() => setRetiring(null)} />}
    </>
  )
}

function useRowActions(onRetire: (definition: TenantTaskDefinition) => void) {
  const t = useTranslations('inbox.definitions')
  const problemText = useProblemText()
  const back = useApiCommand(updateTaskDefinition, {
    onSuccess: ({ name }) => toast.success(t('broughtBack', { name })),
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  return (row: TenantTaskDefinition) => {
    const bringBack = () => back.mutate({ definitionId: row.definitionId, active: true })
    return (
      <Button size="sm" variant="ghost" onClick={row.active ? () => onRetire(row) : bringBack}>
        {row.active ? t('retire') : t('bringBack')}
      </Button>
    )
  }
}

function useColumns(): Column<TenantTaskDefinition>[] {
  const t = useTranslations('inbox')
  return [
    { key: 'name', header: t('definitions.name'), cell: (row) => row.name },
    {
      key: 'status',
      header: t('list.columns.status'),
      cell: (row) =>
        row.active ? (
          <Badge tone="success">{t('definitions.active')}</Badge>
        ) : (
          <Badge>{t('definitions.inactive')}</Badge>
        ),
    },
    {
      key: 'priority',
      header: t('list.columns.priority'),
      hideBelow: 'sm',
      cell: (row) => <PriorityBadge priority={row.defaultPriority} />,
    },
    {
      key: 'due',
      header: t('list.columns.due'),
      hideBelow: 'sm',
      cell: (row) =>
        row.dueInDays ? t('definitions.afterDays', { count: row.dueInDays }) : t('facts.noDue'),
    },
    {
      key: 'roles',
      header: t('list.columns.holder'),
      hideBelow: 'md',
      cell: (row) => (row.roles.length === 0 ? t('everyone') : row.roles.map((role) => role.name).join(', ')),
    },
  ]
}

function RetireDialog({ definition, onClose }: { definition: TenantTaskDefinition; onClose: () => void }) {
  const t = useTranslations('inbox.definitions')
  const problemText = useProblemText()
  const { definitionId, name } = definition
  const command = useApiCommand(deactivateTaskDefinition, {
    onSuccess() {
      toast.success(t('retired', { name }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('retireTitle', { name })}
      confirmLabel={t('retireConfirm', { name })}
      busy={command.isPending}
      error={problemText(command.error)}
      onConfirm={() => command.mutate({ definitionId })}
    >
      {t('retireBody')}
    </ConfirmDialog>
  )
}
