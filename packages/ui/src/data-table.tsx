'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { EmptyState, ErrorState } from './states.tsx'
import { SkeletonRows, TableRow } from './table-body.tsx'
import { TableHead } from './table-head.tsx'
import type { DataTableProps, TablePaging } from './table-types.ts'

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, loading = false, error, paging, maxHeight } = props
  const t = useTranslations('ui')
  const { region, table, wide } = useOverflow()
  const scrolls = wide || Boolean(maxHeight)
  return (
    <div className={cx('rounded-md border border-line bg-surface-raised', props.className)}>
      <div
        ref={region}
        // What scrolls must be reachable by keyboard; what does not should not be a stop. No landmark: a table
        // often stands in a card of the same name, which is one already.
        {...(scrolls ? { role: 'group', 'aria-label': label, tabIndex: 0 } : {})}
        style={maxHeight ? { maxHeight } : undefined}
        className={cx('relative rounded-t-md', maxHeight ? 'overflow-auto' : wide && 'overflow-x-auto')}
        onKeyDown={moveBetweenRows}
      >
        {loading && <LoadingLine />}
        <table
          ref={table}
          aria-label={label}
          aria-busy={loading}
          className="w-full border-separate border-spacing-0 text-sm"
        >
          <TableHead {...props} sticky={!wide || Boolean(maxHeight)} />
          <tbody>
            <Body table={props} />
          </tbody>
          {props.footer && !error && rows.length > 0 && (
            <tfoot className="font-medium [&_td]:h-9 [&_td]:border-t [&_td]:border-line-strong [&_td]:px-3 [&_th]:h-9 [&_th]:border-t [&_th]:border-line-strong [&_th]:px-3 [&_th]:text-left [&_th]:font-medium">
              {props.footer}
            </tfoot>
          )}
        </table>
      </div>
      <span role="status" className="sr-only">
        {loading ? t('loading') : ''}
      </span>
      {paging && !error && <Pager table={label} paging={paging} busy={loading} />}
    </div>
  )
}

function Body<Row>({ table }: { table: DataTableProps<Row> }) {
  const t = useTranslations('ui')
  if (table.error) {
    return (
      <FullRow table={table}>
        <ErrorState {...table.error} />
      </FullRow>
    )
  }
  if (table.rows.length > 0) {
    return (
      <>
        {table.rows.map((row) => (
          <TableRow key={table.rowKey(row)} row={row} table={table} />
        ))}
      </>
    )
  }
  if (table.loading) return <SkeletonRows table={table} />
  return <FullRow table={table}>{table.empty ?? <EmptyState title={t('emptyTable')} />}</FullRow>
}

function FullRow<Row>({ table, children }: { table: DataTableProps<Row>; children: ReactNode }) {
  const span = table.columns.length + (table.rowActions ? 1 : 0) + (table.selection ? 1 : 0)
  return (
    <tr>
      <td colSpan={span}>{children}</td>
    </tr>
  )
}

/** Over the header, so that rows already there stay where they are while newer ones come. */
function LoadingLine() {
  return (
    <div aria-hidden className="absolute inset-x-0 top-0 z-20 h-0.5 overflow-hidden rounded-t-md">
      <div className="ui-sweep h-full w-1/4 bg-accent" />
    </div>
  )
}

function Pager({ table, paging, busy }: { table: string; paging: TablePaging; busy: boolean }) {
  const t = useTranslations('ui')
  return (
    <nav
      aria-label={t('pages', { table })}
      className="no-print flex h-11 items-center justify-between gap-3 border-t border-line px-3 text-xs text-ink-faint"
    >
      <span className="tabular-nums">{paging.label}</span>
      <span className="flex gap-1.5">
        <Button
          size="sm"
          icon={ChevronLeft}
          disabled={!paging.hasPrevious || busy}
          onClick={paging.onPrevious}
        >
          {t('previous')}
        </Button>
        <Button size="sm" disabled={!paging.hasNext || busy} onClick={paging.onNext}>
          {t('next')}
          <ChevronRight aria-hidden className="size-3.5" />
        </Button>
      </span>
    </nav>
  )
}

/** Header and page scroll together while the table fits; only a table wider than its place gets its own scrolling. */
function useOverflow() {
  const region = useRef<HTMLDivElement>(null)
  const table = useRef<HTMLTableElement>(null)
  const [wide, setWide] = useState(false)
  useEffect(() => {
    const outer = region.current
    const inner = table.current
    if (!outer || !inner) return
    const measure = () => setWide(inner.offsetWidth > outer.clientWidth + 1)
    const observer = new ResizeObserver(measure)
    observer.observe(outer)
    observer.observe(inner)
    measure()
    return () => observer.disconnect()
  }, [])
  return { region, table, wide }
}

const steps: Record<string, (at: number, last: number) => number> = {
  j: (at, last) => Math.min(last, at + 1),
  ArrowDown: (at, last) => Math.min(last, at + 1),
  k: (at) => Math.max(0, at - 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_at, last) => last,
}

/** From within the table only: a single letter that acted page-wide would catch people who dictate. */
function moveBetweenRows(event: KeyboardEvent<HTMLDivElement>) {
  const step = steps[event.key]
  const target = event.target
  if (!step || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
  if (!(target instanceof HTMLElement) || !event.currentTarget.contains(target)) return
  if (target.matches('input:not([type="checkbox"]), textarea, select, [aria-haspopup="menu"]')) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('tr[data-row]')]
  if (rows.length === 0) return
  const at = rows.findIndex((row) => row.contains(target))
  const row = rows[step(at, rows.length - 1)]
  const focusable = row?.querySelector<HTMLElement>('[data-row-main]') ?? row
  event.preventDefault()
  focusable?.focus()
}
