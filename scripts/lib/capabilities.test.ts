import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { assertRun, casesIn, claimsIn, FalseClaim, numberedTestsIn } from './capabilities.ts'
import { capabilityTable, TARGET } from './capability-table.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Parted, so that this file claims nothing itself.
const claim = (words: string) => `  // ${'capability'} ${words}`
const above = (test: string, words = 'documents out: It flies') => `${claim(words)}\n  ${test}\n`

it('what the documentation lists is what the tests show; npm run capabilities writes it anew', async () => {
  expect(readFileSync(join(root, TARGET), 'utf8')).toBe(await capabilityTable(root))
})

describe('a claim', () => {
  it.each(["it('flies', async () => {", 'it.each([1, 2])(', 'it.each<[Cut, number]>(['])(
    'stands above a test that runs: %s',
    (test) => {
      expect(claimsIn('a.test.ts', above(test))).toEqual([
        { area: 'documents', way: 'out', claim: 'It flies', shownBy: 'a.test.ts' },
      ])
    },
  )

  it('may share its test with another', () => {
    const text = `${claim('documents out: It flies')}\n${above("it('flies', () => {")}`
    expect(claimsIn('a.test.ts', text)).toHaveLength(2)
  })

  it.each([
    "it.todo('flies')",
    "it.skip('flies', () => {",
    "it.skipIf(never)('flies', () => {",
    "it.fails('flies', () => {",
    'const flies = true',
    '',
  ])('is false above %j', (test) => {
    expect(() => claimsIn('a.test.ts', above(test))).toThrow(FalseClaim)
  })

  it('is false in a file that leaves a block out', () => {
    const text = `describe.skip('birds', () => {\n${above("it('flies', () => {")}})`
    expect(() => claimsIn('a.test.ts', text)).toThrow(FalseClaim)
  })

  it.each(['birds out: It flies', 'documents sideways: It flies'])(
    'names a table that there is: %s',
    (words) => {
      expect(() => claimsIn('a.test.ts', above("it('flies', () => {", words))).toThrow(FalseClaim)
    },
  )
})

describe('a case of payments', () => {
  const list = `export const EVERYDAY: PaymentCase[] = [
    { name: '1 paid in full', run },
    { name: '5 over two', asks: { minor: 7_000, reason: 'unknown_document', equal: true }, run },
    { name: '25 in euros', asks: { minor: 5_000, reason: 'other_currency' }, run },
  ]`

  it('ends equal, asks, or asks how far the two are apart', () => {
    expect(casesIn('cases.ts', list).map(({ number, end, reason }) => [number, end, reason])).toEqual([
      [1, 'equal', null],
      [5, 'equal_asked', 'unknown_document'],
      [25, 'apart_asked', 'other_currency'],
    ])
  })

  it('is run by the table, or it is a false claim', () => {
    const lists = [{ path: 'cases.ts', text: list }]
    expect(() => assertRun("it.each([...EVERYDAY])('$name', run)", lists)).not.toThrow()
    expect(() => assertRun("it.each([...ODD])('$name', run)", lists)).toThrow(FalseClaim)
  })

  it('has a test of its own, or none yet', () => {
    const text = `describe('a payment (L30)', () => {
      it('24 is offered', () => {})
      it('is unnumbered', () => {})
      it.todo('26 fed by ours')`
    expect(numberedTestsIn('a.test.ts', text)).toMatchObject([
      { number: 24, what: 'a payment is offered', end: 'own_test' },
      { number: 26, what: 'fed by ours', end: 'not_shown' },
    ])
  })
})
