import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Fault } from '../fault.ts'
import { parseQuery } from './parse.ts'
import { quote } from './quote.ts'
import { NOW } from './testing/target.ts'

const parse = (statement: string) => parseQuery(statement, NOW)

/** Code and detail of the refusal of a statement. */
function refusal(statement: string): string {
  try {
    parse(statement)
  } catch (error) {
    if (error instanceof Fault) return `${error.code} ${error.entries[0]?.detail}`
    throw error
  }
  return 'accepted'
}

const valueOf = (written: string) =>
  parse(`SELECT * FROM Item WHERE Name = ${written}`).conditions[0]?.values[0]

describe('a statement', () => {
  it('selects all of an entity, the first hundred unless it says otherwise', () => {
    expect(parse('SELECT * FROM Customer')).toEqual({
      entity: 'Customer',
      count: false,
      conditions: [],
      order: [],
      startPosition: 1,
      maxResults: 100,
    })
  })

  it('takes every clause at once', () => {
    expect(
      parse(
        "select * from Invoice where TotalAmt >= 100.50 and TxnDate < '2024-01-31' and CustomerRef IN ('1', '2') order by TxnDate desc, Id asc, DocNumber startposition 11 maxresults 10",
      ),
    ).toEqual({
      entity: 'Invoice',
      count: false,
      conditions: [
        { property: 'TotalAmt', operator: '>=', values: ['100.50'] },
        { property: 'TxnDate', operator: '<', values: ['2024-01-31'] },
        { property: 'CustomerRef', operator: 'IN', values: ['1', '2'] },
      ],
      order: [
        { property: 'TxnDate', descending: true },
        { property: 'Id', descending: false },
        { property: 'DocNumber', descending: false },
      ],
      startPosition: 11,
      maxResults: 10,
    })
  })

  it.each(['=', '<', '>', '<=', '>=', 'LIKE'])('compares with %s', (operator) => {
    expect(parse(`SELECT * FROM Item WHERE Name ${operator} 'a'`).conditions[0]?.operator).toBe(operator)
  })

  it('needs no blanks around signs, and takes lines and tabs for blanks', () => {
    expect(parse("SELECT*FROM Item\n\tWHERE\r\nName='a'AND UnitPrice<=5")).toMatchObject({
      conditions: [
        { property: 'Name', operator: '=', values: ['a'] },
        { property: 'UnitPrice', operator: '<=', values: ['5'] },
      ],
    })
  })

  it('does not care about the case of its words', () => {
    const clauses = "WHERE A LIKE 'x' AND B IN (TRUE, False) ORDERBY A DESC STARTPOSITION 2 MAXRESULTS 3"
    expect(parse(`sElEcT * fRoM Item ${clauses.toLowerCase()}`).order).toEqual([
      { property: 'a', descending: true },
    ])
    expect(parse(`SELECT COUNT(*) FROM Item ${clauses}`)).toMatchObject({
      count: true,
      startPosition: 2,
      maxResults: 3,
    })
  })

  it('counts with blanks anywhere', () => {
    expect(parse('select count ( * ) from Customer').count).toBe(true)
  })

  it('takes ORDERBY in one word or in two', () => {
    expect(parse('SELECT * FROM Item ORDER BY Name')).toEqual(parse('SELECT * FROM Item ORDERBY Name'))
  })

  it('takes the paging words in either order, each once', () => {
    const page = { startPosition: 3, maxResults: 2 }
    expect(parse('SELECT * FROM Item STARTPOSITION 3 MAXRESULTS 2')).toMatchObject(page)
    expect(parse('SELECT * FROM Item MAXRESULTS 2 STARTPOSITION 3')).toMatchObject(page)
    expect(refusal('SELECT * FROM Item MAXRESULTS 2 MAXRESULTS 3')).toContain(
      'Encountered " "maxresults" "MAXRESULTS ""',
    )
    expect(refusal('SELECT * FROM Item STARTPOSITION 2 STARTPOSITION 3')).toMatch(/^4000/)
  })

  it('takes values in quotes, numbers, true, false and the date of the service', () => {
    expect(valueOf("'two words'")).toBe('two words')
    expect(valueOf("''")).toBe('')
    expect(valueOf('-12.50')).toBe('-12.50')
    expect(valueOf('true')).toBe('true')
    expect(valueOf('FALSE')).toBe('false')
    expect(valueOf('CURRENT_DATE')).toBe('2024-03-15')
  })

  it('takes the date of the service in its own time zone', () => {
    const lateEvening = Date.parse('2024-03-16T06:30:00Z')
    const { conditions } = parseQuery('SELECT * FROM Item WHERE TxnDate = current_date', lateEvening)
    expect(conditions[0]?.values).toEqual(['2024-03-15'])
  })

  it('reads quotes and backslashes that are escaped', () => {
    expect(valueOf(String.raw`'Amy\'s Bird Sanctuary'`)).toBe("Amy's Bird Sanctuary")
    expect(valueOf(String.raw`'C:\\temp\\'`)).toBe(String.raw`C:\temp` + '\\')
    expect(valueOf(String.raw`'\\\''`)).toBe(String.raw`\'`)
  })

  it('is what quote writes', () => {
    expect(quote(String.raw`O'Neill \ Sons`)).toBe(String.raw`'O\'Neill \\ Sons'`)
    expect(valueOf(quote(String.raw`O'Neill \ Sons`))).toBe(String.raw`O'Neill \ Sons`)
  })
})

