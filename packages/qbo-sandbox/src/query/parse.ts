import { faults, type Fault } from '../fault.ts'
import { serviceDate } from '../time.ts'
import { placeOf, tokenAt, type Token } from './tokens.ts'

export type Operator = '=' | '<' | '>' | '<=' | '>=' | 'LIKE' | 'IN'

export interface Condition {
  property: string
  operator: Operator
  /** As written, without quotes; only IN has several. What they mean depends on the property. */
  values: readonly string[]
}

export interface Query {
  /** As written, in any case. */
  entity: string
  count: boolean
  /** All of them have to hold. */
  conditions: readonly Condition[]
  order: readonly { property: string; descending: boolean }[]
  /** Counts from 1. */
  startPosition: number
  maxResults: number
}

export const DEFAULT_PAGE = 100
export const LARGEST_PAGE = 1000

/** Words that stand for themselves; all others name entities and properties. */
const KEYWORDS = new Set(
  'SELECT COUNT FROM WHERE AND OR IN LIKE ORDER ORDERBY BY ASC DESC STARTPOSITION MAXRESULTS ITERATOR TRUE FALSE CURRENT_DATE'.split(
    ' ',
  ),
)

const COMPARISONS: readonly Operator[] = ['=', '<', '>', '<=', '>=', 'LIKE']
const AFTER_CONDITION = [
  '<EOF>',
  '<AND>',
  '"iterator"',
  '"maxresults"',
  '<OR>',
  '"order"',
  '"orderby"',
  '"startposition"',
]
const AFTER_ENTITY = [
  '<EOF>',
  '"iterator"',
  '"maxresults"',
  '"order"',
  '"orderby"',
  '"startposition"',
  '"where"',
]
const AFTER_ORDER = ['<EOF>', '","', '"asc"', '"desc"', '"maxresults"', '"startposition"']

/** A statement and the piece of it that comes next. */
interface Reader {
  statement: string
  next: Token
  /** What CURRENT_DATE stands for. */
  today: string
}

/** `SELECT * | count(*) FROM … [WHERE …] [ORDERBY …] [STARTPOSITION n] [MAXRESULTS n]`, and nothing else. */
export function parseQuery(statement: string, now: number): Query {
  const reader = { statement, next: tokenAt(statement, 0), today: serviceDate(now) }
  must(reader, 'SELECT')
  const count = selection(reader)
  must(reader, 'FROM')
  const entity = name(reader)
  const conditions = takes(reader, 'WHERE') ? conditionsOf(reader) : []
  const order = orderOf(reader)
  const page = pageOf(reader)
  if (reader.next.kind !== 'end')
    throw unexpected(reader, expectedAtEnd(conditions.length > 0, order.length > 0, page))
  return {
    entity,
    count,
    conditions,
    order,
    startPosition: page.start ?? 1,
    maxResults: page.size ?? DEFAULT_PAGE,
  }
}

/** Whether the statement counts; lists of properties are refused. */
function selection(reader: Reader): boolean {
  if (takes(reader, '*')) return false
  if (isName(reader.next)) {
    throw faults.unmodelled(
      `lists of properties in a query (SELECT ${reader.next.text.slice(0, 50)} …): use SELECT *`,
    )
  }
  if (!takes(reader, 'COUNT')) throw unexpected(reader, ['"*"', '"count"'])
  for (const symbol of ['(', '*', ')']) must(reader, symbol)
  return true
}

function conditionsOf(reader: Reader): Condition[] {
  const conditions = [condition(reader)]
  while (takes(reader, 'AND')) conditions.push(condition(reader))
  if (isWord(reader.next, 'OR')) throw faults.queryInvalid('the OR operation is not supported')
  return conditions
}

function condition(reader: Reader): Condition {
  const property = name(reader)
  const operator = COMPARISONS.find((each) => takes(reader, each))
  if (operator !== undefined) return { property, operator, values: [value(reader)] }
  if (!takes(reader, 'IN')) {
    throw unexpected(reader, ['"="', '"<"', '">"', '"<="', '">="', '<LIKE>', '<IN>'])
  }
  must(reader, '(')
  const values = [value(reader)]
  while (takes(reader, ',')) values.push(value(reader))
  if (!takes(reader, ')')) throw unexpected(reader, ['","', '")"'])
  return { property, operator: 'IN', values }
}

