'use client'

import { Card, DataTable, DateText, DateTimeText, DescriptionList, Money, type Column } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { z } from 'zod'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { useTaskWords } from './task-words.ts'

type Row = Record<string, unknown>

const money = z.object({ minor: z.number().int(), currency: z.string().length(3) }).strict()
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const MOST_ROWS = 50

/** What the raiser put beside the task, as a list: ids say nothing to a reader and are left out. */
export function TaskContext({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox.task')
  const words = useTaskWords()
  const entries = Object.entries(task.context).filter(([, value]) => isReadable(value))
  const facts = entries.filter(([, value]) => !isRowList(value))
  const lists = entries.filter((entry): entry is [string, Row[]] => isRowList(entry[1]))
  if (entries.length === 0) return null
  return (
    <>
      {facts.length > 0 && (
        <Card title={t('context')}>
          <DescriptionList
            items={facts.map(([name, value]) => ({
              term: words.field(task.kind, name),
              value: <Value kind={task.kind} value={value} />,
            }))}
          />
        </Card>
      )}
      {lists.map(([name, rows]) => (
        <Card
          key={name}
          flush
          title={words.field(task.kind, name)}
          description={t('rows', { count: rows.length })}
        >
          <Rows kind={task.kind} label={words.field(task.kind, name)} rows={rows} />
        </Card>
      ))}
    </>
  )
}

interface NumberedRow {
  at: string
  row: Row
}

function Rows({ kind, label, rows }: { kind: string; label: string; rows: Row[] }) {
  const shown = rows.slice(0, MOST_ROWS).map((row, at): NumberedRow => ({ row, at: String(at) }))
  return <DataTable label={label} columns={useColumns(kind, rows)} rows={shown} rowKey={(each) => each.at} />
}

function useColumns(kind: string, rows: Row[]): Column<NumberedRow>[] {
  const words = useTaskWords()
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  const readable = names.filter((name) => rows.some((row) => isReadable(row[name])))
  return readable.map((name) => ({
    key: name,
    header: words.field(kind, name),
    align: rows.some((row) => isNumeric(row[name])) ? 'right' : 'left',
    cell: ({ row }) => <Value kind={kind} value={row[name]} />,
  }))
}

const isNumeric = (value: unknown) => typeof value === 'number' || money.safeParse(value).success

function Value({ kind, value }: { kind: string; value: unknown }): ReactNode {
  const t = useTranslations('inbox.task')
  const words = useTaskWords()
  const amount = money.safeParse(value)
  if (amount.success) return <Money minor={amount.data.minor} currency={amount.data.currency} />
  if (typeof value === 'boolean') return t(value ? 'yes' : 'no')
  if (typeof value === 'number') return <span className="tabular-nums">{value}</span>
  if (Array.isArray(value))
    return value
      .filter(isReadable)
      .map((each) => words.value(kind, String(each)))
      .join(', ')
  if (typeof value !== 'string') return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return <DateText date={value} />
  if (z.iso.datetime({ offset: true }).safeParse(value).success) return <DateTimeText at={value} />
  return value
}

function isReadable(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return false
  if (typeof value === 'string') return !UUID.test(value)
  if (Array.isArray(value)) return value.some((each) => isRow(each) || isReadable(each))
  return typeof value !== 'object' || money.safeParse(value).success
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isRowList = (value: unknown): value is Row[] =>
  Array.isArray(value) && value.length > 0 && value.every(isRow)
