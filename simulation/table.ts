import { CELLS } from './cells.ts'
import { CALL_KINDS } from './machine/calls.ts'

type Counts = ReadonlyMap<string, number>

/**
 * How often each fault met each kind of operation. A blank is a pair that cannot meet; a nought stands out, since it
 * is what a run has not tried.
 */
export function tableOf(counts: Counts): string {
  const calls: readonly string[] = CALL_KINDS
  const kinds = [...new Set(CELLS.map((cell) => partsOf(cell).kind))]
  const atCalls = calls.filter((kind) => kinds.includes(kind))
  const elsewhere = kinds.filter((kind) => !calls.includes(kind))
  return [atCalls, elsewhere].map((columns) => grid(columns, counts)).join('\n\n')
}

function grid(columns: readonly string[], counts: Counts): string {
  const faults = [
    ...new Set(
      CELLS.map((cell) => partsOf(cell))
        .filter(({ kind }) => columns.includes(kind))
        .map(({ fault }) => fault),
    ),
  ]
  const heads = columns.map((kind) => kind.split(/[_-]/))
  const rows = faults.map((fault) => [fault, ...columns.map((kind) => shown(`${fault} ${kind}`, counts))])
  const deep = Math.max(...heads.map((words) => words.length))
  const head = Array.from({ length: deep }, (_, line) => [
    '',
    ...heads.map((words) => words[line - deep + words.length] ?? ''),
  ])
  return aligned([...head, ...rows])
}

function shown(cell: string, counts: Counts): string {
  return CELLS.includes(cell) ? (counts.get(cell) ?? 0).toLocaleString('en-US') : ''
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0))) ?? []
  return rows
    .map(([name = '', ...rest]) =>
      [name.padEnd(widths[0] ?? 0), ...rest.map((text, at) => text.padStart(widths[at + 1] ?? 0))]
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function partsOf(cell: string): { fault: string; kind: string } {
  const [fault = '', kind = ''] = cell.split(' ')
  return { fault, kind }
}
