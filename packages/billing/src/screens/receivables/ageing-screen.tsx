'use client'

import { useApiQuery } from '@tieout/platform/web'
import {
  DataTable,
  DateText,
  EmptyState,
  Field,
  Money,
  PageHeader,
  TextInput,
  TextLink,
  type Column,
} from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { exportAgeing, getAgeing, type AgeingRow } from '../../contract/index.ts'
import { ExportButton } from '../export-button.tsx'
import type { Address } from '../invoices/address.ts'
import { dayOrNothing, listFilters } from '../payments/list-filters.ts'
import { useList } from '../use-list.ts'
import { useToday } from '../payments/use-today.ts'
import { BUCKETS, bucketHref, type Bucket } from './buckets.ts'

type Amounts = Omit<AgeingRow, 'clientId' | 'clientName'>

/** What each client owes, by how long it has been due. */
export function AgeingScreen({ address }: { address: Address }) {
  const t = useTranslations('billing.receivables')
  const today = useToday()
  const filters = listFilters(['asOf'], address)
  const asOf = dayOrNothing(filters.values.asOf) ?? today
  const list = useList<AgeingRow>(getAgeing, { asOf, limit: 200 })
  const totals =
    useApiQuery(getAgeing, { asOf, limit: 1 }, { placeholderData: (before) => before }).data?.totals ?? []
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        actions={<ExportButton of={exportAgeing} filters={{ asOf }} />}
      />
      <div className="no-print mb-3 w-44">
        <Field label={t('asOf')}>
          <TextInput
            type="date"
            value={asOf}
            onChange={(event) => filters.replace({ asOf: event.currentTarget.value })}
          />
        </Field>
      </div>
      <p className="mb-2 text-sm text-ink-muted">
        {asOf === today ? t('today') : t('asItStood')} <DateText date={asOf} format="long" />
      </p>
      <DataTable
        {...list}
        label={t('title')}
        columns={useColumns(asOf, asOf === today)}
        rows={list.rows}
        rowKey={(row) => `${row.clientId} ${row.currency}`}
        footer={totals.map((each) => (
          <TotalsRow key={each.currency} amounts={each} />
        ))}
        empty={<EmptyState title={t('none')} />}
      />
    </>
  )
}

function useColumns(asOf: string, isToday: boolean): Column<AgeingRow>[] {
  const t = useTranslations('billing.receivables')
  return [
    {
      key: 'client',
      header: t('client'),
      cell: (row) => (
        <TextLink className="whitespace-nowrap" href={`/clients/${row.clientId}/statement`}>
          {row.clientName}
        </TextLink>
      ),
    },
    { key: 'currency', header: t('currency'), cell: (row) => row.currency },
    ...BUCKETS.map((bucket): Column<AgeingRow> => ({
      key: bucket,
      header: t(`buckets.${bucket}`),
      align: 'right',
      cell: (row) => (
        <Amount row={row} bucket={bucket} href={isToday ? bucketHref(row, bucket, asOf) : undefined} />
      ),
    })),
  ]
}

/** A day gone by has no list of invoices that would show the same, so only today’s figures lead to one. */
function Amount({ row, bucket, href }: { row: AgeingRow; bucket: Bucket; href: string | undefined }) {
  const amount = <Money minor={row[bucket]} currency={row.currency} display="none" quietZero />
  return href && row[bucket] !== 0 ? <TextLink href={href}>{amount}</TextLink> : amount
}

function TotalsRow({ amounts }: { amounts: Amounts }) {
  const t = useTranslations('billing.receivables')
  return (
    <tr>
      <th scope="row">{t('total')}</th>
      <td>{amounts.currency}</td>
      {BUCKETS.map((bucket) => (
        <td key={bucket} className="text-right">
          <Money minor={amounts[bucket]} currency={amounts.currency} display="none" quietZero />
        </td>
      ))}
    </tr>
  )
}
