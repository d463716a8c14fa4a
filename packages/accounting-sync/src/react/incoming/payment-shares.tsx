'use client'

import { Badge, Card, DataTable, Money, TextLink, UiLink, type Column } from '@tieout/ui'
import { Check, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { ObservationView } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'

type Payment = NonNullable<ObservationView['payment']>
type Share = Payment['shares'][number]

interface PaymentSharesProps {
  payment: Payment
  company: string
  level: 2 | 3
}

/** What a payment settles over there, how each of that stands here, and what of it is not recorded. */
export function PaymentShares({ payment, company, level }: PaymentSharesProps) {
  const t = useTranslations('accounting.incoming.shares')
  const columns = useColumns(payment, company)
  const missing = payment.shares.reduce((sum, each) => sum + each.missingMinor, 0)
  return (
    <Card
      flush
      level={level}
      title={t('title')}
      description={
        <>
          {t('missingSum')} <Money minor={missing} currency={payment.currency} />
        </>
      }
    >
      <DataTable
        label={t('title')}
        columns={columns}
        rows={payment.shares}
        rowKey={({ on, externalId }) => `${on} ${externalId}`}
      />
    </Card>
  )
}

function useColumns({ currency }: Payment, company: string): Column<Share>[] {
  const t = useTranslations('accounting.incoming.shares')
  const money = (minor: number, of = currency) => <Money minor={minor} currency={of} />
  return [
    {
      key: 'document',
      header: t('document'),
      cell: (share) => <DocumentOf share={share} company={company} />,
    },
    {
      key: 'standing',
      header: t('standing'),
      hideBelow: 'sm',
      cell: ({ document }) =>
        document === null
          ? '–'
          : t(`standings.${document.standing === 'posted' ? 'open' : document.standing}`),
    },
    {
      key: 'owed',
      header: t('owed'),
      align: 'right',
      hideBelow: 'sm',
      cell: ({ document }) => (document === null ? '–' : money(document.balanceMinor, document.currency)),
    },
    {
      key: 'there',
      header: t('paidThere', { company }),
      align: 'right',
      cell: (each) => money(each.amountMinor),
    },
    {
      key: 'here',
      header: t('recorded'),
      align: 'right',
      cell: ({ amountMinor, missingMinor }) => money(Math.max(0, amountMinor - missingMinor)),
    },
    {
      key: 'missing',
      header: t('missing'),
      align: 'right',
      cell: ({ missingMinor }) =>
        missingMinor === 0 ? (
          <span className="inline-flex items-center gap-1">
            <Check aria-hidden className="size-4 text-success" /> {t('none')}
          </span>
        ) : (
          <Badge tone="warning" icon={TriangleAlert}>
            {money(missingMinor)}
          </Badge>
        ),
    },
  ]
}

/** Ours by its number; what is none of ours as what it is there. */
function DocumentOf({ share, company }: { share: Share; company: string }) {
  const t = useTranslations('accounting.incoming.shares')
  const { href } = useScreensHost()
  const { document, on, externalId, deepLink } = share
  return (
    <div className="py-1">
      {document === null ? (
        <span>{t(`on.${on}`, { id: externalId })}</span>
      ) : (
        <TextLink href={href.document(document.id)}>{document.number ?? t('draft')}</TextLink>
      )}
      <p className="text-xs text-ink-faint">
        {document === null ? t('notOurs') : document.clientName}
        {deepLink !== null && (
          <>
            {' · '}
            <UiLink href={deepLink} target="_blank" rel="noreferrer" className="underline">
              {t('openThere', { company })}
            </UiLink>
          </>
        )}
      </p>
    </div>
  )
}
