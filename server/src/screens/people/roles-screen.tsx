'use client'

import { deleteRole, listRoles, type RoleView } from '@tieout/platform/contract'
import { useApiCommand, useMay, useProblemText } from '@tieout/platform/web'
import {
  Badge,
  Button,
  ConfirmDialog,
  DataTable,
  EmptyState,
  IconButton,
  PageHeader,
  toast,
  type Column,
} from '@tieout/ui'
import { Building2, Lock, Plus, Shield, Trash2 } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTablePages } from '../table-pages.ts'
import { PeopleTabs } from './people-tabs.tsx'
import { useRoleName } from './people-words.ts'
import { RoleDialog } from './role-dialog.tsx'

/** What people may do, in bundles with a name. */
export function RolesScreen() {
  const t = useTranslations('people')
  const may = useMay('role:update')
  const { table } = useTablePages<RoleView>(listRoles, { limit: 100 })
  const [editing, setEditing] = useState<RoleView | 'new' | null>(null)
  const [deleting, setDeleting] = useState<RoleView | null>(null)
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('roles.description')}
        actions={
          <Button
            variant="primary"
            icon={Plus}
            disabledReason={may ? undefined : t('roles.mayNot')}
            onClick={() => setEditing('new')}
          >
            {t('roles.new')}
          </Button>
        }
      />
      <PeopleTabs active="roles" />
      <div className="mt-3">
        <DataTable
          {...table}
          label={t('roles.title')}
          columns={useColumns()}
          rowKey={(role) => role.roleId}
          onRowOpen={setEditing}
          rowActions={useRowActions(setDeleting)}
          empty={<EmptyState icon={Shield} title={t('roles.empty')} />}
        />
      </div>
      {editing && <RoleDialog role={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
      {deleting && <DeleteDialog role={deleting} onClose={() => setDeleting(null)} />}
    </>
  )
}

function useColumns(): Column<RoleView>[] {
  const t = useTranslations('people')
  const format = useFormatter()
  const nameOf = useRoleName()
  return [
    { key: 'name', header: t('fields.name'), cell: nameOf },
    {
      key: 'side',
      header: t('users.side'),
      cell: (role) =>
        role.audience === 'portal' ? <Badge icon={Building2}>{t('sides.portal')}</Badge> : t('sides.msp'),
    },
    {
      key: 'origin',
      header: t('roles.origin'),
      hideBelow: 'md',
      cell: (role) =>
        role.key ? (
          <Badge icon={Lock}>{t('roles.builtIn')}</Badge>
        ) : (
          <span className="text-ink-muted">{t('roles.own')}</span>
        ),
    },
    {
      key: 'permissions',
      header: t('roles.permissions'),
      align: 'right',
      hideBelow: 'sm',
      cell: (role) => format.number(role.permissions.length),
    },
    {
      key: 'holders',
      header: t('roles.holders'),
      align: 'right',
      cell: (role) => format.number(role.holders),
    },
  ]
}

function useRowActions(onDelete: (role: RoleView) => void) {
  const t = useTranslations('people.roles')
  const nameOf = useRoleName()
  const reasonAgainst = useReasonAgainstDeleting()
  return (role: RoleView) => (
    <IconButton
      icon={Trash2}
      size="sm"
      label={t('delete', { name: nameOf(role) })}
      disabledReason={reasonAgainst(role)}
      onClick={() => onDelete(role)}
    />
  )
}

function useReasonAgainstDeleting(): (role: RoleView) => string | undefined {
  const t = useTranslations('people.roles')
  const may = useMay('role:update')
  return (role) => {
    if (!may) return t('mayNot')
    if (role.key) return t('builtInStays')
    return role.holders > 0 ? t('stillHeld', { count: role.holders }) : undefined
  }
}

function DeleteDialog({ role, onClose }: { role: RoleView; onClose: () => void }) {
  const t = useTranslations('people.roles')
  const problemText = useProblemText()
  const { roleId, name } = role
  const command = useApiCommand(deleteRole, {
    onSuccess() {
      toast.success(t('deleted', { name }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('deleteTitle', { name })}
      confirmLabel={t('delete', { name })}
      tone="danger"
      busy={command.isPending}
      error={problemText(command.error)}
      onConfirm={() => command.mutate({ roleId })}
    >
      {t('deleteBody')}
    </ConfirmDialog>
  )
}