function value(reader: Reader): string {
  const token = reader.next
  if (token.kind === 'quoted' || token.kind === 'number') {
    step(reader)
    return token.text
  }
  if (takes(reader, 'TRUE')) return 'true'
  if (takes(reader, 'FALSE')) return 'false'
  if (takes(reader, 'CURRENT_DATE')) return reader.today
  throw unexpected(reader, ['<QUOTED_STRING>', '<NUMBER>', '"true"', '"false"', '"current_date"'])
}

function orderOf(reader: Reader): { property: string; descending: boolean }[] {
  if (takes(reader, 'ORDER')) must(reader, 'BY')
  else if (!takes(reader, 'ORDERBY')) return []
  const order: { property: string; descending: boolean }[] = []
  do {
    const property = name(reader)
    const descending = takes(reader, 'DESC')
    if (!descending) takes(reader, 'ASC')
    order.push({ property, descending })
  } while (takes(reader, ','))
  return order
}

interface Page {
  start?: number
  size?: number
}

/** Both in either order, each once. */
function pageOf(reader: Reader): Page {
  const page: Page = {}
  for (;;) {
    if (page.start === undefined && takes(reader, 'STARTPOSITION')) {
      page.start = whole(reader, 2_147_483_647)
    } else if (page.size === undefined && takes(reader, 'MAXRESULTS')) {
      page.size = whole(reader, LARGEST_PAGE)
    } else if (isWord(reader.next, 'ITERATOR')) {
      throw faults.unmodelled('ITERATOR in a query')
    } else {
      return page
    }
  }
}

function whole(reader: Reader, largest: number): number {
  const { kind, text } = reader.next
  if (kind !== 'number' || text.includes('.')) throw unexpected(reader, ['<INTEGER>'])
  step(reader)
  const number = Number(text)
  const shown = text.slice(0, 50)
  if (number < 1) throw faults.queryInvalid(`value ${shown} is too small. Min allowed value is 1`)
  if (number > largest)
    throw faults.queryInvalid(`value ${shown} is too large. Max allowed value is ${largest}`)
  return number
}

function name(reader: Reader): string {
  const token = reader.next
  if (!isName(token)) throw unexpected(reader, ['<IDENTIFIER>'])
  step(reader)
  return token.text
}

const isName = (token: Token) => token.kind === 'word' && !KEYWORDS.has(token.text.toUpperCase())

const isWord = (token: Token, word: string) => token.kind === 'word' && token.text.toUpperCase() === word

function step(reader: Reader): void {
  reader.next = tokenAt(reader.statement, reader.next.end)
}

/** Steps over a keyword or symbol if it comes next. */
function takes(reader: Reader, wanted: string): boolean {
  const token = reader.next
  const here = (token.kind === 'symbol' && token.text === wanted) || isWord(token, wanted)
  if (here) step(reader)
  return here
}

function must(reader: Reader, wanted: string): void {
  if (!takes(reader, wanted)) throw unexpected(reader, [`"${wanted.toLowerCase()}"`])
}

function expectedAtEnd(filtered: boolean, ordered: boolean, { start, size }: Page): readonly string[] {
  if (start !== undefined && size !== undefined) return ['<EOF>']
  if (start !== undefined) return ['<EOF>', '"maxresults"']
  if (size !== undefined) return ['<EOF>', '"startposition"']
  if (ordered) return AFTER_ORDER
  return filtered ? AFTER_CONDITION : AFTER_ENTITY
}

/** In the words of the parser that QuickBooks uses: what came, where, and what could have come instead. */
function unexpected({ statement, next }: Reader, expected: readonly string[]): Fault {
  const list = expected.map((each) => `    ${each} ${each === '<EOF>' ? '' : '...'}\n`).join('')
  return faults.queryParser(
    `Encountered "${shown(next)}" at ${whereIs(next, statement)}.\nWas expecting${expected.length > 1 ? ' one of' : ''}:\n${list}    `,
  )
}

function shown(token: Token): string {
  const text = token.text.slice(0, 100)
  switch (token.kind) {
    case 'end':
      return '<EOF>'
    case 'quoted':
      return ` <QUOTED_STRING> "'${text}' "`
    case 'number':
      return ` <NUMBER> "${text} "`
    case 'symbol':
      return ` "${text}" "${text} "`
    default:
      return isName(token) ? ` <IDENTIFIER> "${text} "` : ` "${text.toLowerCase()}" "${text} "`
  }
}

/** The end is where the last character is; an empty statement has it nowhere. */
function whereIs(token: Token, statement: string): string {
  if (token.kind !== 'end') return placeOf(statement, token.at)
  const last = statement.trimEnd().length - 1
  return last < 0 ? 'line 0, column 0' : placeOf(statement, last)
}
