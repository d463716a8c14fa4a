'use client'

import { Banner, Button } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { ConnectionView, HealthView } from '../../contract/index.ts'
import { sameAgain, useConsent } from '../connect/use-consent.ts'
import { useScreensHost } from '../screens-host.tsx'
import { nameOf } from '../use-company.ts'

/** What is better known before it surprises somebody; what is merely not switched on is said in its own card. */
const SHOWN = ['numbers_itself', 'auto_applies_credits'] as const

export function Warnings({ health, connection }: { health: HealthView; connection: ConnectionView }) {
  const t = useTranslations('accounting.overview.warnings')
  const company = nameOf(connection)
  const warnings = SHOWN.filter((each) => health.warnings.includes(each))
  const days = Math.min(health.tokenDays, health.hardDays ?? health.tokenDays)
  return (
    <>
      {(connection.status === 'expired' || days <= 14) && (
        <ReconnectNotice connection={connection} days={days} />
      )}
      {warnings.map((each) => (
        <Banner key={each} tone="warning" title={t(`${each}.title`, { company })}>
          {t(`${each}.body`, { company })}
        </Banner>
      ))}
    </>
  )
}

function ReconnectNotice({ connection, days }: { connection: ConnectionView; days: number }) {
  const t = useTranslations('accounting.overview.warnings')
  const { may } = useScreensHost()
  const consent = useConsent()
  const company = nameOf(connection)
  const isOver = connection.status === 'expired'
  return (
    <Banner
      tone={isOver ? 'danger' : 'warning'}
      title={isOver ? t('expired.title', { company }) : t('expiring.title', { company, days })}
      action={
        <Button
          variant={isOver ? 'primary' : 'secondary'}
          busy={consent.isBusy}
          disabledReason={may('manage') ? undefined : t('mayNot')}
          onClick={() => consent.begin(sameAgain(connection))}
        >
          {t('reconnect')}
        </Button>
      }
    >
      {isOver ? t('expired.body') : t('expiring.body')}
    </Banner>
  )
}
