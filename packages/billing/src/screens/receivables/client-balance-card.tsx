'use client'

import { useApiQuery, useMay } from '@tieout/platform/web'
import { Button, Card, ErrorState, Money, Skeleton, Stat, StatRow } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { clientBalance } from '../../contract/index.ts'
import { RecordPaymentDialog } from '../payments/record-payment.tsx'
import { useRefusalText } from '../words.ts'

/** What a client owes, and what they could pay it with; each figure leads to what it is the sum of. */
export function ClientBalanceCard({ clientId }: { clientId: string }) {
  return useMay('invoice:read') ? <Balance clientId={clientId} /> : null
}

function Balance({ clientId }: { clientId: string }) {
  const t = useTranslations('billing.receivables.balance')
  const refusalText = useRefusalText()
  const may = useMay('payment:create')
  const query = useApiQuery(clientBalance, { clientId })
  const [recording, setRecording] = useState(false)
  return (
    <Card
      title={t('title')}
      actions={
        <Button
          size="sm"
          onClick={() => setRecording(true)}
          disabledReason={may ? undefined : t('mayNotRecord')}
        >
          {t('record')}
        </Button>
      }
    >
      {query.data ? (
        <Figures clientId={clientId} currencies={query.data.currencies} />
      ) : query.error ? (
        <ErrorState message={refusalText(query.error) ?? ''} onRetry={() => void query.refetch()} />
      ) : (
        <Skeleton className="h-16 w-full" />
      )}
      {recording && <RecordPaymentDialog clientId={clientId} onClose={() => setRecording(false)} />}
    </Card>
  )
}

interface Figure {
  currency: string
  balanceDueMinor: number
  overdueMinor: number
  openDocuments: number
  unappliedReceiptsMinor: number
  availableCreditMinor: number
}

function Figures({ clientId, currencies }: { clientId: string; currencies: readonly Figure[] }) {
  const t = useTranslations('billing.receivables.balance')
  if (currencies.length === 0) return <p className="text-sm text-ink-muted">{t('nothing')}</p>
  return (
    <div className="flex flex-col gap-3">
      {currencies.map((each) => {
        const money = (minor: number) => <Money minor={minor} currency={each.currency} quietZero />
        const invoices = `/invoices?client=${clientId}&currency=${each.currency}`
        return (
          <StatRow key={each.currency}>
            <Stat
              label={t('open')}
              value={money(each.balanceDueMinor)}
              hint={t('documents', { count: each.openDocuments })}
              href={`${invoices}&status=open`}
            />
            <Stat
              label={t('overdue')}
              value={money(each.overdueMinor)}
              tone={each.overdueMinor > 0 ? 'danger' : undefined}
              href={`${invoices}&status=overdue`}
            />
            <Stat
              label={t('unapplied')}
              value={money(each.unappliedReceiptsMinor)}
              href={`/payments?client=${clientId}&state=unapplied`}
            />
            <Stat
              label={t('credit')}
              value={money(each.availableCreditMinor)}
              href={`/credits?client=${clientId}&state=available`}
            />
          </StatRow>
        )
      })}
    </div>
  )
}
