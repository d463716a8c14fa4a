'use client'

import { DataTable, DateText, Money, TextLink, type Column } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { Movement } from '../../contract/index.ts'

export interface StatementTableProps {
  balances: { currency: string; openingMinor: number; closingMinor: number }
  from: string
  to: string
  movements: readonly Movement[]
  /** Without all movements the end would not follow from the beginning, so it is not shown. */
  isWhole: boolean
}

type Row = { kind: 'opening' } | { kind: 'movement'; movement: Movement }

/** One currency of a statement: opening, movements, closing. */
export function StatementTable({ balances, from, to, movements, isWhole }: StatementTableProps) {
  const t = useTranslations('billing.receivables.statement')
  const { currency } = balances
  const rows: Row[] = [
    { kind: 'opening' },
    ...movements.map((movement): Row => ({ kind: 'movement', movement })),
  ]
  return (
    <section aria-label={currency}>
      <h2 className="mb-2 text-sm font-medium">{currency}</h2>
      <DataTable
        label={t('inCurrency', { currency })}
        columns={useColumns(balances, from)}
        rows={rows}
        rowKey={(row) => (row.kind === 'opening' ? 'opening' : row.movement.transactionId)}
        footer={
          isWhole ? (
            <tr>
              <td>
                <DateText date={to} />
              </td>
              <th scope="row">{t('closing')}</th>
              <td className="max-sm:hidden" />
              <td className="max-sm:hidden" />
              <td className="text-right">
                <Money minor={balances.closingMinor} currency={currency} />
              </td>
            </tr>
          ) : undefined
        }
      />
    </section>
  )
}

function useColumns(
  { currency, openingMinor }: StatementTableProps['balances'],
  from: string,
): Column<Row>[] {
  const t = useTranslations('billing.receivables.statement')
  const amount = (minor: number) =>
    minor === 0 ? '' : <Money minor={minor} currency={currency} display="none" />
  const moved = (row: Row) => (row.kind === 'opening' ? 0 : row.movement.receivableMinor)
  return [
    {
      key: 'date',
      header: t('date'),
      width: '8rem',
      cell: (row) => <DateText date={row.kind === 'opening' ? from : row.movement.occurredOn} />,
    },
    {
      key: 'what',
      header: t('what'),
      cell: (row) => (
        <>
          {row.kind === 'opening' ? t('opening') : <What movement={row.movement} />}
          {/* Where the columns of what was charged and settled have no room. */}
          <span className="block text-xs text-ink-faint sm:hidden">{amount(moved(row))}</span>
        </>
      ),
    },
    {
      key: 'charged',
      header: t('charged'),
      align: 'right',
      hideBelow: 'sm',
      cell: (row) => amount(Math.max(0, moved(row))),
    },
    {
      key: 'settled',
      header: t('settled'),
      align: 'right',
      hideBelow: 'sm',
      cell: (row) => amount(Math.max(0, -moved(row))),
    },
    {
      key: 'balance',
      header: t('balance'),
      align: 'right',
      cell: (row) => (
        <Money
          minor={row.kind === 'opening' ? openingMinor : row.movement.balanceMinor}
          currency={currency}
          display="none"
        />
      ),
    },
  ]
}

function What({ movement }: { movement: Movement }) {
  const t = useTranslations('billing.receivables.kinds')
  const { kind, invoiceId, invoiceNumber, paymentId } = movement
  const word = t.has(kind) ? t(kind) : kind
  const href = invoiceId ? `/invoices/${invoiceId}` : paymentId ? `/payments/${paymentId}` : undefined
  if (!href) return word
  return (
    <>
      {word} <TextLink href={href}>{invoiceNumber ?? t('receipt')}</TextLink>
    </>
  )
}
