import type { Column } from '@tieout/ui'
import type { ReactNode } from 'react'
import type { ResultOf } from '@tieout/platform/contract'
import type { checkReadiness, InvoiceRow, InvoiceView } from '../../contract/index.ts'

/** What other modules add to the screens of invoices. The host collects it; billing knows none of them. */
export interface InvoiceExtensions {
  /** Stand before the amounts. */
  extraColumns?: readonly Column<InvoiceRow>[]
  /** Where a column has no room: beside the number, on narrow windows alone. */
  rowMarks?: readonly { key: string; render: (row: InvoiceRow) => ReactNode }[]
  /** Around the list, with the rows on show, so that a column can ask for all of them at once. */
  aroundList?: (rows: readonly InvoiceRow[], list: ReactNode) => ReactNode
  /** Chips that narrow the list on the server, by names that a module registered there. */
  narrowings?: readonly {
    key: string
    names: readonly string[]
    /** `chosen` is one of the names, or '' for none. */
    render: (chosen: string, choose: (name: string) => void) => ReactNode
  }[]
  /** Rows can be ticked where something can be done about several; `done` unticks them. */
  bulkActions?: readonly {
    key: string
    render: (rows: readonly InvoiceRow[], done: () => void) => ReactNode
  }[]
  /** Beside the title of a document. */
  headMarks?: readonly { key: string; render: (invoice: InvoiceView) => ReactNode }[]
  /** Below the lines of a document. */
  extraPanels?: readonly { key: string; render: (invoice: InvoiceView) => ReactNode }[]
  /** Around the dialog that voids a document: whoever looks elsewhere first hands it what came of that. */
  voidAdvice?: (invoice: InvoiceView, show: (advice: VoidAdvice) => ReactNode) => ReactNode
  /** The words for what a module found against finalizing, and where it is put right. */
  explainFinding?: (finding: Finding) => { text: string; fix?: { label: string; href: string } } | undefined
}

/** What another module says about voiding a document, while somebody is about to. */
export interface VoidAdvice {
  /** It is still looking, in so many words: until then nothing is voided. */
  looking?: string
  /** What happens elsewhere, one sentence each. */
  consequences: readonly string[]
  /** Why a credit note dated today is the better way. */
  better?: string
  /** Why it cannot be voided now. */
  refused?: string
  /** Looks again. */
  again?: { label: string; onClick: () => void }
}

export type Finding = ResultOf<typeof checkReadiness>['findings'][number]
