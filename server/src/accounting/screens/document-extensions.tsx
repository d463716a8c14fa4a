import { BadgeHeading, NARROWINGS } from '@tieout/accounting-sync/react'
import type { InvoiceExtensions } from '@tieout/billing/screens'
import {
  AroundRows,
  BadgeInHead,
  CardOfInvoice,
  Chips,
  RowBadge,
  RowMark,
  SendRows,
  VoidAdviceFor,
} from './document-parts.tsx'

/** What the sync adds to the screens of invoices. */
export const documentExtensions: InvoiceExtensions = {
  extraColumns: [
    {
      key: 'accounting',
      header: <BadgeHeading />,
      hideBelow: 'sm',
      // Without a connected company there is nothing in it.
      collapses: true,
      cell: (row) => <RowBadge row={row} />,
    },
  ],
  rowMarks: [{ key: 'accounting', render: (row) => <RowMark row={row} /> }],
  aroundList: (rows, list) => <AroundRows rows={rows}>{list}</AroundRows>,
  narrowings: [
    {
      key: 'accounting',
      names: NARROWINGS,
      render: (chosen, choose) => <Chips chosen={chosen} choose={choose} />,
    },
  ],
  bulkActions: [{ key: 'accounting', render: (rows, done) => <SendRows rows={rows} done={done} /> }],
  headMarks: [{ key: 'accounting', render: (invoice) => <BadgeInHead invoice={invoice} /> }],
  voidAdvice: (invoice, show) => <VoidAdviceFor invoice={invoice} show={show} />,
  extraPanels: [{ key: 'accounting', render: (invoice) => <CardOfInvoice invoice={invoice} /> }],
}
