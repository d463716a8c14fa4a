'use client'

import {
  countUnreadNotifications,
  listNotifications,
  markAllNotificationsRead,
  markNotificationRead,
  type Notification,
} from '@tieout/platform/contract'
import { useApiCommand, useApiPages, useApiQuery, useProblemText } from '@tieout/platform/web'
import {
  Button,
  cx,
  DataTable,
  EmptyState,
  FilterChips,
  IconButton,
  PageHeader,
  RelativeTime,
  toast,
  VisuallyHidden,
  type Column,
} from '@tieout/ui'
import { BellOff, Check, CheckCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useNotificationText } from './notification-words.ts'

type Show = 'unread' | 'all'

/** What happened that concerns me. Opening one reads it. */
export function NotificationsScreen() {
  const t = useTranslations('notifications')
  const show: Show = useSearchParams().get('show') === 'all' ? 'all' : 'unread'
  const unread = useApiQuery(countUnreadNotifications, {}, { refetchInterval: 15_000 })
  const count = unread.data?.unread
  const choose = (next: Show) =>
    window.history.pushState(null, '', next === 'all' ? '/notifications?show=all' : '/notifications')
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<ReadAll unread={count ?? 0} />}
      />
      <FilterChips<Show>
        className="mb-3"
        label={t('show')}
        value={show}
        onValueChange={choose}
        options={[
          { value: 'unread', label: t('unread'), count },
          { value: 'all', label: t('all') },
        ]}
      />
      <NotificationTable show={show} onShowAll={() => choose('all')} />
    </>
  )
}

function ReadAll({ unread }: { unread: number }) {
  const t = useTranslations('notifications')
  const problemText = useProblemText()
  const command = useApiCommand(markAllNotificationsRead, {
    onSuccess: ({ marked }) => toast.success(t('markedAll', { count: marked })),
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  return (
    <Button
      icon={CheckCheck}
      busy={command.isPending}
      disabledReason={unread === 0 ? t('nothingUnread') : undefined}
      onClick={() => command.mutate({})}
    >
      {t('readAll')}
    </Button>
  )
}

function NotificationTable({ show, onShowAll }: { show: Show; onShowAll: () => void }) {
  const t = useTranslations('notifications')
  const problemText = useProblemText()
  const say = useNotificationText()
  const pages = useApiPages<Notification>(listNotifications, { show, limit: 40 })
  const read = useApiCommand(markNotificationRead)
  const markRead = ({ notificationId, readAt }: Notification) => {
    if (!readAt) read.mutate({ notificationId })
  }
  return (
    <DataTable
      label={t('title')}
      columns={useColumns(say)}
      rows={pages.rows}
      rowKey={(each) => each.notificationId}
      rowHref={(each) => each.link}
      onRowOpen={markRead}
      rowActions={useRowActions(say, markRead)}
      loading={pages.loading}
      error={pages.error && { message: problemText(pages.error) ?? '', onRetry: () => void pages.refetch() }}
      empty={
        <EmptyState
          icon={BellOff}
          title={t(show === 'unread' ? 'allRead' : 'none')}
          body={t(show === 'unread' ? 'allReadBody' : 'noneBody')}
          action={
            show === 'unread' && (
              <Button size="sm" onClick={onShowAll}>
                {t('showAll')}
              </Button>
            )
          }
        />
      }
      paging={pages.paging.hasNext || pages.paging.hasPrevious ? pages.paging : undefined}
    />
  )
}

type Say = ReturnType<typeof useNotificationText>

function useColumns(say: Say): Column<Notification>[] {
  const t = useTranslations('notifications')
  return [
    {
      key: 'what',
      header: t('what'),
      cell: (each) => <Sentence read={each.readAt !== null}>{say(each)}</Sentence>,
    },
    {
      key: 'when',
      header: t('when'),
      align: 'right',
      width: '9rem',
      cell: (each) => <RelativeTime at={each.createdAt} />,
    },
  ]
}

function useRowActions(say: Say, markRead: (notification: Notification) => void) {
  const t = useTranslations('notifications')
  return (each: Notification) =>
    each.readAt ? null : (
      <IconButton
        icon={Check}
        size="sm"
        label={t('markRead', { what: say(each) })}
        onClick={() => markRead(each)}
      />
    )
}

/** Unread is heavier, has a dot, and says so to those who see neither. */
export function Sentence({ read, children }: { read: boolean; children: string }) {
  const t = useTranslations('notifications')
  return (
    <span className={cx('inline-flex items-baseline gap-2 py-1', read && 'font-normal text-ink-muted')}>
      <span
        aria-hidden
        className={cx(
          'size-1.5 shrink-0 -translate-y-0.5 rounded-full',
          read ? 'bg-transparent' : 'bg-accent',
        )}
      />
      <span>
        {!read && <VisuallyHidden>{t('unreadMark')}: </VisuallyHidden>}
        {children}
      </span>
    </span>
  )
}
