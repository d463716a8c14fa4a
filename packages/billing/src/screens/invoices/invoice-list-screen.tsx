'use client'

import { useApiPages, useApiQuery, useMay } from '@tieout/platform/web'
import { Button, DataTable, EmptyState, LinkButton, Menu, PageHeader, UiLink } from '@tieout/ui'
import { Fragment, useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  countInvoices,
  exportInvoices,
  invoiceType,
  listInvoices,
  type InvoiceRow,
} from '../../contract/index.ts'
import { ExportButton } from '../export-button.tsx'
import { RecordPaymentDialog } from '../payments/record-payment.tsx'
import { useWhyNot } from './actions.ts'
import type { Address, Go } from './address.ts'
import type { InvoiceExtensions } from './extensions.ts'
import { useInvoiceColumns } from './invoice-columns.tsx'
import { InvoiceFilterBar } from './invoice-filter-bar.tsx'
import {
  isNarrowed,
  readFilters,
  toCountInput,
  toExportInput,
  toListInput,
  withoutFilters,
  writeFilters,
  type InvoiceFilters,
} from './invoice-filters.ts'
import { useBulk } from './use-bulk.tsx'
import { useDocumentName, useInvoiceRefusal } from './words.tsx'

export interface InvoiceListScreenProps {
  address: Address
  onGo: Go
  extensions?: InvoiceExtensions
}

/** Every document of the books. What is shown stands in the address: back works, and a link can be sent. */
export function InvoiceListScreen({ address, onGo, extensions = {} }: InvoiceListScreenProps) {
  const t = useTranslations('billing.invoices')
  const narrowings = extensions.narrowings ?? []
  const filters = readFilters(
    address.query,
    narrowings.flatMap((each) => each.names),
  )
  const counts = useApiQuery(countInvoices, toCountInput(filters), {
    placeholderData: (previous) => previous,
  })
  const change = (changes: Partial<InvoiceFilters>, how: 'push' | 'replace' = 'push') =>
    address.go(writeFilters({ ...filters, ...changes }), how)
  return (
    <>
      <PageHeader
        title={t('list.title')}
        description={t('list.description')}
        actions={
          <>
            <ExportButton of={exportInvoices} filters={toExportInput(filters)} />
            <NewDocument onGo={onGo} />
          </>
        }
      />
      <InvoiceFilterBar
        filters={filters}
        counts={counts.data}
        onChange={change}
        chips={narrowings.map(({ key, names, render }) => (
          <Fragment key={key}>
            {render(names.includes(filters.narrow) ? filters.narrow : '', (narrow) => change({ narrow }))}
          </Fragment>
        ))}
      />
      <InvoiceTable filters={filters} change={change} extensions={extensions} onGo={onGo} />
    </>
  )
}

interface InvoiceTableProps {
  filters: InvoiceFilters
  change: (changes: Partial<InvoiceFilters>) => void
  extensions: InvoiceExtensions
  onGo: Go
}

function InvoiceTable({ filters, change, extensions, onGo }: InvoiceTableProps) {
  const t = useTranslations('billing.invoices')
  const refusalText = useInvoiceRefusal()
  const [paying, setPaying] = useState<InvoiceRow | null>(null)
  const columns = useInvoiceColumns(extensions)
  const invoices = useApiPages<InvoiceRow>(listInvoices, toListInput(filters))
  const bulk = useBulk(invoices.rows, extensions.bulkActions)
  const rowActions = (invoice: InvoiceRow) => (
    <RowActions invoice={invoice} onPay={() => setPaying(invoice)} onGo={onGo} />
  )
  const table = (
    <>
      {bulk.bar}
      <DataTable
        label={t('list.title')}
        columns={columns}
        rows={invoices.rows}
        rowKey={(invoice) => invoice.invoiceId}
        rowHref={(invoice) => `/invoices/${invoice.invoiceId}`}
        rowLabel={(invoice) => invoice.clientName}
        rowActions={rowActions}
        selection={bulk.selection}
        sort={filters.sort}
        onSortChange={(sort) => change({ sort })}
        loading={invoices.loading}
        error={
          invoices.error && {
            message: refusalText(invoices.error) ?? '',
            requestId: invoices.error.problem.requestId,
            onRetry: () => void invoices.refetch(),
          }
        }
        empty={<NothingHere filters={filters} onClear={() => change(withoutFilters(filters))} onGo={onGo} />}
        paging={invoices.paging.hasNext || invoices.paging.hasPrevious ? invoices.paging : undefined}
      />
    </>
  )
  return (
    <>
      {extensions.aroundList ? extensions.aroundList(invoices.rows, table) : table}
      {paying && <RecordPaymentDialog invoiceId={paying.invoiceId} onClose={() => setPaying(null)} />}
    </>
  )
}

function RowActions({ invoice, onPay, onGo }: { invoice: InvoiceRow; onPay: () => void; onGo: Go }) {
  const t = useTranslations('billing.invoices.actions')
  const nameOf = useDocumentName()
  const whyNot = useWhyNot()
  const place = `/invoices/${invoice.invoiceId}`
  return (
    <Menu
      trigger={
        <Button size="sm" variant="ghost" aria-label={t('of', { number: nameOf(invoice) })}>
          ⋯
        </Button>
      }
      items={[
        { id: 'open', label: t('open'), href: place },
        {
          id: 'edit',
          label: t('edit'),
          onSelect: () => onGo(`${place}/edit`),
          disabledReason: whyNot('edit', invoice),
        },
        {
          id: 'pay',
          label: t('recordPayment'),
          onSelect: onPay,
          disabledReason: whyNot('recordPayment', invoice),
        },
        { id: 'client', label: t('openClient'), href: `/clients/${invoice.clientId}` },
      ]}
    />
  )
}

function NewDocument({ onGo }: { onGo: Go }) {
  const t = useTranslations('billing.invoices')
  const disabledReason = useMay('invoice:create') ? undefined : t('whyNot.notAllowed')
  if (disabledReason) {
    return (
      <Button variant="primary" disabledReason={disabledReason}>
        {t('list.new')}
      </Button>
    )
  }
  const others = invoiceType.options.filter((type) => type !== 'standard')
  return (
    <>
      <Menu
        trigger={<Button>{t('list.newOther')}</Button>}
        items={others.map((type) => ({
          id: type,
          label: t(`type.${type}`),
          onSelect: () => onGo(`/invoices/new?type=${type}`),
        }))}
      />
      <LinkButton asChild variant="primary">
        <UiLink href="/invoices/new">{t('list.new')}</UiLink>
      </LinkButton>
    </>
  )
}

function NothingHere(props: { filters: InvoiceFilters; onClear: () => void; onGo: Go }) {
  const t = useTranslations('billing.invoices.list')
  if (!isNarrowed(props.filters)) {
    return <EmptyState title={t('none')} body={t('noneBody')} action={<NewDocument onGo={props.onGo} />} />
  }
  return (
    <EmptyState
      title={t('noMatch')}
      body={t('noMatchBody')}
      action={<Button onClick={props.onClear}>{t('showAll')}</Button>}
    />
  )
}
