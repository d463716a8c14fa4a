'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from './cx.ts'
import { cellClass, hideClass, type Column, type DataTableProps, type Sort } from './table-types.ts'
import { Checkbox } from './toggles.tsx'

const headCell =
  'h-8 border-b border-line-strong bg-surface-sunken px-3 text-xs font-medium text-ink-muted whitespace-nowrap first:rounded-tl-md last:rounded-tr-md'

export function TableHead<Row>(props: DataTableProps<Row> & { sticky: boolean }) {
  const { columns, rows, rowKey, rowActions, selection, sticky } = props
  const t = useTranslations('ui')
  const keys = rows.map(rowKey).filter((key) => selection?.selectable?.(key) ?? true)
  const chosen = selection ? keys.filter((key) => selection.selected.has(key)).length : 0
  return (
    <thead
      className={cx(
        sticky && 'sticky z-10',
        sticky && (props.maxHeight ? 'top-0' : 'top-(--sticky-top,0px)'),
      )}
    >
      <tr>
        {selection && (
          <th
            scope="col"
            className={cx(headCell, 'w-9 pr-0', selection.hideBelow && hideClass[selection.hideBelow])}
          >
            <Checkbox
              hideLabel
              label={t('selectAll')}
              checked={keys.length > 0 && chosen === keys.length}
              indeterminate={chosen > 0 && chosen < keys.length}
              disabled={keys.length === 0}
              onCheckedChange={(checked) => {
                const next = new Set(selection.selected)
                for (const key of keys) {
                  if (checked) next.add(key)
                  else next.delete(key)
                }
                selection.onChange(next)
              }}
            />
          </th>
        )}
        {columns.map((column) => (
          <HeadCell key={column.key} column={column} sort={props.sort} onSortChange={props.onSortChange} />
        ))}
        {rowActions && (
          <th scope="col" className={cx(headCell, 'w-px')}>
            <span className="sr-only">{t('actions')}</span>
          </th>
        )}
      </tr>
    </thead>
  )
}

interface HeadCellProps<Row> {
  column: Column<Row>
  sort: Sort | null | undefined
  onSortChange: ((sort: Sort) => void) | undefined
}

function HeadCell<Row>({ column, sort, onSortChange }: HeadCellProps<Row>) {
  const direction = sort?.key === column.key ? sort.direction : undefined
  const sortable = Boolean(column.sortable && onSortChange)
  const Icon = direction === 'asc' ? ArrowUp : direction === 'desc' ? ArrowDown : ChevronsUpDown
  const right = column.align === 'right'
  const next = direction === 'asc' ? 'desc' : 'asc'
  return (
    <th
      scope="col"
      aria-sort={direction ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
      style={column.width ? { width: column.width } : undefined}
      className={cx(headCell, cellClass(column))}
    >
      {sortable ? (
        <button
          type="button"
          onClick={() => onSortChange?.({ key: column.key, direction: next })}
          className={cx(
            'group/sort inline-flex h-6 items-center gap-1 rounded-md hover:text-ink',
            right && 'flex-row-reverse',
            direction && 'text-ink',
          )}
        >
          {column.header}
          <Icon
            aria-hidden
            className={cx(
              'size-3',
              !direction && 'opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100',
            )}
          />
        </button>
      ) : column.hideHeader ? (
        <span className="sr-only">{column.header}</span>
      ) : (
        column.header
      )}
    </th>
  )
}