describe('a refused statement', () => {
  it('says where it stopped and what could have come', () => {
    expect(refusal('')).toBe(
      '4000 QueryParserError: Encountered "<EOF>" at line 0, column 0.\nWas expecting:\n    "select" ...\n    ',
    )
    expect(refusal('SELECT * FROM Customer WHERE')).toBe(
      '4000 QueryParserError: Encountered "<EOF>" at line 1, column 28.\nWas expecting:\n    <IDENTIFIER> ...\n    ',
    )
    expect(refusal('SELECT *\nFROM Customer\nWHERE Name 5')).toContain(
      'Encountered " <NUMBER> "5 "" at line 3, column 12.',
    )
  })

  it('reads as it was seen on the wire when a quote was not escaped', () => {
    expect(refusal("select * from vendor where DisplayName = 'Cutlery 'R Us'")).toBe(
      [
        '4000 QueryParserError: Encountered " <IDENTIFIER> "R "" at line 1, column 52.',
        'Was expecting one of:',
        '    <EOF> ',
        '    <AND> ...',
        '    "iterator" ...',
        '    "maxresults" ...',
        '    <OR> ...',
        '    "order" ...',
        '    "orderby" ...',
        '    "startposition" ...',
        '    ',
      ].join('\n'),
    )
  })

  it('reads as it was seen on the wire when a character means nothing', () => {
    expect(refusal('select * from account where AccountSubType %3D 1')).toBe(
      '4000 QueryParserError: Invalid content. Lexical error at line 1, column 44.  Encountered: "%" (37), after : ""',
    )
  })

  it.each([
    ['another verb', 'UPDATE Customer', 'Encountered " <IDENTIFIER> "UPDATE ""'],
    ['no selection', 'SELECT FROM Customer', '"*" ...\n    "count" ...'],
    ['a count of a property', 'SELECT COUNT(Id) FROM Customer', 'Was expecting:\n    "*" ...'],
    ['no entity', 'SELECT * FROM', 'Was expecting:\n    <IDENTIFIER> ...'],
    ['two entities', 'SELECT * FROM Customer, Invoice', 'Encountered " "," ", ""'],
    ['a join', 'SELECT * FROM Customer JOIN Invoice', 'Encountered " <IDENTIFIER> "JOIN ""'],
    ['groups', 'SELECT * FROM Customer GROUP BY Name', 'Encountered " <IDENTIFIER> "GROUP ""'],
    ['!=', "SELECT * FROM Item WHERE Name != 'a'", 'Encountered " "!=" "!= ""'],
    ['NOT IN', "SELECT * FROM Item WHERE Name NOT IN ('a')", 'Encountered " <IDENTIFIER> "NOT ""'],
    ['no value', 'SELECT * FROM Item WHERE Name =', '<QUOTED_STRING> ...'],
    [
      'a bare word for a value',
      'SELECT * FROM Item WHERE Name = Rock',
      'Encountered " <IDENTIFIER> "Rock ""',
    ],
    ['a bare date', 'SELECT * FROM Invoice WHERE TxnDate = 2024-01-31', 'Encountered " <NUMBER> "-01 ""'],
    ['an empty list', 'SELECT * FROM Item WHERE Id IN ()', 'Encountered " ")" ") ""'],
    ['a list without end', "SELECT * FROM Item WHERE Id IN ('1'", '"," ...\n    ")" ...'],
    ['brackets around a condition', 'SELECT * FROM Item WHERE (Id = 1)', 'Encountered " "(" "( ""'],
    ['AND without more', 'SELECT * FROM Item WHERE Id = 1 AND', 'Was expecting:\n    <IDENTIFIER> ...'],
    ['ORDER without BY', 'SELECT * FROM Item ORDER Name', 'Was expecting:\n    "by" ...'],
    ['two orders', 'SELECT * FROM Item ORDERBY Name ORDERBY Id', 'Encountered " "orderby" "ORDERBY ""'],
    [
      'an order behind the page',
      'SELECT * FROM Item MAXRESULTS 1 ORDERBY Id',
      '<EOF> \n    "startposition" ...',
    ],
    ['a page in quotes', "SELECT * FROM Item MAXRESULTS '5'", 'Was expecting:\n    <INTEGER> ...'],
    ['half a page', 'SELECT * FROM Item MAXRESULTS 1.5', 'Was expecting:\n    <INTEGER> ...'],
    ['a semicolon', 'SELECT * FROM Item;', 'Encountered: ";" (59), after : ""'],
    ['a second statement', 'SELECT * FROM Item SELECT * FROM Item', 'Encountered " "select" "SELECT ""'],
    ['double quotes', 'SELECT * FROM Item WHERE Name = "a"', 'Encountered: """ (34), after : ""'],
    ['a text without end', "SELECT * FROM Item WHERE Name = 'a", `Encountered: <EOF> after : "'a"`],
    ['a text that ends in its escape', "SELECT * FROM Item WHERE Name = 'a\\", 'Encountered: <EOF>'],
  ])('has %s', (_what, statement, says) => {
    expect(refusal(statement)).toMatch(/^4000 QueryParserError: /)
    expect(refusal(statement)).toContain(says)
  })

  it('pages from nothing, or for more than a thousand', () => {
    const start = (n: string) => refusal(`SELECT * FROM Item STARTPOSITION ${n}`)
    const size = (n: string) => refusal(`SELECT * FROM Item MAXRESULTS ${n}`)
    expect(start('0')).toBe('4001 QueryValidationError: value 0 is too small. Min allowed value is 1')
    expect(start('-1')).toBe('4001 QueryValidationError: value -1 is too small. Min allowed value is 1')
    expect(start('1')).toBe('accepted')
    expect(start('99999999999')).toContain('4001 QueryValidationError: value 99999999999 is too large')
    expect(size('0')).toBe('4001 QueryValidationError: value 0 is too small. Min allowed value is 1')
    expect(size('1')).toBe('accepted')
    expect(size('1000')).toBe('accepted')
    expect(size('1001')).toBe('4001 QueryValidationError: value 1001 is too large. Max allowed value is 1000')
  })

  it('has an OR', () => {
    expect(refusal('SELECT * FROM Item WHERE Id = 1 OR Id = 2')).toBe(
      '4001 QueryValidationError: the OR operation is not supported',
    )
  })

  it.each([
    ['lists of properties', 'SELECT Id, Name FROM Item', 'SELECT Id'],
    ['one property', 'SELECT Id FROM Item', 'SELECT Id'],
    ['ITERATOR', 'SELECT * FROM Item ITERATOR 5', 'ITERATOR'],
    ['other escapes', String.raw`SELECT * FROM Item WHERE Name LIKE '100\%'`, String.raw`\%`],
  ])('asks for what is not modelled and is told so: %s', (_what, statement, names) => {
    expect(refusal(statement)).toMatch(/^5030 qbo-sandbox does not model /)
    expect(refusal(statement)).toContain(names)
  })

  it('never repeats more than a little of what it was sent', () => {
    const long = 'x'.repeat(100_000)
    for (const statement of [
      long,
      `SELECT ${long}`,
      `SELECT * FROM Item ${long}`,
      `'${long}`,
      `SELECT * FROM I STARTPOSITION -${'9'.repeat(100_000)}`,
    ]) {
      expect(refusal(statement).length).toBeLessThan(600)
    }
  })
})

