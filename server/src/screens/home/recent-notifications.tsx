'use client'

import { listNotifications, markNotificationRead, type Notification } from '@tieout/platform/contract'
import { useApiCommand, useApiQuery, useProblemText } from '@tieout/platform/web'
import { Card, EmptyState, ErrorState, RelativeTime, TextLink, UiLink } from '@tieout/ui'
import { BellOff } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useNotificationText } from '../notifications/notification-words.ts'
import { Sentence } from '../notifications/notifications-screen.tsx'
import { Rows } from './my-tasks.tsx'

export function RecentNotifications() {
  const t = useTranslations('home.notifications')
  const problemText = useProblemText()
  const query = useApiQuery(listNotifications, { limit: 6 })
  const items = query.data?.items ?? []
  return (
    <Card
      flush
      title={t('title')}
      footer={items.length > 0 && <TextLink href="/notifications?show=all">{t('all')}</TextLink>}
    >
      {query.error && (
        <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
      )}
      {query.isPending && <Rows />}
      {query.data && items.length === 0 && (
        <EmptyState icon={BellOff} title={t('none')} body={t('noneBody')} />
      )}
      {items.length > 0 && (
        <ul className="divide-y divide-line">
          {items.map((each) => (
            <Line key={each.notificationId} notification={each} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Line({ notification }: { notification: Notification }) {
  const say = useNotificationText()
  const read = useApiCommand(markNotificationRead)
  const { notificationId, link, readAt, createdAt } = notification
  return (
    <li className="relative flex items-baseline justify-between gap-4 px-4 py-2 text-sm hover:bg-surface-hover">
      <UiLink
        href={link}
        className="min-w-0 after:absolute after:inset-0"
        onClick={() => void (!readAt && read.mutate({ notificationId }))}
      >
        <Sentence read={readAt !== null}>{say(notification)}</Sentence>
      </UiLink>
      <RelativeTime at={createdAt} className="shrink-0 text-xs whitespace-nowrap text-ink-faint" />
    </li>
  )
}
