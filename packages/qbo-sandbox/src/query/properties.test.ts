import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../fault.ts'
import { evaluate } from './evaluate.ts'
import { parseQuery } from './parse.ts'
import { quote } from './quote.ts'
import { idsOf, NOW, target } from './testing/target.ts'

const RUNS = { numRuns: 10_000 }

/** Names as people and mischief write them. */
const nasty = fc.constantFrom(
  "'",
  '\\',
  "\\'",
  "''",
  '%',
  '\n',
  '\r',
  '\t',
  '\u0000',
  '"',
  '`',
  ';',
  '--',
  '/*',
  ' OR ',
  ' AND Id = 1',
  "' OR 'a' = 'a",
  "\\' OR DisplayName LIKE '%",
  'SELECT',
  'MAXRESULTS 1',
  'STARTPOSITION 0',
  'CURRENT_DATE',
  'true',
  'é',
  '–',
  '株式会社',
  '𝔞',
  '\ud800',
  '\u2028',
  'İ',
  'ß',
  '',
)
const name = fc
  .array(fc.oneof(nasty, nasty, fc.string({ unit: 'binary', maxLength: 5 })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))

describe('any name', () => {
  it('that is quoted finds exactly the row that bears it', () => {
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 5 }), (sought, others) => {
        const same = (text: string) => text.toLowerCase() === sought.toLowerCase()
        const rows = [sought, ...others.filter((each) => !same(each))].map((DisplayName, index) => ({
          Id: String(index + 1),
          DisplayName,
        }))
        expect(idsOf(`SELECT * FROM Customer WHERE DisplayName = ${quote(sought)}`, rows)).toEqual(['1'])
        expect(
          idsOf(`SELECT * FROM Customer WHERE DisplayName IN (${quote(sought)})MAXRESULTS 9`, rows),
        ).toEqual(['1'])
      }),
      RUNS,
    )
  }, 60_000)

  it('reads back as it was', () => {
    fc.assert(
      fc.property(name, (text) => {
        const { conditions } = parseQuery(`SELECT * FROM Item WHERE Name=${quote(text)}`, NOW)
        expect(conditions).toEqual([{ property: 'Name', operator: '=', values: [text] }])
      }),
      RUNS,
    )
  }, 60_000)
})

describe('any rubbish', () => {
  const scrap = fc.oneof(
    nasty,
    fc.constantFrom(
      ...'SELECT * count ( ) , FROM Invoice WHERE DisplayName TotalAmt Id TxnDate CustomerRef MetaData.CreateTime = < > <= >= != LIKE IN AND ORDERBY ORDER BY ASC DESC STARTPOSITION MAXRESULTS 0 1 1001 -5 1.5 99999999999999999999 true false'.split(
        ' ',
      ),
    ),
    fc.string({ unit: 'binary', maxLength: 8 }).map(quote),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  const start = fc.constantFrom(
    '',
    'SELECT * FROM Invoice',
    'SELECT * FROM Invoice WHERE',
    'SELECT * FROM Invoice ORDERBY',
  )

  it('is answered or refused, nothing else', () => {
    const rows = [{ Id: '1', DisplayName: 'a', TotalAmt: 1, CustomerRef: { value: '1' } }, { Id: '2' }]
    fc.assert(
      fc.property(
        start,
        fc.array(scrap, { maxLength: 12 }),
        fc.constantFrom('', ' '),
        (begin, scraps, between) => {
          try {
            evaluate(parseQuery([begin, ...scraps].join(between || ' '), NOW), rows, target)
            parseQuery(scraps.join(between), NOW)
          } catch (error) {
            if (!(error instanceof Fault)) throw error
            expect(['4000', '4001', '5030']).toContain(error.code)
          }
        },
      ),
      RUNS,
    )
  }, 60_000)

  it.each([
    ['percent signs', '%'],
    ['quotes', "'"],
    ['backslashes', '\\'],
    ['brackets', '('],
    ['blanks', ' '],
    ['letters', 'a'],
    ['dots', 'a.'],
    ['digits', '9'],
    ['signs', '<'],
  ])('is no faster way to stop the service: 100 KB of %s', (_what, unit) => {
    const long = unit.repeat(100_000 / unit.length)
    const started = performance.now()
    for (const statement of [
      long,
      `SELECT * FROM Invoice WHERE DisplayName LIKE ${quote(long)}`,
      `SELECT * FROM Invoice WHERE DisplayName LIKE '${long}`,
      `SELECT * FROM Invoice WHERE ${long}`,
      `SELECT * FROM Invoice WHERE TotalAmt = ${long}`,
      `SELECT * FROM Invoice WHERE TotalAmt = ${quote(long)}`,
      `SELECT * FROM Invoice WHERE MetaData.CreateTime > ${quote(long)}`,
      `SELECT * FROM Invoice MAXRESULTS ${long}`,
    ]) {
      try {
        evaluate(parseQuery(statement, NOW), [{ Id: '1', DisplayName: 'a'.repeat(500) }], target)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
      }
    }
    expect(performance.now() - started).toBeLessThan(2000)
  })
})
