import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { evaluate } from './evaluate.ts'
import { parseQuery, type Operator } from './parse.ts'
import { quote } from './quote.ts'
import { NOW, target } from './testing/target.ts'

/** A condition with its meaning told apart from how the sandbox works it out. */
interface Told {
  text: string
  holds(row: JsonObject): boolean
}

const compare = (operator: Operator, a: string | number, b: string | number): boolean =>
  ({ '=': a === b, '<': a < b, '>': a > b, '<=': a <= b, '>=': a >= b, LIKE: false, IN: a === b })[operator]

const few = <T>(...values: T[]) => fc.constantFrom(...values)
const ordering = few<Operator>('=', '<', '>', '<=', '>=')
const letters = few('a', 'B', 'b', 'Ä', 'ä', "o'", 'ab', '')
const amounts = few(-1, 0, 0.1, 2.5, 10, 9)
const days = few('2024-02-28', '2024-02-29', '2024-03-01')
const hours = few(
  '2024-03-10T01:30:00-08:00',
  '2024-03-10T03:30:00-07:00',
  '2024-03-10T10:00:00Z',
  '2024-11-03T01:30:00-07:00',
)

const row = fc.record(
  {
    DisplayName: letters,
    DocNumber: letters,
    TotalAmt: amounts,
    Active: fc.boolean(),
    TxnDate: days,
    CustomerRef: few('1', '2', '10').map((value) => ({ value })),
    MetaData: hours.map((each) => ({ CreateTime: each, LastUpdatedTime: each })),
  },
  { requiredKeys: [] },
)
const rows = fc
  .uniqueArray(few('1', '2', '3', '9', '10', '11', '9007199254740993', '9007199254740992'), { maxLength: 8 })
  .chain((ids) => fc.tuple(...ids.map((Id) => row.map((rest): JsonObject => ({ Id, ...rest })))))

const createdAt = ({ MetaData: own }: JsonObject) => Date.parse((own as { CreateTime: string }).CreateTime)

const tell = (text: string, holds: Told['holds']): Told => ({ text, holds })

const told: fc.Arbitrary<Told> = fc.oneof(
  fc
    .tuple(ordering, letters)
    .map(([operator, text]) =>
      tell(
        `displayName ${operator} ${quote(text)}`,
        ({ DisplayName: own }) =>
          typeof own === 'string' && compare(operator, own.toLowerCase(), text.toLowerCase()),
      ),
    ),
  letters.map((text) =>
    tell(
      `DocNumber LIKE ${quote(`%${text}%`)}`,
      ({ DocNumber: own }) => typeof own === 'string' && own.toLowerCase().includes(text.toLowerCase()),
    ),
  ),
  fc
    .tuple(ordering, amounts, fc.boolean())
    .map(([operator, number, quoted]) =>
      tell(
        `TOTALAMT ${operator} ${quoted ? `'${number}'` : number}`,
        ({ TotalAmt: own }) => typeof own === 'number' && compare(operator, own, number),
      ),
    ),
  fc
    .tuple(ordering, days)
    .map(([operator, day]) =>
      tell(
        `TxnDate ${operator} '${day}'`,
        ({ TxnDate: own }) => typeof own === 'string' && compare(operator, Date.parse(own), Date.parse(day)),
      ),
    ),
  fc
    .tuple(ordering, hours)
    .map(([operator, hour]) =>
      tell(
        `MetaData.LastUpdatedTime ${operator} '${hour}'`,
        (row) => row['MetaData'] !== undefined && compare(operator, createdAt(row), Date.parse(hour)),
      ),
    ),
  fc.boolean().map((wanted) => tell(`Active = ${wanted}`, ({ Active: own }) => own === wanted)),
  fc.subarray(['1', '2', '10'], { minLength: 1 }).map((ids) =>
    tell(`CustomerRef IN (${ids.map(quote).join(', ')})`, ({ CustomerRef: own }) => {
      return own !== undefined && ids.includes((own as { value: string }).value)
    }),
  ),
  fc
    .subarray(['1', '9', '10', '9007199254740993'], { minLength: 1 })
    .map((ids) => tell(`Id IN (${ids.map(quote).join(',')})`, ({ Id: own }) => ids.includes(own as string))),
)

/** A property to sort by, and its place in the order; a row without it has none. */
const sortings: Readonly<Record<string, (row: JsonObject) => string | number | bigint | undefined>> = {
  DisplayName: ({ DisplayName: own }) => (own as string | undefined)?.toLowerCase(),
  TotalAmt: ({ TotalAmt: own }) => own as number | undefined,
  Active: ({ Active: own }) => (own === undefined ? undefined : Number(own)),
  Id: ({ Id: own }) => BigInt(own as string),
  'MetaData.CreateTime': (row) => (row['MetaData'] === undefined ? undefined : createdAt(row)),
}

const order = fc.array(fc.tuple(few(...Object.keys(sortings)), fc.boolean()), { maxLength: 3 })

function modelled(
  all: readonly JsonObject[],
  conditions: readonly Told[],
  by: readonly [string, boolean][],
): JsonObject[] {
  const sorting = [...by, ['Id', false] as const]
  return all
    .filter((each) => conditions.every(({ holds }) => holds(each)))
    .toSorted((a, b) => {
      for (const [name, descending] of sorting) {
        const [left, right] = [sortings[name]?.(a), sortings[name]?.(b)]
        if (left === right) continue
        const first = left === undefined || (right !== undefined && left < right)
        return first === descending ? 1 : -1
      }
      return 0
    })
}

describe('any query', () => {
  it('answers like filtering, sorting and cutting by hand, with and without looking ids up', () => {
    fc.assert(
      fc.property(
        rows,
        fc.array(told, { maxLength: 3 }),
        order,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (all, conditions, by, start, size) => {
          const where =
            conditions.length === 0 ? '' : `WHERE ${conditions.map(({ text }) => text).join(' AND ')}`
          const orderBy = by.map(([name, descending]) => `${name}${descending ? ' DESC' : ''}`).join(', ')
          const statement = `FROM Invoice ${where} ${orderBy && `ORDERBY ${orderBy}`} STARTPOSITION ${start} MAXRESULTS ${size}`
          const expected = modelled(all, conditions, by)
          const page = expected.slice(start - 1, start - 1 + size)
          const query = parseQuery(`SELECT * ${statement}`, NOW)
          const byId = (id: string) => all.find((each) => each['Id'] === id)
          for (const found of [evaluate(query, all, target), evaluate(query, all, { ...target, byId })]) {
            expect(found).toEqual({ rows: page, startPosition: start, maxResults: page.length })
          }
          expect(evaluate(parseQuery(`SELECT COUNT(*) ${statement}`, NOW), all, target)).toEqual({
            totalCount: expected.length,
          })
        },
      ),
      { numRuns: 10_000 },
    )
  }, 60_000)
})
