'use client'

import { DateText, Money, TextLink, cx } from '@tieout/ui'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ArrivalDetail } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'

type Receipt = ArrivalDetail['receipts'][number]
type Side = NonNullable<Receipt['before']>

/** A receipt of ours before it came and since: what it says, and what it pays. */
export function ReceiptChange({ receipt, arrival }: { receipt: Receipt; arrival: ArrivalDetail }) {
  const t = useTranslations('accounting.transactions.change')
  const { href } = useScreensHost()
  const { before, after } = receipt
  const cell = (side: Side | null, of: (side: Side) => ReactNode) => (side === null ? null : of(side))
  const currency = arrival.currency ?? ''
  const rows: Row[] = [
    {
      key: 'amount',
      name: t('amount'),
      before: cell(before, (each) => <Money minor={each.amountMinor} currency={currency} />),
      after: cell(after, (each) => <Money minor={each.amountMinor} currency={currency} />),
      isSame: before?.amountMinor === after?.amountMinor,
    },
    {
      key: 'date',
      name: t('date'),
      before: cell(before, (each) => <DateText date={each.date} />),
      after: cell(after, (each) => <DateText date={each.date} />),
      isSame: before?.date === after?.date,
    },
    {
      key: 'reference',
      name: t('reference'),
      before: before?.number ?? null,
      after: after?.number ?? null,
      isSame: before?.number === after?.number,
    },
    ...paidBy(receipt, arrival).map(({ documentId, ...on }): Row => ({
      key: documentId,
      name: <Paid documentId={documentId} arrival={arrival} />,
      before: on.before === null ? null : <Money minor={on.before} currency={currency} />,
      after: on.after === null ? null : <Money minor={on.after} currency={currency} />,
      isSame: on.before === on.after,
    })),
  ]
  return (
    <div className="flex flex-col items-start gap-1.5">
      <BeforeAfter label={t('receipt')} rows={rows} headers={[t('before'), t('after')]} />
      {receipt.receiptId !== null && (
        <TextLink href={href.receipt(receipt.receiptId)} className="text-sm">
          {t('openReceipt')}
        </TextLink>
      )}
    </div>
  )
}

/** Each document that it paid or pays, and how much. */
function paidBy({ before, after }: Receipt, { documents }: ArrivalDetail) {
  const sum = (side: Side | null, id: string) => {
    const found = (side?.allocations ?? []).filter((each) => each.documentId === id)
    return found.length === 0 ? null : found.reduce((all, each) => all + each.amountMinor, 0)
  }
  const ids = [...(before?.allocations ?? []), ...(after?.allocations ?? [])].map((each) => each.documentId)
  const place = (id: string) => documents.findIndex((each) => each.id === id)
  const inOrder = [...new Set(ids)].toSorted((a, b) => place(a) - place(b))
  return inOrder.map((documentId) => ({
    documentId,
    before: sum(before, documentId),
    after: sum(after, documentId),
  }))
}

function Paid({ documentId, arrival }: { documentId: string; arrival: ArrivalDetail }) {
  const t = useTranslations('accounting.transactions.change')
  const { href } = useScreensHost()
  const number = arrival.documents.find(({ id }) => id === documentId)?.number
  return (
    <>
      {t('pays')} <TextLink href={href.document(documentId)}>{number || t('document')}</TextLink>
    </>
  )
}

/** What of a document is otherwise over there than it was meant. */
export function DocumentChange({ arrival, system }: { arrival: ArrivalDetail; system: string }) {
  const t = useTranslations('accounting.transactions.change')
  const sides = useTranslations('accounting.documents.sides')
  const show = useValue(arrival)
  const rows = arrival.differences.map(({ field, here, there }): Row => ({
    key: field,
    name: sides.has(field) ? sides(field) : field,
    before: show(field, here),
    after: show(field, there),
    isSame: false,
  }))
  return <BeforeAfter label={t('differences')} rows={rows} headers={[sides('here'), system]} />
}

const STANDINGS: Record<string, string> = { open: 'standing', voided: 'voided', deleted: 'deleted' }

/** Values as the engine keeps them, shown as people read them. */
function useValue({ currency }: ArrivalDetail): (field: string, value: string) => ReactNode {
  const sides = useTranslations('accounting.documents.sides')
  return (field, value) => {
    if (field === 'date') return <DateText date={value} />
    if (field === 'standing') return sides(`standings.${STANDINGS[value] ?? 'standing'}`)
    const amounts = value.split(' ').filter(Boolean)
    const isMoney = (field === 'total' || field === 'tax' || field === 'lines') && currency !== null
    if (!isMoney || !amounts.every((each) => /^-?\d+$/.test(each))) return value
    return (
      <span className="inline-flex flex-col">
        {amounts.map((each, place) => (
          // oxlint-disable-next-line react/no-array-index-key
          <Money key={place} minor={Number(each)} currency={currency} />
        ))}
      </span>
    )
  }
}

/** What a customer was and is called. */
export function NameChange({ before, after }: { before: string | null; after: string | null }) {
  const t = useTranslations('accounting.transactions.change')
  const row = { key: 'name', name: t('name'), before, after, isSame: false }
  return <BeforeAfter label={t('name')} rows={[row]} headers={[t('before'), t('after')]} />
}

interface Row {
  key: string
  name: ReactNode
  before: ReactNode
  after: ReactNode
  isSame: boolean
}

function BeforeAfter({
  label,
  rows,
  headers,
}: {
  label: string
  rows: readonly Row[]
  headers: [string, string]
}) {
  const t = useTranslations('accounting.transactions.change')
  const value = 'py-1.5 pl-3 text-right align-top tabular-nums'
  return (
    <table aria-label={label} className="w-full text-sm">
      <thead className="text-xs text-ink-muted">
        <tr>
          <td className="w-2/5" />
          {headers.map((each) => (
            <th key={each} scope="col" className="py-1 pl-3 text-right font-medium">
              {each}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-y border-line">
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row" className="py-1.5 text-left font-normal text-ink-muted">
              {row.name}
            </th>
            <td className={value}>{row.before ?? <Nothing />}</td>
            <td className={cx(value, !row.isSame && 'font-medium')}>
              {row.after ?? <Nothing />}
              {!row.isSame && <span className="sr-only"> {t('changed')}</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Nothing = () => <span className="text-ink-faint">–</span>
