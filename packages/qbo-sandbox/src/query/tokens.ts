import { faults, type Fault } from '../fault.ts'

/** A piece of a statement. `text` is what it means: a quoted text comes without its quotes and escapes. */
export interface Token {
  kind: 'word' | 'number' | 'quoted' | 'symbol' | 'end'
  text: string
  /** Where it begins in the statement, and where what follows it does. */
  at: number
  end: number
}

const BLANK = /[ \t\r\n\f]+/y
const WORD = /[A-Za-z_][A-Za-z0-9_.]*/y
const NUMBER = /[+-]?\d+(?:\.\d+)?/y
const SYMBOL = /<=|>=|!=|[=<>*(),]/y

const PLAIN_TOKENS = [
  ['word', WORD],
  ['number', NUMBER],
  ['symbol', SYMBOL],
] as const

/**
 * The piece that begins at a position or behind the blanks there. Pieces are read one at a time, since
 * what is wrong with the next is no matter when this one is out of place.
 */
export function tokenAt(statement: string, position: number): Token {
  BLANK.lastIndex = position
  const at = BLANK.test(statement) ? BLANK.lastIndex : position
  if (at >= statement.length) return { kind: 'end', text: '', at, end: at }
  if (statement[at] === "'") return quotedAt(statement, at)
  for (const [kind, pattern] of PLAIN_TOKENS) {
    pattern.lastIndex = at
    const text = pattern.exec(statement)?.[0]
    if (text !== undefined) return { kind, text, at, end: at + text.length }
  }
  throw unknownCharacter(statement, at)
}

function quotedAt(statement: string, at: number): Token {
  let text = ''
  let from = at + 1
  for (let here = from; here < statement.length; here += 1) {
    const character = statement[here]
    if (character === "'") {
      return { kind: 'quoted', text: text + statement.slice(from, here), at, end: here + 1 }
    }
    if (character === '\\') {
      const escaped = statement[here + 1]
      if (escaped === undefined) break
      if (escaped !== "'" && escaped !== '\\') {
        throw faults.unmodelled(`the escape \\${escaped} in a query: only \\' and \\\\ are documented`)
      }
      text += statement.slice(from, here) + escaped
      from = here + 2
      here += 1
    }
  }
  throw endlessText(statement, at)
}

/** Where something stands, as people count: lines and columns from 1. */
export function placeOf(statement: string, at: number): string {
  const before = statement.slice(0, at)
  const line = before.split('\n').length
  const column = at - before.lastIndexOf('\n')
  return `line ${line}, column ${column}`
}

function unknownCharacter(statement: string, at: number): Fault {
  const code = statement.codePointAt(at) ?? 0
  return faults.queryParser(
    `Invalid content. Lexical error at ${placeOf(statement, at)}.  Encountered: "${String.fromCodePoint(code)}" (${code}), after : ""`,
  )
}

function endlessText(statement: string, at: number): Fault {
  return faults.queryParser(
    `Invalid content. Lexical error at ${placeOf(statement, statement.length)}.  Encountered: <EOF> after : "${statement.slice(at, at + 100)}"`,
  )
}
