import type { Column } from '@tieout/ui'
import type { ReactNode } from 'react'
import type { ResultOf } from '@tieout/platform/contract'
import type { checkReadiness, InvoiceRow, InvoiceView } from '../../contract/index.ts'

/** What other modules add to the screens of invoices. The host collects it; billing knows none of them. */
export interface InvoiceExtensions {
  /** Stand before the amounts. */
  extraColumns?: readonly Column<InvoiceRow>[]
  /** Around the list, with the rows on show, so that a column can ask for all of them at once. */
  aroundList?: (rows: readonly InvoiceRow[], list: ReactNode) => ReactNode
  /** Below the lines of a document. */
  extraPanels?: readonly { key: string; render: (invoice: InvoiceView) => ReactNode }[]
  /** The words for what a module found against finalizing, and where it is put right. */
  explainFinding?: (finding: Finding) => { text: string; fix?: { label: string; href: string } } | undefined
}

export type Finding = ResultOf<typeof checkReadiness>['findings'][number]
