'use client'

import { getClient } from '@tieout/billing/contract'
import { getUser, setUserRoles, type UserView } from '@tieout/platform/contract'
import { useApiCommand, useApiQuery, useMay, useProblemText } from '@tieout/platform/web'
import {
  Button,
  Card,
  DateTimeText,
  DescriptionList,
  ErrorState,
  PageHeader,
  RelativeTime,
  Skeleton,
  TextLink,
  toast,
} from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isLocale, LOCALE_NAMES } from '../../i18n/locales.ts'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { RoleChoice } from './role-choice.tsx'
import { ConfirmUserAction, UserActionButtons, type UserAction } from './user-actions.tsx'
import { UserStatusBadge } from './user-badges.tsx'

/** One person: who they are, whether they get in, what they may do. */
export function UserScreen({ userId }: { userId: string }) {
  const t = useTranslations('people')
  const problemText = useProblemText()
  const query = useApiQuery(getUser, { userId })
  const [acting, setActing] = useState<UserAction | null>(null)
  const user = query.data
  const breadcrumbs = [
    { label: t('title'), href: '/people' },
    { label: user?.displayName ?? t('user.title') },
  ]
  return (
    <>
      <PageHeader
        breadcrumbs={breadcrumbs}
        title={user?.displayName ?? t('user.title')}
        meta={user && <UserStatusBadge status={user.status} />}
        actions={user && <UserActionButtons user={user} onAct={setActing} />}
      />
      {query.error && (
        <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
      )}
      {!user && !query.error && <Skeleton className="h-64 w-full" />}
      {user && (
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <Details user={user} />
          {/* Saved anew elsewhere, the choice begins from there. */}
          <Roles key={user.roles.map((role) => role.roleId).join()} user={user} />
        </div>
      )}
      {user && acting && <ConfirmUserAction user={user} action={acting} onClose={() => setActing(null)} />}
    </>
  )
}

function Details({ user }: { user: UserView }) {
  const t = useTranslations('people')
  const items = [
    { term: t('fields.email'), value: user.email },
    { term: t('users.side'), value: t(`sides.${user.audience}`) },
    ...(user.clientId ? [{ term: t('invite.client'), value: <ClientLink clientId={user.clientId} /> }] : []),
    { term: t('fields.language'), value: isLocale(user.locale) ? LOCALE_NAMES[user.locale] : user.locale },
    {
      term: t('users.columns.lastSignIn'),
      value: user.lastSignedInAt ? <RelativeTime at={user.lastSignedInAt} /> : t('users.never'),
    },
    { term: t('user.since'), value: <DateTimeText at={user.createdAt} /> },
  ]
  return (
    <Card title={t('user.details')} footer={<AuditLink userId={user.userId} />}>
      <DescriptionList items={items} />
    </Card>
  )
}

function ClientLink({ clientId }: { clientId: string }) {
  const t = useTranslations('people.user')
  const may = useMay('client:read')
  const client = useApiQuery(getClient, { clientId }, { enabled: may })
  if (!may) return '–'
  return <TextLink href={`/clients/${clientId}`}>{client.data?.displayName ?? t('openClient')}</TextLink>
}

function AuditLink({ userId }: { userId: string }) {
  const t = useTranslations('people.user')
  const may = useMay('audit:read')
  if (!may) return t('auditNote')
  return <TextLink href={`/audit?actor=${userId}`}>{t('whatTheyDid')}</TextLink>
}

function Roles({ user }: { user: UserView }) {
  const t = useTranslations('people')
  const may = useMay('user:update')
  const problemText = useProblemText()
  const fieldError = useFieldError()
  const held = user.roles.map((role) => role.roleId)
  const [chosen, setChosen] = useState(held)
  const command = useApiCommand(setUserRoles, {
    refreshes: ['user', 'role', 'session'],
    onSuccess: ({ displayName }) => toast.success(t('user.rolesSaved', { name: displayName })),
  })
  const changed = chosen.length !== held.length || chosen.some((each) => !held.includes(each))
  const reasonAgainst = !may ? t('mayNot') : changed ? undefined : t('nothingChanged')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (chosen.length > 0 && !reasonAgainst) command.mutate({ userId: user.userId, roleIds: chosen })
  }
  return (
    <Card title={t('user.access')} description={t('user.accessHint')}>
      <form noValidate onSubmit={submit} className="flex flex-col gap-4">
        {!isAboutFields(command.error, ['roleIds']) && <FormError>{problemText(command.error)}</FormError>}
        <RoleChoice
          audience={user.audience}
          hideLegend
          held={held}
          chosen={chosen}
          disabled={!may}
          error={chosen.length === 0 ? t('invite.missing.roleIds') : fieldError(command.error, 'roleIds')}
          onChange={setChosen}
        />
        <Button
          type="submit"
          variant="primary"
          className="self-start"
          busy={command.isPending}
          disabledReason={reasonAgainst}
        >
          {t('user.saveRoles')}
        </Button>
      </form>
    </Card>
  )
}
