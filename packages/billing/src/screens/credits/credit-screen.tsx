'use client'

import { useApiQuery } from '@tieout/platform/web'
import { Card, DateText, DescriptionList, Money, PageHeader, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { getCredit, type CreditView } from '../../contract/index.ts'
import { Found } from '../found.tsx'
import { ApplyCredit } from './apply-credit.tsx'
import { CreditAllocations } from './credit-allocations.tsx'
import { Expiry } from './credit-list-screen.tsx'
import { ChangeExpiry } from './expiry-dialog.tsx'
import { CreditStateBadge } from './credit-state-badge.tsx'

export interface CreditScreenProps {
  creditId: string
  /** There is no such credit: the host shows its page for that. */
  onMissing?: () => void
}

export function CreditScreen({ creditId, onMissing }: CreditScreenProps) {
  const t = useTranslations('billing.credits')
  const query = useApiQuery(getCredit, { creditId })
  return (
    <Found query={query} words={{ loading: t('loading'), missing: t('missing') }} onMissing={onMissing}>
      {(credit) => <Pool credit={credit} />}
    </Found>
  )
}

function Pool({ credit }: { credit: CreditView }) {
  const t = useTranslations('billing.credits')
  const source = t(`sources.${credit.sourceType}`, { number: credit.sourceNumber })
  const title = t('pool', { source, client: credit.clientName })
  const money = (minor: number) => <Money minor={minor} currency={credit.currency} />
  return (
    <>
      <PageHeader
        title={title}
        meta={<CreditStateBadge state={credit.state} />}
        breadcrumbs={[{ label: t('title'), href: '/credits' }, { label: source }]}
        actions={
          <>
            <ChangeExpiry credit={credit} />
            <ApplyCredit credit={credit} />
          </>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
        <CreditAllocations credit={credit} />
        <Card title={t('facts')}>
          <DescriptionList
            items={[
              {
                term: t('fields.client'),
                value: <TextLink href={`/clients/${credit.clientId}`}>{credit.clientName}</TextLink>,
              },
              {
                term: t('fields.source'),
                value: <TextLink href={`/invoices/${credit.sourceInvoiceId}`}>{source}</TextLink>,
              },
              { term: t('fields.remaining'), value: money(credit.remainingMinor) },
              { term: t('fields.amount'), value: money(credit.amountMinor) },
              { term: t('fields.issuedOn'), value: <DateText date={credit.issuedOn} /> },
              { term: t('fields.expiresOn'), value: <Expiry credit={credit} /> },
            ]}
          />
        </Card>
      </div>
    </>
  )
}
