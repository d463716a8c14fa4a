import { faults } from '../fault.ts'
import type { JsonObject } from '../json.ts'
import { likeMatcher } from './like.ts'
import type { Condition, Query } from './parse.ts'
import {
  compareIds,
  compareKeys,
  comparisons,
  keyReader,
  keyWritten,
  type Key,
  type Property,
} from './property.ts'

/** What a query is put to. */
export interface QueryTarget {
  name: string
  /** By its name in lower case, `metadata.createtime`. */
  queryable: ReadonlyMap<string, Property>
  /** Order of a query that names none; by id when absent. */
  defaultOrder?: Query['order']
  /** A short way to rows that a query names by id. */
  byId?(id: string): JsonObject | undefined
  /** Leaves out what is inactive, unless the query speaks of `Active` itself. */
  activeOnly: boolean
}

export type QueryResult = Selected | { totalCount: number }

export interface Selected {
  rows: JsonObject[]
  startPosition: number
  /** How many there are, not how many were asked for. */
  maxResults: number
}

type Test = (row: JsonObject) => boolean

export function evaluate(query: Query, rows: Iterable<JsonObject>, target: QueryTarget): QueryResult {
  const tests = testsOf(query, target)
  const ranking = rankingOf(query, target)
  const found: JsonObject[] = []
  for (const row of candidates(query, rows, target)) {
    if (tests.every((test) => test(row))) found.push(row)
  }
  if (query.count) return { totalCount: found.length }
  const from = query.startPosition - 1
  const page = firstInOrder(found, from + query.maxResults, ranking).slice(from)
  return { rows: page.map(({ row }) => row), startPosition: query.startPosition, maxResults: page.length }
}

/** Named ids are looked up, which spares a walk over all rows. */
function candidates(query: Query, rows: Iterable<JsonObject>, target: QueryTarget): Iterable<JsonObject> {
  const named = query.conditions.find((each) => each.property.toLowerCase() === 'id')
  const { byId } = target
  if (named === undefined || byId === undefined) return rows
  return [...new Set(named.values)].map(byId).filter((row) => row !== undefined)
}

function propertyOf(name: string, target: QueryTarget): Property {
  const property = target.queryable.get(name.toLowerCase())
  if (property === undefined) throw faults.queryInvalid(`property '${name.slice(0, 100)}' is not queryable`)
  return property
}

function testsOf(query: Query, target: QueryTarget): Test[] {
  const tests = query.conditions.map((each) => testOf(each, propertyOf(each.property, target), target))
  const namesActive = query.conditions.some((each) => each.property.toLowerCase() === 'active')
  if (target.activeOnly && !namesActive) tests.push((row) => row['Active'] !== false)
  return tests
}

function testOf(condition: Condition, property: Property, target: QueryTarget): Test {
  mustCompare(condition, property, target)
  const read = keyReader(property)
  const matches = matcher(condition, property)
  return (row) => {
    const key = read(row)
    return key !== undefined && matches(key)
  }
}

function mustCompare({ operator }: Condition, { path, type }: Property, target: QueryTarget): void {
  if (comparisons[type].operators.includes(operator)) return
  if (type === 'id') throw faults.queryInvalid(`operator ${operator} is not supported for property '${path}'`)
  throw faults.unmodelled(`the operator ${operator} on ${target.name}.${path} in a query`)
}

function matcher({ operator, values }: Condition, property: Property): (key: Key) => boolean {
  if (operator === 'IN') {
    const wanted = new Set(values.map((each) => keyWritten(property, each)))
    return (key) => wanted.has(key)
  }
  const wanted = keyWritten(property, values[0] ?? '')
  switch (operator) {
    case '=':
      return (key) => key === wanted
    case '<':
      return (key) => key < wanted
    case '>':
      return (key) => key > wanted
    case '<=':
      return (key) => key <= wanted
    case '>=':
      return (key) => key >= wanted
    default: {
      const like = likeMatcher(String(wanted))
      return (key) => like(String(key))
    }
  }
}

/** A row and what it is sorted by. */
interface Ranked {
  row: JsonObject
  keys: readonly (Key | undefined)[]
}

type Compare<T> = (a: T, b: T) => number

interface Ranking {
  rank(row: JsonObject): Ranked
  compare: Compare<Ranked>
}

const NO_KEYS: readonly Key[] = []

/** Ties are broken by id, so that no two rows can change places between two pages. */
function rankingOf(query: Query, target: QueryTarget): Ranking {
  const order = query.order.length > 0 ? query.order : (target.defaultOrder ?? [])
  const byIds: Compare<Ranked> = (a, b) => compareIds(a.row['Id'] as string, b.row['Id'] as string)
  if (order.length === 0) return { rank: (row) => ({ row, keys: NO_KEYS }), compare: byIds }
  const columns = order.map(({ property, descending }) =>
    columnOf(propertyOf(property, target), descending, target),
  )
  return {
    rank: (row) => ({ row, keys: columns.map(({ read }) => read(row)) }),
    compare: columns.reduceRight(
      (otherwise, { compare }, index) =>
        (a, b) =>
          compare(a.keys[index], b.keys[index]) || otherwise(a, b),
      byIds,
    ),
  }
}

interface Column {
  read(row: JsonObject): Key | undefined
  compare: Compare<Key | undefined>
}

function columnOf(property: Property, descending: boolean, target: QueryTarget): Column {
  if (property.type === 'ref') throw faults.unmodelled(`ORDERBY ${target.name}.${property.path}`)
  const ascending = missingFirst(property.type === 'id' ? compareIdKeys : compareKeys)
  return {
    read: keyReader(property),
    compare: descending ? (a, b) => ascending(b, a) : ascending,
  }
}

const compareIdKeys: Compare<Key> = (a, b) => compareIds(String(a), String(b))

/** Rows without the property stand before all others, in descending order behind them. */
function missingFirst(compare: Compare<Key>): Compare<Key | undefined> {
  return (a, b) => {
    if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined)
    return compare(a, b)
  }
}

/** The first so many in order. What cannot be among them is dropped on the way instead of being sorted. */
function firstInOrder(rows: readonly JsonObject[], count: number, { rank, compare }: Ranking): Ranked[] {
  const first: Ranked[] = []
  let worst: Ranked | undefined
  for (const row of rows) {
    const ranked = rank(row)
    if (worst !== undefined && compare(ranked, worst) > 0) continue
    first.push(ranked)
    if (first.length >= 2 * count) {
      first.sort(compare).length = count
      worst = first.at(-1)
    }
  }
  return first.sort(compare).slice(0, count)
}
