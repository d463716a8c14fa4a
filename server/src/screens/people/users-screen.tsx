'use client'

import { exportUsers, listUsers, type UserView } from '@tieout/platform/contract'
import { useMay } from '@tieout/platform/web'
import {
  Badge,
  Button,
  type Column,
  DataTable,
  EmptyState,
  FilterChips,
  PageHeader,
  RelativeTime,
  SettledSearch,
} from '@tieout/ui'
import { Building2, SearchX, UserPlus, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAddressFilters } from '../address-filters.ts'
import { ExportButton } from '../export-button.tsx'
import { useTablePages } from '../table-pages.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { PeopleTabs } from './people-tabs.tsx'
import { ConfirmUserAction, UserActionMenu, type UserAction } from './user-actions.tsx'
import { RoleBadges, UserStatusBadge } from './user-badges.tsx'

const FILTERS = ['search', 'status', 'audience'] as const
const STATUSES = ['active', 'invited', 'inactive'] as const
const AUDIENCES = ['msp', 'portal'] as const

type Filters = ReturnType<typeof useAddressFilters<(typeof FILTERS)[number]>>

/** Everybody who can sign in, on our side and on the clients'. */
export function UsersScreen() {
  const t = useTranslations('people')
  const may = useMay('user:update')
  const filters = useAddressFilters(FILTERS)
  const [inviting, setInviting] = useState(false)
  const invite = (
    <Button
      variant="primary"
      icon={UserPlus}
      disabledReason={may ? undefined : t('mayNot')}
      onClick={() => setInviting(true)}
    >
      {t('invite.open')}
    </Button>
  )
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('users.description')}
        actions={
          <>
            <ExportButton of={exportUsers} filters={shownBy(filters)} />
            {invite}
          </>
        }
      />
      <PeopleTabs active="users" />
      <UserFilters filters={filters} />
      <UserTable filters={filters} />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  )
}

const shownBy = ({ values }: Filters) => ({
  search: values.search || undefined,
  status: STATUSES.find((each) => each === values.status),
  audience: AUDIENCES.find((each) => each === values.audience),
})

function UserFilters({ filters }: { filters: Filters }) {
  const t = useTranslations('people')
  const { values, show, replace } = filters
  return (
    <div className="my-3 flex flex-wrap items-center gap-x-4 gap-y-2">
      <FilterChips
        label={t('users.status')}
        value={values.status}
        onValueChange={(status) => show({ status })}
        options={[
          { value: '', label: t('users.everyStatus') },
          ...STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
        ]}
      />
      <FilterChips
        label={t('users.side')}
        value={values.audience}
        onValueChange={(audience) => show({ audience })}
        options={[
          { value: '', label: t('users.bothSides') },
          ...AUDIENCES.map((value) => ({ value, label: t(`sides.${value}`) })),
        ]}
      />
      <SettledSearch
        label={t('users.search')}
        value={values.search}
        onSettled={(search) => replace({ search })}
        className="ml-auto max-md:ml-0"
      />
    </div>
  )
}

function UserTable({ filters }: { filters: Filters }) {
  const t = useTranslations('people')
  const [acting, setActing] = useState<Acting | null>(null)
  const { table } = useTablePages<UserView>(listUsers, { ...shownBy(filters), limit: 40 })
  return (
    <>
      <DataTable
        {...table}
        label={t('users.title')}
        columns={useColumns()}
        rowKey={(user) => user.userId}
        rowHref={(user) => `/people/${user.userId}`}
        rowActions={useRowActions(setActing)}
        empty={<NobodyHere filters={filters} />}
      />
      {acting && <ConfirmUserAction {...acting} onClose={() => setActing(null)} />}
    </>
  )
}

interface Acting {
  user: UserView
  action: UserAction
}

const useRowActions = (onAct: (acting: Acting) => void) => (user: UserView) => (
  <UserActionMenu user={user} onAct={(action) => onAct({ user, action })} />
)

function useColumns(): Column<UserView>[] {
  const t = useTranslations('people')
  return [
    {
      key: 'name',
      header: t('users.columns.name'),
      cell: (user) => (
        <span className="block py-1">
          {user.displayName}
          <span className="block text-xs font-normal text-ink-faint">{user.email}</span>
        </span>
      ),
    },
    {
      key: 'side',
      header: t('users.side'),
      hideBelow: 'lg',
      cell: (user) =>
        user.audience === 'portal' ? <Badge icon={Building2}>{t('sides.portal')}</Badge> : t('sides.msp'),
    },
    { key: 'roles', header: t('roles.title'), hideBelow: 'md', cell: (user) => <RoleBadges user={user} /> },
    { key: 'status', header: t('users.status'), cell: (user) => <UserStatusBadge status={user.status} /> },
    {
      key: 'last',
      header: t('users.columns.lastSignIn'),
      align: 'right',
      hideBelow: 'sm',
      cell: (user) =>
        user.lastSignedInAt ? (
          <RelativeTime at={user.lastSignedInAt} />
        ) : (
          <span className="text-ink-faint">{t('users.never')}</span>
        ),
    },
  ]
}

function NobodyHere({ filters }: { filters: Filters }) {
  const t = useTranslations('people.users')
  if (!filters.narrowed) return <EmptyState icon={Users} title={t('empty')} body={t('emptyBody')} />
  return (
    <EmptyState
      icon={SearchX}
      title={t('nobodyFound')}
      body={t('nobodyFoundBody')}
      action={
        <Button size="sm" onClick={filters.clear}>
          {t('showAll')}
        </Button>
      }
    />
  )
}
