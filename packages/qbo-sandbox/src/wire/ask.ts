import type { Kind, Order } from '../company/kind.ts'
import { keyOf, type Company, type Entity } from '../company/state.ts'
import { faults } from '../fault.ts'
import { toJson } from '../json.ts'
import { kindByPath } from '../kinds/all.ts'
import { evaluate, type QueryTarget } from '../query/evaluate.ts'
import { parseQuery, type Query } from '../query/parse.ts'
import type { Property, PropertyType } from '../query/property.ts'
import { isKnownElsewhere } from './perform.ts'

const EVERYWHERE: Readonly<Record<string, PropertyType>> = {
  Id: 'id',
  'MetaData.CreateTime': 'instant',
  'MetaData.LastUpdatedTime': 'instant',
}

/** `"QueryResponse":{…}` for one statement. */
export function queryMember(company: Company, statement: string, now: number): string {
  const query = parseQuery(statement, now)
  const kind = kindAsked(query.entity)
  const { rows } = company.tables[kind.name]
  const isVisible = visibility(company, kind, query, now)
  const candidates = isVisible === undefined ? rows.values() : [...rows.values()].filter(isVisible)
  const result = evaluate(query, candidates, targetOf(kind, rows, isVisible))
  if ('totalCount' in result) return `"QueryResponse":{"totalCount":${result.totalCount}}`
  if (result.rows.length === 0) return '"QueryResponse":{}'
  const texts = result.rows.map((each) => toJson(each)).join(',')
  return `"QueryResponse":{"${kind.name}":[${texts}],"startPosition":${result.startPosition},"maxResults":${result.maxResults}}`
}

function kindAsked(entity: string): Kind {
  const kind = kindByPath(entity)
  if (kind !== undefined) return kind
  if (isKnownElsewhere(entity)) throw faults.unmodelled(`queries of ${entity}`)
  throw faults.queryInvalid(`invalid context declaration: ${entity.slice(0, 100)}`)
}

const queryableOf = new Map<string, ReadonlyMap<string, Property>>()

function queryable(kind: Kind): ReadonlyMap<string, Property> {
  const known = queryableOf.get(kind.name)
  if (known !== undefined) return known
  const all = Object.entries({ ...EVERYWHERE, ...kind.queryable })
  const made = new Map(all.map(([path, type]) => [path.toLowerCase(), { path, type }]))
  queryableOf.set(kind.name, made)
  return made
}

function targetOf(
  kind: Kind,
  rows: ReadonlyMap<string, Entity>,
  isVisible: ((row: Entity) => boolean) | undefined,
): QueryTarget {
  const order = kind.defaultOrder ?? (kind.family === 'transaction' ? newestFirst : undefined)
  return {
    name: kind.name,
    queryable: queryable(kind),
    ...(order === undefined ? {} : { defaultOrder: order }),
    byId(id) {
      const row = rows.get(id)
      return row === undefined || isVisible?.(row) === false ? undefined : row
    },
    activeOnly: kind.family === 'list',
  }
}

/** Sales were recorded by their date, not in the order of their ids. */
const newestFirst: Order = [{ property: 'TxnDate', descending: true }]

/** Rows that come late are hidden from whoever asks by time, as from a change poll. Mostly there are none. */
function visibility(
  company: Company,
  kind: Kind,
  query: Query,
  now: number,
): ((row: Entity) => boolean) | undefined {
  const asksByTime = [...query.conditions, ...query.order].some(
    ({ property }) => property.toLowerCase() === 'metadata.lastupdatedtime',
  )
  if (company.lateUntil.size === 0 || !asksByTime) return undefined
  return (row) => (company.lateUntil.get(keyOf(kind.name, row.Id)) ?? 0) <= now
}
