import { expect, it } from 'vitest'
import { CELLS } from './cells.ts'
import { tableOf } from './table.ts'

const rowOf = (table: string, fault: string) =>
  table
    .split('\n')
    .filter((line) => line.startsWith(`${fault} `))
    .map((line) => line.trim().split(/ {2,}/))

it('counts each fault under each kind of operation, with noughts where they did not meet', () => {
  const table = tableOf(new Map([['stale void_invoice', 1234]]))
  expect(rowOf(table, 'stale')).toEqual([['stale', '0', '1,234', '0', '0']])
})

it('leaves blank what cannot meet, and shows all that can', () => {
  const table = tableOf(new Map(CELLS.map((cell) => [cell, 7])))
  expect(table.match(/\b7\b/g)).toHaveLength(CELLS.length)
})

it('has what strikes within a process beside what strikes at a call', () => {
  const [calls, elsewhere] = rowOf(
    tableOf(
      new Map([
        ['freeze poll', 3],
        ['freeze lease', 5],
      ]),
    ),
    'freeze',
  )
  expect(calls).toContain('3')
  expect(elsewhere).toContain('5')
})
