import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What the sync can do, gathered from the tests that show it. A claim stands in a comment right above its test:
 * `// capability documents out: A finalized invoice goes there by itself`. So it goes with the test, and a test
 * that does not run claims nothing.
 */
export interface Capability {
  area: Area
  way: Way
  claim: string
  /** The file of the test. */
  shownBy: string
}

export const AREAS = {
  documents: 'Invoices and credit notes',
  payments: 'Payments',
  customers: 'Customers, services and tax codes',
  sending: 'How it is sent',
  control: 'Who decides what goes out',
} as const
export type Area = keyof typeof AREAS

export const WAYS = { out: 'to there', in: 'from there', stays: 'not synced' } as const
export type Way = keyof typeof WAYS

/** One case of the payment table, or a case that a test of its own shows. */
export interface PaymentCase {
  number: number
  what: string
  end: 'equal' | 'equal_asked' | 'apart_asked' | 'own_test' | 'not_shown'
  /** Why a person is asked, in the word of the task. */
  reason: string | null
  shownBy: string
}

export class FalseClaim extends Error {
  override readonly name = 'FalseClaim'
}

const CLAIM = /^\s*\/\/ capability (\w+) (\w+): (.+)$/
/** What may follow a claim: a test that runs. */
const RUNNING_TEST = /^\s*it(\.each\b.*)?\(/
const SLEEPING = /\b(describe|it|test|suite)\.(skip|todo|only|skipIf|runIf|fails)\b/

export function claimsIn(path: string, text: string): Capability[] {
  const lines = text.split('\n')
  return lines.flatMap((line, at) => {
    const [, area = '', way = '', claim = ''] = CLAIM.exec(line) ?? []
    if (claim === '') return []
    if (!isOf(AREAS, area) || !isOf(WAYS, way)) throw new FalseClaim(`${path}: no such row: ${line.trim()}`)
    const test = lines.slice(at + 1).find((each) => !CLAIM.test(each)) ?? ''
    const sleeps = lines.some((each) => /\bdescribe\./.test(each) && SLEEPING.test(each))
    if (!RUNNING_TEST.test(test) || SLEEPING.test(test) || sleeps)
      throw new FalseClaim(`${path}: above no test that runs: ${claim}`)
    return [{ area, way, claim, shownBy: path }]
  })
}

const isOf = <T extends object>(known: T, word: string): word is Extract<keyof T, string> =>
  Object.hasOwn(known, word)

/** The cases that a list of the payment table holds; `asks` says what a person is asked. */
export function casesIn(path: string, text: string): PaymentCase[] {
  return text
    .split(/\bname: (?=['"]\d)/)
    .slice(1)
    .map((part) => {
      const [, number = '', what = ''] = /^['"](\d+) ([^\n]+?)['"],/.exec(part) ?? []
      const asks = /\basks: \{([^}]*)\}/.exec(part)?.[1]
      const reason = /reason: '(\w+)'/.exec(asks ?? '')?.[1] ?? null
      const end = asks === undefined ? 'equal' : /equal: true/.test(asks) ? 'equal_asked' : 'apart_asked'
      return { number: Number(number), what, end, reason, shownBy: path }
    })
}

/** Cases that have a test of their own, or none yet. Their titles begin with the number. */
export function numberedTestsIn(path: string, text: string): PaymentCase[] {
  return [...text.matchAll(/\b(?:describe|it)(\.todo)?\(\s*'(?:(\d+) )?([^']+)'/g)].flatMap(
    ([whole, todo, number, title = '']): PaymentCase[] => {
      if (number === undefined) return []
      const end = todo === undefined ? 'own_test' : 'not_shown'
      const about = whole.startsWith('it') && end === 'own_test' ? describedAs(text, title) : ''
      return [{ number: Number(number), what: `${about}${title}`, end, reason: null, shownBy: path }]
    },
  )
}

/** What the block around a test is about, which its title goes on from. */
function describedAs(text: string, title: string): string {
  const before = text.slice(0, text.indexOf(title))
  const last = [...before.matchAll(/\bdescribe\(\s*'([^']+)'/g)].at(-1)?.[1] ?? ''
  return last === '' ? '' : `${last.replace(/ \(L\d+\)$/, '')} `
}

/** The lists that the test of the payment table runs through; a case outside of them is run by nobody. */
export function assertRun(test: string, lists: readonly { path: string; text: string }[]): void {
  const run = /\bit\.each\(\[([^\]]*)\]\)\('\$name'/.exec(test)?.[1] ?? ''
  for (const { path, text } of lists) {
    for (const [, list = ''] of text.matchAll(/export const (\w+): PaymentCase\[\]/g)) {
      if (!run.includes(`...${list}`)) throw new FalseClaim(`${path}: no test runs ${list}`)
    }
  }
}

export function testsUnder(root: string, folders: readonly string[]): { path: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((each) => /\.test\.tsx?$/.test(each) && !each.includes('node_modules'))
      .toSorted()
      .map((each) => read(root, `${folder}/${each}`)),
  )
}

export const read = (root: string, path: string): { path: string; text: string } => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
})
