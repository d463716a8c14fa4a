'use client'

import { Button, Card } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { listConnections } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { nameOf } from '../use-company.ts'
import { sameAgain, useConsent } from './use-consent.ts'

/** The way out of the task that says that a company is no longer connected. */
export function ReconnectPanel({ connectionId }: { connectionId: string }) {
  const t = useTranslations('accounting.connect.task')
  const { may } = useScreensHost()
  const query = useAsked(listConnections, {}, { enabled: may('watch') })
  const consent = useConsent()
  const connection = query.data?.items.find((each) => each.connectionId === connectionId)
  if (connection === undefined || connection.status === 'connected') return null
  const company = nameOf(connection)
  return (
    <Card title={t('title', { company })}>
      <div className="flex flex-col items-start gap-3 text-sm">
        <p className="text-ink-muted">{t('body', { company })}</p>
        <Button
          variant="primary"
          busy={consent.isBusy}
          disabledReason={may('manage') ? undefined : t('mayNot')}
          onClick={() => consent.begin(sameAgain(connection))}
        >
          {t('button', { company })}
        </Button>
      </div>
    </Card>
  )
}
