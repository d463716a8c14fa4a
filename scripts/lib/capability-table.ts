import { format, resolveConfig } from 'prettier'
import {
  AREAS,
  assertRun,
  casesIn,
  claimsIn,
  FalseClaim,
  numberedTestsIn,
  read,
  testsUnder,
  WAYS,
  type Capability,
  type PaymentCase,
} from './capabilities.ts'

export const TARGET = 'docs/capabilities.md'

const TABLE_TEST = 'server/src/accounting/payment-table.db.test.ts'
const CASE_LISTS = [
  'server/src/accounting/testing/payment-cases.ts',
  'server/src/accounting/testing/odd-payment-cases.ts',
]
const WHERE_TESTS_ARE = ['packages/accounting-sync/src', 'server/src/accounting']

/** The whole file, as the tests have it now. */
export async function capabilityTable(root: string): Promise<string> {
  const tests = testsUnder(root, WHERE_TESTS_ARE)
  const lists = CASE_LISTS.map((path) => read(root, path))
  assertRun(read(root, TABLE_TEST).text, lists)
  const cases = [
    ...lists.flatMap(({ path, text }) => casesIn(path, text)),
    ...tests.flatMap(({ path, text }) => numberedTestsIn(path, text)),
  ]
  const claims = tests.flatMap(({ path, text }) => claimsIn(path, text))
  const options = (await resolveConfig(`${root}/${TARGET}`)) ?? {}
  return await format(written(claims, cases), { ...options, parser: 'markdown' })
}

function written(claims: readonly Capability[], cases: readonly PaymentCase[]): string {
  return [
    '<!-- Written by `npm run capabilities` from the tests. Change those. -->',
    '',
    '# What the sync does',
    '',
    'Every row stands above a test that runs, or is a case of one; a row whose test is gone is gone too. What is',
    'not listed nobody has shown. QuickBooks Online is meant by _there_, the PSA by _here_.',
    ...Object.entries(AREAS).flatMap(([area, title]) =>
      section(
        title,
        claims.filter((each) => each.area === area),
      ),
    ),
    '',
    '## Payments, case by case',
    '',
    'Each ends with what is owed compared on both sides, and is told once more to see that nothing changes.',
    '',
    '| case | what happens | how it ends | shown by |',
    '| --- | --- | --- | --- |',
    ...cases.toSorted((a, b) => a.number - b.number).map(caseRow),
    '',
  ].join('\n')
}

function section(title: string, claims: readonly Capability[]): string[] {
  if (claims.length === 0) throw new FalseClaim(`no test claims anything about: ${title}`)
  const ways = Object.keys(WAYS)
  const rows = claims.toSorted((a, b) => ways.indexOf(a.way) - ways.indexOf(b.way))
  return [
    '',
    `## ${title}`,
    '',
    '| | which way | shown by |',
    '| --- | --- | --- |',
    ...rows.map(({ way, claim, shownBy }) => `| ${claim} | ${WAYS[way]} | ${linkTo(shownBy)} |`),
  ]
}

const caseRow = (each: PaymentCase) =>
  `| ${each.number} | ${each.what} | ${endOf(each)} | ${each.end === 'not_shown' ? '' : linkTo(each.shownBy)} |`

function endOf({ end, reason, number }: PaymentCase): string {
  switch (end) {
    case 'equal':
      return 'equal on both sides'
    case 'equal_asked':
      return `equal on both sides; a task asks: ${why(reason, number)}`
    case 'apart_asked':
      return `a task names the difference: ${why(reason, number)}`
    case 'own_test':
      return 'as it says'
    case 'not_shown':
      return '**not yet**: no test shows it'
  }
}

const REASONS: Record<string, string> = {
  unknown_document: 'it pays a document that is none of ours',
  cancelled: 'the invoice is cancelled here',
  draft: 'the invoice is a draft here',
  already_paid: 'nothing is owed here any more',
  captured: 'the money of a card is here all the same',
  twin: 'an equal payment was taken here',
  other_currency: 'the currency is another',
  credit: 'credit from there fed it',
  gone: 'the customer is no more',
}

function why(reason: string | null, number: number): string {
  const words = REASONS[reason ?? '']
  if (words === undefined) throw new FalseClaim(`case ${number}: there are no words for ${reason}`)
  return words
}

const linkTo = (path: string) => `[${path.split('/').at(-1)}](../${path})`
