'use client'

import { Banner, Button, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { getHealth, listConnections, type ConnectionView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { meantAmong, nameOf } from '../use-company.ts'
import { sameAgain, useConsent } from './use-consent.ts'

const EVERY = 60_000

/** Above the pages of billing, while documents wait for somebody. Whoever could not help sees nothing. */
export function ConnectionBanner() {
  const { may } = useScreensHost()
  const query = useAsked(listConnections, {}, { enabled: may('watch'), refetchInterval: EVERY })
  const connection = meantAmong(query.data?.items ?? [])
  if (connection?.status === 'expired') return <Expired connection={connection} />
  if (connection?.status === 'connected' && connection.paused !== null) {
    return <Paused connection={connection} reason={connection.paused.reason} />
  }
  return null
}

function Expired({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.connect.banner')
  const { may } = useScreensHost()
  const consent = useConsent()
  return (
    <div className="mb-4">
      <Banner
        tone="danger"
        title={t('expired', { company: nameOf(connection) })}
        action={
          <Button
            variant="primary"
            size="sm"
            busy={consent.isBusy}
            disabledReason={may('manage') ? undefined : t('mayNot')}
            onClick={() => consent.begin(sameAgain(connection))}
          >
            {t('reconnect')}
          </Button>
        }
      >
        {t('waiting', { documents: useWaiting(connection) })}
      </Banner>
    </div>
  )
}

function Paused({ connection, reason }: { connection: ConnectionView; reason: string }) {
  const t = useTranslations('accounting.connect.banner')
  const { href } = useScreensHost()
  return (
    <div className="mb-4">
      <Banner action={<TextLink href={href.settings()}>{t('settings')}</TextLink>}>
        {t('paused', { company: nameOf(connection), documents: useWaiting(connection), reason })}
      </Banner>
    </div>
  )
}

function useWaiting({ connectionId }: ConnectionView): number {
  const health = useAsked(getHealth, { connectionId }, { refetchInterval: EVERY })
  return (health.data?.waiting ?? []).reduce((sum, each) => sum + each.operations, 0)
}
