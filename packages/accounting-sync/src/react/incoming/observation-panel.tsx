'use client'

import {
  Banner,
  Card,
  DateText,
  ErrorState,
  LinkButton,
  Money,
  RelativeTime,
  Skeleton,
  TextLink,
} from '@tieout/ui'
import { ExternalLink } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { getObservation, type InputOf, type ObservationView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { PRODUCT } from '../use-company.ts'
import { PaymentShares } from './payment-shares.tsx'
import { ProblemList } from './problem-list.tsx'

export interface ObservationPanelProps {
  about: InputOf<typeof getObservation>
  company: string
  /** Beside a story that says what it is and leads there. */
  isBeside?: boolean
}

/** Something over there that cannot be applied here: what it is, why not, and to the cent how much of it. */
export function ObservationPanel({ about, company, isBeside = false }: ObservationPanelProps) {
  const t = useTranslations('accounting.incoming')
  const { explain, may } = useScreensHost()
  const query = useAsked(getObservation, about, { enabled: may('watch') })
  if (!may('watch')) return null
  if (query.error !== null)
    return <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
  if (query.data === undefined) {
    return (
      <div role="status" aria-label={t('loading')}>
        <Skeleton className="h-40 w-full" />
      </div>
    )
  }
  const { observation } = query.data
  if (observation === null) return <Banner tone="neutral" title={t('settled')} />
  return <Shown {...{ observation, company, isBeside }} />
}

interface ShownProps extends Required<Pick<ObservationPanelProps, 'company' | 'isBeside'>> {
  observation: ObservationView
}

function Shown({ observation, company, isBeside }: ShownProps) {
  const t = useTranslations('accounting.incoming')
  const { deepLink, payment, decision } = observation
  const level = isBeside ? 3 : 2
  return (
    <>
      <Card
        level={level}
        title={t(`kind.${observation.kind}`, { company })}
        description={
          <>
            {t('firstSeen')} <RelativeTime at={observation.firstSeenAt} />
          </>
        }
        actions={
          deepLink !== null &&
          !isBeside && (
            <LinkButton size="sm" icon={ExternalLink} href={deepLink} target="_blank" rel="noreferrer">
              {t('view', { system: PRODUCT })}
            </LinkButton>
          )
        }
      >
        <div className="flex flex-col gap-4">
          {decision !== null && (
            <Banner
              tone="neutral"
              title={t(`decided.${decision.kind}`, { by: decision.byName ?? t('somebody') })}
            >
              {decision.reason}
            </Banner>
          )}
          {(observation.state === 'voided' || observation.state === 'gone') && (
            <Banner tone="warning" title={t(`state.${observation.state}`, { company })} />
          )}
          {payment !== null && <PaymentFacts payment={payment} />}
          <ProblemList observation={observation} company={company} />
          {observation.raw !== null && observation.raw !== undefined && (
            <details className="text-xs text-ink-muted">
              <summary className="cursor-pointer">{t('raw', { company })}</summary>
              <pre className="mt-2 max-h-80 overflow-auto font-mono break-words whitespace-pre-wrap">
                {JSON.stringify(observation.raw, null, 2)}
              </pre>
            </details>
          )}
        </div>
      </Card>
      {payment !== null && payment.shares.length > 0 && <PaymentShares {...{ payment, company, level }} />}
    </>
  )
}

function PaymentFacts({ payment }: { payment: NonNullable<ObservationView['payment']> }) {
  const t = useTranslations('accounting.incoming.payment')
  const { href } = useScreensHost()
  const { number, date, currency, totalMinor, unappliedMinor, customer } = payment
  const name = customer.name ?? t('unknownCustomer')
  return (
    <dl className="grid max-w-2xl grid-cols-2 gap-x-6 gap-y-2 text-sm sm:grid-cols-4">
      <Fact term={t('amount')}>
        <Money minor={totalMinor} currency={currency} />
      </Fact>
      <Fact term={t('date')}>
        <DateText date={date} />
      </Fact>
      <Fact term={t('reference')}>{number ?? '–'}</Fact>
      <Fact term={t('customer')}>
        {customer.clientId === null ? (
          name
        ) : (
          <TextLink href={href.client(customer.clientId)}>{name}</TextLink>
        )}
      </Fact>
      {unappliedMinor > 0 && (
        <Fact term={t('unapplied')}>
          <Money minor={unappliedMinor} currency={currency} />
        </Fact>
      )}
    </dl>
  )
}

const Fact = ({ term, children }: { term: string; children: ReactNode }) => (
  <div>
    <dt className="text-xs text-ink-faint">{term}</dt>
    <dd>{children}</dd>
  </div>
)