const recordings = new URL('../../../../../shared/recordings/', import.meta.url)

describe.skipIf(!existsSync(recordings))('the recorded queries', () => {
  const recorded = (file: string) =>
    [...readFileSync(new URL(file, recordings), 'utf8').matchAll(/query\?query=(\S+)/g)].map((match) =>
      decodeURIComponent(match[1] ?? ''),
    )

  it('parse: lists of ids, paging in reverse, a quote in a name', () => {
    const parsed = [...recorded('all/alt_select.yml'), ...recorded('get/display_name.yml')].map(parse)
    const ids = ['5', '6', '7', '8', '9', '10']
    expect(parsed[0]).toMatchObject({
      count: true,
      conditions: [{ property: 'Id', operator: 'IN', values: ids }],
    })
    expect(parsed.slice(1, -1).map(({ startPosition, maxResults }) => [startPosition, maxResults])).toEqual([
      [1, 2],
      [3, 2],
      [5, 2],
      [7, 2],
    ])
    expect(parsed[1]?.conditions[1]).toEqual({
      property: 'Active',
      operator: 'IN',
      values: ['true', 'false'],
    })
    expect(parsed.at(-1)?.conditions).toEqual([
      { property: 'DisplayName', operator: '=', values: ["Amy's Bird Sanctuary"] },
    ])
  })
})
