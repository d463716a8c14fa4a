import type { JsonObject } from '../../json.ts'
import { evaluate, type QueryTarget, type Selected } from '../evaluate.ts'
import { parseQuery } from '../parse.ts'
import type { PropertyType } from '../property.ts'

/** Noon in California on 2024-03-15. */
export const NOW = Date.parse('2024-03-15T12:00:00-07:00')

const QUERYABLE: Readonly<Record<string, PropertyType>> = {
  Id: 'id',
  DisplayName: 'text',
  DocNumber: 'text',
  TotalAmt: 'number',
  Active: 'boolean',
  TxnDate: 'date',
  CustomerRef: 'ref',
  'MetaData.CreateTime': 'instant',
  'MetaData.LastUpdatedTime': 'instant',
}

export const target: QueryTarget = {
  name: 'Invoice',
  queryable: new Map(Object.entries(QUERYABLE).map(([path, type]) => [path.toLowerCase(), { path, type }])),
  activeOnly: false,
}

export function rowsOf(
  statement: string,
  rows: Iterable<JsonObject>,
  over: Partial<QueryTarget> = {},
): Selected {
  const result = evaluate(parseQuery(statement, NOW), rows, { ...target, ...over })
  if ('totalCount' in result) throw new Error('The statement counts')
  return result
}

export const idsOf = (statement: string, rows: Iterable<JsonObject>, over: Partial<QueryTarget> = {}) =>
  rowsOf(statement, rows, over).rows.map((row) => row['Id'])
