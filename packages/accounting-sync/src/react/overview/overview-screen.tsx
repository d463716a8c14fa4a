'use client'

import { Banner, ErrorState, Skeleton } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { listConnections, type ConnectionView, type ResultOf } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { ConnectCard } from '../connect/connect-card.tsx'
import { useScreensHost } from '../screens-host.tsx'
import { ChoicesCard } from '../settings/choices-card.tsx'
import { CompaniesCard } from '../settings/companies-card.tsx'
import { CompanyCard } from '../settings/company-card.tsx'
import { GoingOutCard } from '../settings/going-out-card.tsx'
import { SyncTabs } from '../sync-tabs.tsx'
import { meantAmong } from '../use-company.ts'
import { CycleList } from './cycle-list.tsx'
import { HealthPanel } from './health-panel.tsx'

/** How the sync is doing and how it is set; before anything is connected, the way there. */
export function OverviewScreen() {
  const { explain, may } = useScreensHost()
  const t = useTranslations('accounting.overview')
  const query = useAsked(listConnections, {}, { enabled: may('watch') })
  if (!may('watch')) return <Banner tone="warning">{t('mayNot')}</Banner>
  return (
    <>
      <SyncTabs active="overview" />
      {query.data !== undefined ? (
        <Overview {...query.data} />
      ) : query.error === null ? (
        <OverviewSkeleton />
      ) : (
        <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
      )}
    </>
  )
}

type Answer = ResultOf<typeof listConnections>

function Overview({ items, offers, redirectUri }: Answer) {
  const { address } = useScreensHost()
  const connection = meantAmong(items, address.query.get('company'))
  const others = items.filter((each) => each.connectionId !== connection?.connectionId)
  if (connection === null || connection.status === 'disconnected') {
    return (
      <>
        <ConnectCard offers={offers} redirectUri={redirectUri} before={connection} />
        {others.length > 0 && connection !== null && <CompaniesCard shown={connection} all={items} />}
      </>
    )
  }
  return <Connected key={connection.connectionId} connection={connection} all={items} />
}

function Connected({ connection, all }: { connection: ConnectionView; all: readonly ConnectionView[] }) {
  return (
    <>
      <HealthPanel connection={connection} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <GoingOutCard connection={connection} />
        <ChoicesCard connection={connection} />
      </div>
      <CycleList connection={connection} />
      <CompanyCard connection={connection} />
      {all.length > 1 && <CompaniesCard shown={connection} all={all} />}
    </>
  )
}

function OverviewSkeleton() {
  return (
    <div className="flex flex-col gap-4">
      <Skeleton className="h-8 w-96" />
      <Skeleton className="h-24 w-full" />
      <Skeleton className="h-56 w-full" />
    </div>
  )
}
