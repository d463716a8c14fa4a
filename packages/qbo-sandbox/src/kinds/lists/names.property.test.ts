import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareCompany } from '../../company/opening.ts'
import type { Company, Entity, KindName } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { kindOf } from '../all.ts'
import { NOON, deskOf, refTo } from './testing/desk.ts'
import { attempt, indexes, some } from './testing/steps.ts'

/** How each list says that one object stands below another. */
const LISTS = {
  Customer: { name: 'DisplayName', below: 'Job', more: {} },
  Vendor: { name: 'DisplayName', below: undefined, more: {} },
  Item: { name: 'Name', below: 'SubItem', more: { Type: 'Category' } },
  Account: { name: 'Name', below: 'SubAccount', more: { AccountType: 'Bank' } },
  Class: { name: 'Name', below: 'SubClass', more: {} },
  Department: { name: 'Name', below: 'SubDepartment', more: {} },
  Term: { name: 'Name', below: undefined, more: { DueDays: 3 } },
} as const satisfies Partial<Record<KindName, { name: string; below?: string; more: JsonObject }>>

type ListName = keyof typeof LISTS

const step = fc.record({
  kind: fc.constantFrom(...(Object.keys(LISTS) as ListName[])),
  act: fc.constantFrom('make', 'make below', 'rename', 'move', 'lift', 'deactivate', 'reactivate'),
  // Few names, so that they meet.
  name: fc.constantFrom('Ada', 'ADA', 'Bob', 'Cleo', 'Ada (deleted)', ' Bob '),
  which: fc.nat(50),
  parent: fc.nat(50),
})

describe('any sequence of work on the lists', () => {
  it('keeps the names of active objects unique, and the index what the rows make it', () => {
    const done: Record<string, number> = {}
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), (steps) => {
        const company = bareCompany({ realmId: '1', name: 'Test' }, NOON)
        const desk = deskOf(company)
        for (const each of steps) {
          const { name, below, more } = LISTS[each.kind]
          const id = some(company, each.kind, each.which)
          const under =
            below === undefined
              ? {}
              : { [below]: true, ParentRef: refTo(some(company, each.kind, each.parent)) }
          const acts: Record<typeof each.act, () => unknown> = {
            make: () => desk.make(each.kind, { [name]: each.name, ...more }),
            'make below': () => desk.make(each.kind, { [name]: each.name, ...more, ...under }),
            rename: () => desk.change(each.kind, id, { [name]: each.name }),
            move: () => desk.change(each.kind, id, under),
            lift: () => desk.change(each.kind, id, below === undefined ? {} : { [below]: false }),
            deactivate: () => desk.change(each.kind, id, { Active: false }),
            reactivate: () => desk.change(each.kind, id, { Active: true }),
          }
          if (company.tables[each.kind].rows.size === 0 && !each.act.startsWith('make')) continue
          if (attempt(company, acts[each.act])) done[each.act] = (done[each.act] ?? 0) + 1
        }
        expect(doubles(company)).toEqual([])
        expect(strayPaths(company)).toEqual([])
        const { kept, rebuilt, sameHash } = indexes(company)
        expect(kept).toEqual(rebuilt)
        expect(sameHash).toBe(true)
      }),
      { numRuns: 300 },
    )
    // Runs in which everything is refused would prove nothing.
    expect(Object.keys(done).toSorted()).toEqual([
      'deactivate',
      'lift',
      'make',
      'make below',
      'move',
      'reactivate',
      'rename',
    ])
    expect(Math.min(...Object.values(done))).toBeGreaterThan(50)
  }, 30_000)
})

const rowsOf = (company: Company): [ListName, Entity][] =>
  (Object.keys(LISTS) as ListName[]).flatMap((kind) =>
    [...company.tables[kind].rows.values()].map((row): [ListName, Entity] => [kind, row]),
  )

/** Names that two active objects bear. */
function doubles(company: Company): string[] {
  const seen = new Set<string>()
  return rowsOf(company).flatMap(([kind, row]) => {
    const unique = kindOf(kind).uniqueName?.(row)
    if (unique === undefined) return []
    const key = `${unique.space} ${unique.name.toLowerCase()}`
    const double = seen.has(key)
    seen.add(key)
    return double ? [key] : []
  })
}

/** Objects whose full name or depth is not what their parents make it. */
function strayPaths(company: Company): string[] {
  return rowsOf(company).flatMap(([kind, row]) => {
    if (row['FullyQualifiedName'] === undefined) return []
    const chain = parents(company, kind, row)
    const path = [...chain, row].map((each) => String(each[LISTS[kind].name])).join(':')
    const deep =
      kind === 'Customer' || kind === 'Item' ? (chain.length === 0 ? undefined : chain.length) : undefined
    const straight = row['FullyQualifiedName'] === path && row['Level'] === deep && chain.length <= 4
    return straight ? [] : [`${kind} ${row.Id}: ${String(row['FullyQualifiedName'])} is not ${path}`]
  })
}

function parents(company: Company, kind: ListName, row: Entity): Entity[] {
  const id = (row['ParentRef'] as JsonObject | undefined)?.['value']
  const parent = typeof id === 'string' ? company.tables[kind].rows.get(id) : undefined
  return parent === undefined ? [] : [...parents(company, kind, parent), parent]
}
