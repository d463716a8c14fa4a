'use client'

import type { MouseEvent, ReactNode } from 'react'
import { cx } from './cx.ts'
import { UiLink } from './link.tsx'
import { cellClass, hideClass, type DataTableProps } from './table-types.ts'
import { Skeleton } from './text.tsx'
import { Checkbox } from './toggles.tsx'

/** The rule is the cells': a table with separate borders, as a sticky header needs, draws none for a row. */
const cell = 'h-8 border-b border-line px-3 py-0.5 align-middle group-last/row:border-b-0'

const mainClass = 'rounded-sm text-left whitespace-nowrap text-ink underline-offset-2 hover:underline'

/** A click anywhere on a row is a click on its link or button, with the same keys held. */
function openRow(event: MouseEvent<HTMLTableRowElement>) {
  const row = event.currentTarget
  const target = event.target
  // What a menu or dialog opened from this row does is not a click on the row, though React passes it here.
  if (!(target instanceof Element) || !row.contains(target) || event.defaultPrevented) return
  if (target.closest('a, button, input, select, textarea, label, [role="checkbox"], [data-row-actions]'))
    return
  if (window.getSelection()?.toString()) return
  const { ctrlKey, metaKey, shiftKey } = event
  const click = new window.MouseEvent('click', {
    bubbles: true,
    cancelable: true,
    ctrlKey,
    metaKey,
    shiftKey,
  })
  row.querySelector('[data-row-main]')?.dispatchEvent(click)
}

export function TableRow<Row>({ row, table }: { row: Row; table: DataTableProps<Row> }) {
  const { columns, rowActions, selection } = table
  const key = table.rowKey(row)
  const opens = Boolean(table.rowHref || table.onRowOpen)
  const main = table.mainColumn ?? columns[0]?.key
  const selected = selection?.selected.has(key) ?? false
  return (
    <tr
      data-row
      tabIndex={opens ? undefined : -1}
      aria-selected={selection ? selected : undefined}
      onClick={opens ? openRow : undefined}
      className={cx(
        'group/row focus-within:bg-surface-hover hover:bg-surface-hover',
        opens && 'cursor-pointer',
        selected && 'bg-accent-soft',
      )}
    >
      {selection && (
        <td className={cx(cell, 'pr-0', selection.hideBelow && hideClass[selection.hideBelow])}>
          {(selection.selectable?.(key) ?? true) && (
            <Checkbox
              hideLabel
              label={selection.rowLabel(key)}
              checked={selected}
              onCheckedChange={(checked) => {
                const next = new Set(selection.selected)
                if (checked) next.add(key)
                else next.delete(key)
                selection.onChange(next)
              }}
            />
          )}
        </td>
      )}
      {columns.map((column) => (
        <td key={column.key} className={cx(cell, cellClass(column))}>
          {opens && column.key === main ? (
            <MainCell row={row} table={table}>
              {column.cell(row)}
            </MainCell>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
      {rowActions && (
        <td className={cx(cell, 'w-px')}>
          <div
            data-row-actions
            className="flex justify-end gap-0.5 opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-[[data-state=open]]:opacity-100 [@media(hover:none)]:opacity-100"
          >
            {rowActions(row)}
          </div>
        </td>
      )}
    </tr>
  )
}

function MainCell<Row>({
  row,
  table,
  children,
}: {
  row: Row
  table: DataTableProps<Row>
  children: ReactNode
}) {
  const shared = { 'data-row-main': '', className: mainClass }
  // The visible words stay part of the name: whoever speaks commands says what they see.
  const more = table.rowLabel && <span className="sr-only">, {table.rowLabel(row)}</span>
  if (table.rowHref) {
    return (
      <UiLink {...shared} href={table.rowHref(row)} onClick={() => table.onRowOpen?.(row)}>
        {children}
        {more}
      </UiLink>
    )
  }
  return (
    <button {...shared} type="button" onClick={() => table.onRowOpen?.(row)}>
      {children}
      {more}
    </button>
  )
}

/** Bars of uneven, but not random, width: the same on the server as in the browser. */
const bars = ['w-3/4', 'w-1/2', 'w-2/3', 'w-2/5']

export function SkeletonRows<Row>({ table }: { table: DataTableProps<Row> }) {
  const { columns, rowActions, selection, skeletonRows = 8 } = table
  return (
    <>
      {Array.from({ length: skeletonRows }, (_, index) => (
        <tr key={index} aria-hidden className="group/row">
          {selection && <td className={cx(cell, selection.hideBelow && hideClass[selection.hideBelow])} />}
          {columns.map((column, place) => (
            <td key={column.key} className={cx(cell, cellClass(column))}>
              <Skeleton
                className={cx(bars[(index + place) % bars.length], column.align === 'right' && 'ml-auto')}
              />
            </td>
          ))}
          {rowActions && <td className={cell} />}
        </tr>
      ))}
    </>
  )
}
