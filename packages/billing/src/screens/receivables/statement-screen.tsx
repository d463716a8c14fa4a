'use client'

import { useApiQuery } from '@tieout/platform/web'
import {
  Banner,
  Button,
  DateText,
  EmptyState,
  ErrorState,
  Field,
  PageHeader,
  Skeleton,
  TextInput,
} from '@tieout/ui'
import { Printer } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { exportStatement, getClient } from '../../contract/index.ts'
import { ExportButton } from '../export-button.tsx'
import type { Address } from '../invoices/address.ts'
import { dayOrNothing, listFilters } from '../payments/list-filters.ts'
import { useToday } from '../payments/use-today.ts'
import { useRefusalText } from '../words.ts'
import { daysBefore } from './buckets.ts'
import { ClientTabs } from './client-tabs.tsx'
import { StatementTable } from './statement-table.tsx'
import { useWholeStatement } from './use-whole-statement.ts'

/** A quarter, more or less: what a client usually asks about. */
const USUAL_DAYS = 90

/** What a client owed at the beginning, what moved it, and what they owe at the end. */
export function StatementScreen({ clientId, address }: { clientId: string; address: Address }) {
  const t = useTranslations('billing.receivables.statement')
  const tc = useTranslations('billing.clients')
  const today = useToday()
  const filters = listFilters(['from', 'to'], address)
  const to = dayOrNothing(filters.values.to) ?? today
  const from = dayOrNothing(filters.values.from) ?? daysBefore(to, USUAL_DAYS)
  const client = useApiQuery(getClient, { clientId })
  const name = client.data?.displayName ?? ''
  return (
    <>
      <PageHeader
        title={t('title', { name })}
        breadcrumbs={[
          { label: tc('title'), href: '/clients' },
          { label: name, href: `/clients/${clientId}` },
          { label: t('short') },
        ]}
        description={
          <>
            <DateText date={from} /> – <DateText date={to} />
          </>
        }
        actions={
          <>
            {from <= to && <ExportButton of={exportStatement} filters={{ clientId, from, to }} />}
            <Button icon={Printer} onClick={() => window.print()}>
              {t('print')}
            </Button>
          </>
        }
      />
      <ClientTabs clientId={clientId} active="statement" />
      <div className="no-print mb-4 flex flex-wrap gap-3">
        <Field label={t('from')}>
          <TextInput
            type="date"
            value={from}
            onChange={(event) => filters.replace({ from: event.currentTarget.value, to })}
          />
        </Field>
        <Field label={t('to')}>
          <TextInput
            type="date"
            value={to}
            onChange={(event) => filters.replace({ from, to: event.currentTarget.value })}
          />
        </Field>
      </div>
      {from <= to ? (
        <Period clientId={clientId} from={from} to={to} />
      ) : (
        <Banner tone="warning">{t('backwards')}</Banner>
      )}
    </>
  )
}

function Period(period: { clientId: string; from: string; to: string }) {
  const t = useTranslations('billing.receivables.statement')
  const refusalText = useRefusalText()
  const { data, error, refetch } = useWholeStatement(period)
  if (error && !data) {
    return (
      <ErrorState
        message={refusalText(error) ?? ''}
        requestId={error.problem.requestId}
        onRetry={() => void refetch()}
      />
    )
  }
  if (!data) return <Skeleton className="h-64 w-full" />
  if (data.currencies.length === 0) return <EmptyState title={t('none')} body={t('noneBody')} />
  return (
    <div className="flex flex-col gap-6">
      {data.nextCursor !== null && <Banner tone="warning">{t('tooLong')}</Banner>}
      {data.currencies.map((each) => (
        <StatementTable
          key={each.currency}
          balances={each}
          from={data.from}
          to={data.to}
          isWhole={data.nextCursor === null}
          movements={data.items.filter((movement) => movement.currency === each.currency)}
        />
      ))}
    </div>
  )
}
