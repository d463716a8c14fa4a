import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export interface Column<Row> {
  key: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  align?: 'left' | 'right'
  sortable?: boolean
  /** A CSS width, e.g. `8rem`. */
  width?: string
  /** Leaves the column out on windows narrower than this. */
  hideBelow?: 'sm' | 'md' | 'lg'
  /** Keeps the header for screen readers only. */
  hideHeader?: boolean
  /** Leaves the column out while its header and its cells have nothing to show. */
  collapses?: boolean
}

export interface Sort {
  key: string
  direction: 'asc' | 'desc'
}

export interface TablePaging {
  hasPrevious: boolean
  hasNext: boolean
  onPrevious: () => void
  onNext: () => void
  /** "1–40 of 312". */
  label?: ReactNode
}

export interface TableError {
  message: string
  requestId?: string
  onRetry?: () => void
}

export interface TableSelection {
  selected: ReadonlySet<string>
  onChange: (next: Set<string>) => void
  /** Names a row's checkbox: "Select INV-1042". */
  rowLabel: (key: string) => string
  /** Rows that nothing can be done about together have no box; all have one unless told. */
  selectable?: (key: string) => boolean
  /** Leaves the boxes out on windows narrower than this. */
  hideBelow?: Column<unknown>['hideBelow']
}

export interface DataTableProps<Row> {
  /** What the table lists; its accessible name. */
  label: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The column that carries the link or button; the first unless told. */
  mainColumn?: string
  rowHref?: (row: Row) => string
  onRowOpen?: (row: Row) => void
  /** Said after the cell's own text by a screen reader, when that alone does not tell what opens. */
  rowLabel?: (row: Row) => string
  /** Small buttons at the row's end, shown on hover and on focus. */
  rowActions?: (row: Row) => ReactNode
  sort?: Sort | null
  onSortChange?: (sort: Sort) => void
  loading?: boolean
  skeletonRows?: number
  empty?: ReactNode
  error?: TableError | null
  paging?: TablePaging
  /** `<tr>`s of totals. */
  footer?: ReactNode
  /** Makes the table scroll inside itself; without it the header sticks to the page. */
  maxHeight?: string
  selection?: TableSelection
  className?: string
}

export const hideClass = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden' } as const

export function cellClass<Row>(column: Column<Row>): string {
  const side = column.align === 'right' ? 'text-right tabular-nums' : 'text-left'
  return cx(side, column.hideBelow && hideClass[column.hideBelow], column.collapses && 'empty:hidden')
}
