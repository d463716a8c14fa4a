'use client'

import {
  DataTable,
  DateText,
  EmptyState,
  Money,
  Stat,
  StatRow,
  TextLink,
  type Column,
  type TableError,
  type TableSelection,
} from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { BatchDocument, JudgedDocuments } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'
import { LINE_STATES, LineStateBadge } from './line-states.tsx'

interface JudgedTableProps {
  label: string
  documents: readonly BatchDocument[]
  loading: boolean
  error: TableError | null
  selection?: TableSelection
}

/** Documents of a batch that has not gone out, and what keeps each of them. */
export function JudgedTable({ label, documents, loading, error, selection }: JudgedTableProps) {
  const t = useTranslations('accounting.batches')
  const { href } = useScreensHost()
  const columns: Column<BatchDocument>[] = [
    { key: 'number', header: t('columns.document'), cell: (row) => row.number },
    { key: 'kind', header: t('columns.kind'), hideBelow: 'md', cell: (row) => t(`kind.${row.kind}`) },
    {
      key: 'date',
      header: t('columns.date'),
      hideBelow: 'sm',
      cell: (row) => <DateText date={row.issueDate} />,
    },
    {
      key: 'client',
      header: t('columns.client'),
      hideBelow: 'sm',
      cell: ({ client }) => <TextLink href={href.client(client.id)}>{client.name}</TextLink>,
    },
    {
      key: 'total',
      header: t('columns.total'),
      align: 'right',
      cell: (row) => <Money minor={row.totalMinor} currency={row.currency} />,
    },
    { key: 'state', header: t('columns.state'), cell: (row) => <State row={row} /> },
  ]
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={documents}
      rowKey={(row) => row.documentId}
      rowHref={(row) => href.document(row.documentId)}
      rowLabel={(row) => row.client.name}
      loading={loading}
      error={error}
      selection={selection}
      maxHeight="36rem"
      empty={<EmptyState title={t('noDocuments')} body={t('noDocumentsBody')} />}
    />
  )
}

const MAPPING = { customer: 'client', item: 'service', tax_code: 'tax' } as const

function State({ row }: { row: BatchDocument }) {
  const t = useTranslations('accounting.batches.missing')
  const { href } = useScreensHost()
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <LineStateBadge state={row.state} />
      {row.missing.map(({ what, entityId, name }) => (
        <TextLink
          key={`${what} ${entityId}`}
          className="text-xs"
          href={
            what === 'item' && entityId === null
              ? href.settings()
              : href.mapping(MAPPING[what], name ?? undefined)
          }
        >
          {name === null ? t(`${what}_unnamed`) : t(what, { name })}
        </TextLink>
      ))}
    </span>
  )
}

/** How many there are of each, and what they come to in each currency. */
export function JudgedTotals({ totals }: Pick<JudgedDocuments, 'totals'>) {
  const t = useTranslations('accounting.batches')
  const shown = LINE_STATES.flatMap((state) => totals.filter((each) => each.state === state))
  if (shown.length === 0) return null
  return (
    <div className="mb-3" role="group" aria-label={t('totals')}>
      <StatRow>
        {shown.map(({ state, documents, money }) => (
          <Stat
            key={state}
            label={t(`line.${state}`)}
            value={documents}
            hint={
              <span className="flex flex-col">
                {money.map(({ amountMinor, currency }) => (
                  <Money key={currency} minor={amountMinor} currency={currency} />
                ))}
              </span>
            }
          />
        ))}
      </StatRow>
    </div>
  )
}
