'use client'

import { Badge, DataTable, EmptyState, IconButton, Menu, type Column, type MenuEntry } from '@tieout/ui'
import { Ellipsis } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { MappingKind, MappingRow } from '../../contract/index.ts'
import type { useAskedPages } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { Counterpart, WithFirstDocument } from './counterpart.tsx'
import { LinkControl } from './link-control.tsx'
import { useDetails, useRowName, useSums } from './mapping-words.ts'
import { actionsOf, type RowAction } from './row-actions.ts'
import { RowDialogs, type RowDialog } from './row-dialogs.tsx'

interface MappingTableProps {
  connectionId: string
  company: string
  kind: MappingKind
  /** Each client without a customer gets one with its first document: for one alone there is nothing to choose. */
  createsAll: boolean
  pages: ReturnType<typeof useAskedPages<MappingRow>>
  empty: ReactNode
}

/** Ours on the left, what stands for it on the right, and between them what waits meanwhile. */
export function MappingTable({ connectionId, company, kind, createsAll, pages, empty }: MappingTableProps) {
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const [dialog, setDialog] = useState<{ what: RowDialog; row: MappingRow } | null>(null)
  const [changing, setChanging] = useState<string | null>(null)
  const open = (what: RowDialog, row: MappingRow) => setDialog({ what, row })
  const place = { connectionId, company, kind }
  const columns = useColumns({
    ...place,
    changing,
    onChanged: () => setChanging(null),
    onHeld: (row) => open('held', row),
    onCreate: (row) => open('create', row),
  })
  const rowActions = (row: MappingRow) => (
    <RowMenu
      kind={kind}
      row={row}
      company={company}
      createsAll={createsAll}
      onOpen={open}
      onChange={setChanging}
    />
  )
  return (
    <>
      <DataTable
        label={t(`kinds.${kind}`)}
        className={STACKED}
        columns={columns}
        rows={pages.rows}
        rowKey={(row) => row.entityId}
        rowActions={rowActions}
        loading={pages.loading}
        error={pages.error ? { ...explain(pages.error), onRetry: () => void pages.refetch() } : null}
        empty={empty ?? <EmptyState title={t('none')} />}
        paging={pages.paging.hasNext || pages.paging.hasPrevious ? pages.paging : undefined}
      />
      {dialog && (
        <RowDialogs {...place} dialog={dialog.what} row={dialog.row} onClose={() => setDialog(null)} />
      )}
    </>
  )
}

/** On a phone a row is a block: what is ours, what waits, and below them the picker in its full width. */
const STACKED =
  'max-sm:[&_thead]:sr-only max-sm:[&_tr]:relative max-sm:[&_tr]:block max-sm:[&_tr]:border-b max-sm:[&_tr]:border-line max-sm:[&_tr]:py-1 max-sm:[&_td]:block max-sm:[&_td]:h-auto max-sm:[&_td]:w-full max-sm:[&_td]:border-b-0 max-sm:[&_td]:text-left max-sm:[&_td[class*=w-px]]:absolute max-sm:[&_td[class*=w-px]]:top-1 max-sm:[&_td[class*=w-px]]:right-0 max-sm:[&_td[class*=w-px]]:w-auto'

interface ColumnsOf {
  connectionId: string
  company: string
  kind: MappingKind
  changing: string | null
  onChanged: () => void
  onHeld: (row: MappingRow) => void
  onCreate: (row: MappingRow) => void
}

function useColumns({ changing, onChanged, onHeld, onCreate, ...place }: ColumnsOf): Column<MappingRow>[] {
  const t = useTranslations('accounting.mapping')
  const { kind, company } = place
  return [
    {
      key: 'ours',
      header: t(`ours.${kind}`),
      cell: (row) => <Ours kind={kind} row={row} />,
    },
    {
      key: 'holdsUp',
      header: t('holdsUp'),
      align: 'right',
      cell: (row) => <HoldsUp kind={kind} row={row} onOpen={() => onHeld(row)} />,
    },
    {
      key: 'theirs',
      header: t(`theirs.${kind}`, { company }),
      width: '46%',
      cell: (row) =>
        row.tab === 'ignored' ? (
          <LeftOut kind={kind} row={row} company={company} />
        ) : row.linked !== null && changing !== row.entityId ? (
          <Counterpart kind={kind} linked={row.linked} company={company} />
        ) : (
          <>
            {row.tab === 'first_export' && <WithFirstDocument />}
            <LinkControl
              key={row.suggestion?.externalId}
              {...place}
              row={row}
              onDone={row.linked === null ? undefined : onChanged}
              onCreate={kind === 'client' ? () => onCreate(row) : undefined}
            />
          </>
        ),
    },
  ]
}

