'use client'

import { listSessions, revokeOtherSessions, revokeSession, type ResultOf } from '@tieout/platform/contract'
import { useApiCommand, useApiPages, useProblemText } from '@tieout/platform/web'
import { Badge, Button, Card, ConfirmDialog, DataTable, RelativeTime, toast, type Column } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'

type Session = ResultOf<typeof listSessions>['items'][number]

/** Where I am signed in, and how to end what is not me. */
export function MySessions() {
  const t = useTranslations('profile.sessions')
  const problemText = useProblemText()
  const pages = useApiPages<Session>(listSessions, { limit: 20 })
  const others = pages.rows.some((session) => !session.current) || pages.paging.hasNext
  return (
    <Card flush title={t('title')} description={t('description')} actions={<RevokeOthers any={others} />}>
      <DataTable
        label={t('title')}
        columns={useColumns()}
        rows={pages.rows}
        rowKey={(session) => session.sessionId}
        rowActions={useRowActions()}
        loading={pages.loading}
        skeletonRows={2}
        error={
          pages.error && { message: problemText(pages.error) ?? '', onRetry: () => void pages.refetch() }
        }
        paging={pages.paging.hasNext || pages.paging.hasPrevious ? pages.paging : undefined}
      />
    </Card>
  )
}

function useRowActions() {
  const t = useTranslations('profile.sessions')
  const problemText = useProblemText()
  const name = useSessionName()
  const revoke = useApiCommand(revokeSession, {
    onSuccess: () => toast.success(t('revoked')),
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  return (session: Session) =>
    session.current ? null : (
      <Button
        size="sm"
        variant="ghost"
        aria-label={t('revokeOf', { device: name(session) })}
        onClick={() => revoke.mutate({ sessionId: session.sessionId })}
      >
        {t('revoke')}
      </Button>
    )
}

function RevokeOthers({ any }: { any: boolean }) {
  const t = useTranslations('profile.sessions')
  const problemText = useProblemText()
  const [asking, setAsking] = useState(false)
  const command = useApiCommand(revokeOtherSessions, {
    onSuccess({ revoked }) {
      setAsking(false)
      toast.success(t('revokedOthers', { count: revoked }))
    },
  })
  return (
    <>
      <Button size="sm" disabledReason={any ? undefined : t('onlyHere')} onClick={() => setAsking(true)}>
        {t('revokeOthers')}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('revokeOthersTitle')}
        confirmLabel={t('revokeOthers')}
        busy={command.isPending}
        error={problemText(command.error)}
        onConfirm={() => command.mutate({})}
      >
        {t('revokeOthersBody')}
      </ConfirmDialog>
    </>
  )
}

function useSessionName() {
  const t = useTranslations('profile.sessions')
  return ({ browser, system }: Session) => {
    if (browser && system) return t('browserOn', { browser, system })
    return browser ?? system ?? t('unknownDevice')
  }
}

function useColumns(): Column<Session>[] {
  const t = useTranslations('profile.sessions')
  const name = useSessionName()
  return [
    {
      key: 'device',
      header: t('device'),
      cell: (session) => (
        <span className="inline-flex flex-wrap items-center gap-2 py-1">
          {name(session)}
          {session.current && <Badge tone="success">{t('here')}</Badge>}
        </span>
      ),
    },
    {
      key: 'ip',
      header: t('address'),
      hideBelow: 'sm',
      cell: (session) => <span className="tabular-nums">{session.ip}</span>,
    },
    {
      key: 'signedIn',
      header: t('signedIn'),
      hideBelow: 'md',
      cell: (session) => <RelativeTime at={session.signedInAt} />,
    },
    { key: 'seen', header: t('lastSeen'), cell: (session) => <RelativeTime at={session.lastSeenAt} /> },
  ]
}
