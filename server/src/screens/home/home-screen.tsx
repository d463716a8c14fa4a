'use client'

import { useMay, useSession } from '@tieout/platform/web'
import { PageHeader } from '@tieout/ui'
import { useFormatter, useNow, useTimeZone, useTranslations } from 'next-intl'
import { wallTime } from '../inbox/zoned-time.ts'
import { Figures } from './figures.tsx'
import { MyTasks } from './my-tasks.tsx'
import { RecentNotifications } from './recent-notifications.tsx'

/** The first look of the day: what waits for me, and what happened. */
export function HomeScreen() {
  const mayInbox = useMay('inbox:read')
  return (
    <>
      <Greeting />
      <div className="flex flex-col gap-4">
        <Figures />
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          {mayInbox && <MyTasks />}
          <RecentNotifications />
        </div>
      </div>
    </>
  )
}

function Greeting() {
  const t = useTranslations('home')
  const { who } = useSession()
  const format = useFormatter()
  const now = useNow({ updateInterval: 60_000 })
  const { hour } = wallTime(now, useTimeZone() ?? 'UTC')
  const part = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening'
  return (
    <PageHeader
      title={t(`greeting.${part}`, { name: who.displayName })}
      description={format.dateTime(now, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })}
    />
  )
}
