'use client'

import { Button, Card, DateText, Field, Select } from '@tieout/ui'
import { ArrowRightLeft, CheckCheck, Hand, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import type { ConnectionView, listConnections, ResultOf } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'
import { nameOf } from '../use-company.ts'
import { OwnApp } from './own-app.tsx'
import { useConsent } from './use-consent.ts'

export type Offers = ResultOf<typeof listConnections>['offers']
export type Offer = Offers[number]

export interface ConnectCardProps {
  offers: Offers
  redirectUri: string
  /** A company that was let go: its links and its queue are kept for it. */
  before: ConnectionView | null
}

/** Nothing is connected: what it would do, and the way to it. */
export function ConnectCard({ offers, redirectUri, before }: ConnectCardProps) {
  const t = useTranslations('accounting.connect')
  const [chosen, setChosen] = useState(before?.environment ?? offers[0]?.environment)
  const offer = offers.find((each) => each.environment === chosen) ?? offers[0]
  return (
    <Card title={before ? t('again', { company: nameOf(before) }) : t('card')}>
      <div className="flex max-w-2xl flex-col gap-5">
        {before ? <Before connection={before} /> : <WhatItDoes />}
        {offer === undefined ? (
          <p className="text-sm text-ink-muted">{t('noOffer')}</p>
        ) : (
          <>
            {offers.length > 1 && (
              <Environment offers={offers} value={offer.environment} onChange={setChosen} />
            )}
            <ConnectButton offer={offer} />
            <OwnApp key={offer.environment} offer={offer} redirectUri={redirectUri} />
          </>
        )}
      </div>
    </Card>
  )
}

function Before({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.connect')
  const { disconnectedAt } = connection
  return (
    <p className="text-sm text-ink-muted">
      {t.rich('before', {
        company: nameOf(connection),
        day: () => <DateText date={(disconnectedAt ?? connection.connectedAt).slice(0, 10)} />,
      })}
    </p>
  )
}

const POINTS: readonly [key: 'out' | 'checked' | 'yours', icon: LucideIcon][] = [
  ['out', ArrowRightLeft],
  ['checked', CheckCheck],
  ['yours', Hand],
]

function WhatItDoes() {
  const t = useTranslations('accounting.connect.points')
  return (
    <ul className="flex flex-col gap-2.5 text-sm text-ink">
      {POINTS.map(([key, Icon]) => (
        <li key={key} className="flex gap-2.5">
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
          {t(key)}
        </li>
      ))}
    </ul>
  )
}

function Environment(props: {
  offers: Offers
  value: string
  onChange: (value: Offer['environment']) => void
}) {
  const t = useTranslations('accounting.connect')
  return (
    <Field label={t('environment')} className="max-w-sm">
      <Select
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value as Offer['environment'])}
        options={props.offers.map(({ environment }) => ({
          value: environment,
          // One without words is told by its own name.
          label: t.has(`environments.${environment}`) ? t(`environments.${environment}`) : environment,
        }))}
      />
    </Field>
  )
}

function ConnectButton({ offer }: { offer: Offer }) {
  const t = useTranslations('accounting.connect')
  const { may } = useScreensHost()
  const consent = useConsent()
  if (!offer.apps.includes('platform')) return null
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <Button
        variant="primary"
        busy={consent.isBusy}
        disabledReason={may('manage') ? undefined : t('mayNot')}
        onClick={() => consent.begin({ environment: offer.environment, app: 'platform' })}
      >
        {t('button')}
      </Button>
      <span className="text-xs text-ink-faint">{t('leaving')}</span>
    </div>
  )
}