function Ours({ kind, row }: { kind: MappingKind; row: MappingRow }) {
  const t = useTranslations('accounting.mapping')
  const name = useRowName()(kind, row)
  const details = useDetails()(kind, row)
  return (
    <div className="min-w-0 py-1">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="break-words">{name}</span>
        {!row.active && <Badge icon={null}>{t('inactiveHere')}</Badge>}
      </div>
      {details !== '' && <p className="text-xs break-words text-ink-faint">{details}</p>}
    </div>
  )
}

function HoldsUp({ kind, row, onOpen }: { kind: MappingKind; row: MappingRow; onOpen: () => void }) {
  const t = useTranslations('accounting.mapping')
  const name = useRowName()(kind, row)
  const sums = useSums()
  if (row.holdsUp === null) return <span className="text-ink-faint max-sm:hidden">–</span>
  const { operations, money } = row.holdsUp
  return (
    <button
      type="button"
      aria-label={t('heldBy', { count: operations, money: sums(money), name })}
      className="rounded-sm text-right text-accent underline-offset-2 hover:underline max-sm:text-left"
      onClick={onOpen}
    >
      <span className="tabular-nums">{sums(money)}</span>
      <span className="block text-xs text-ink-muted max-sm:ml-1.5 max-sm:inline">
        {t('documents', { count: operations })}
      </span>
    </button>
  )
}

function LeftOut({ kind, row, company }: { kind: MappingKind; row: MappingRow; company: string }) {
  const t = useTranslations('accounting.mapping')
  return (
    <div className="flex flex-col items-start gap-1 py-1">
      <span className="flex flex-wrap items-center gap-2">
        <Badge icon={null}>{t('isLeftOut')}</Badge>
        <span className="text-sm break-words text-ink-muted">{row.excludedBecause}</span>
      </span>
      {row.linked !== null && <Counterpart kind={kind} linked={row.linked} company={company} />}
    </div>
  )
}

interface RowMenuProps {
  kind: MappingKind
  row: MappingRow
  company: string
  createsAll: boolean
  onOpen: (what: RowDialog, row: MappingRow) => void
  onChange: (entityId: string) => void
}

function RowMenu({ kind, row, company, createsAll, onOpen, onChange }: RowMenuProps) {
  const t = useTranslations('accounting.mapping')
  const { may, href } = useScreensHost()
  const name = useRowName()(kind, row)
  const whyNot = may('manage') ? undefined : t('mayNot')
  const entries: Record<Exclude<RowAction, 'link'>, () => MenuEntry> = {
    change: () => ({
      id: 'change',
      label: t('actions.change'),
      onSelect: () => onChange(row.entityId),
      disabledReason: whyNot,
    }),
    unlink: () => ({
      id: 'unlink',
      label: t('actions.unlink'),
      onSelect: () => onOpen('unlink', row),
      danger: true,
      disabledReason: whyNot,
    }),
    create: () => ({
      id: 'create',
      label: t('actions.create', { company }),
      onSelect: () => onOpen('create', row),
      disabledReason: whyNot,
    }),
    first_export: () => ({
      id: 'first_export',
      label: t('actions.firstExport'),
      onSelect: () => onOpen('first_export', row),
      disabledReason: whyNot ?? (createsAll ? t('firstExport.one.all') : undefined),
    }),
    end_first_export: () => ({
      id: 'end_first_export',
      label: t('actions.endFirstExport'),
      onSelect: () => onOpen('end_first_export', row),
      disabledReason: whyNot,
    }),
    leave_out: () => ({
      id: 'leave_out',
      label: t('actions.leaveOut'),
      onSelect: () => onOpen('leave_out', row),
      disabledReason: whyNot,
    }),
    take_back: () => ({
      id: 'take_back',
      label: t('actions.takeBack'),
      onSelect: () => onOpen('take_back', row),
      disabledReason: whyNot,
    }),
    open: () => ({ id: 'open', label: t('actions.open'), href: href.client(row.entityId) }),
  }
  const items = actionsOf(kind, row).flatMap((each) => (each === 'link' ? [] : [entries[each]()]))
  if (items.length === 0) return null
  return (
    <Menu
      trigger={<IconButton size="sm" variant="ghost" icon={Ellipsis} label={t('actions.of', { name })} />}
      items={items}
      align="end"
    />
  )
}
