import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goneFrom, wrongReadersIn } from './amount-due.ts'
import { isTest, root, sourceFiles } from './imports.ts'

describe('what is owed on a document', () => {
  const exempt = /^(server\/src\/demo|scripts|simulation|tests)\//
  const files = new Map(
    sourceFiles()
      .filter((path) => !isTest(path) && !exempt.test(path))
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  )

  it('is read by those who are written down, each from the rule or a twin of it, and never from the total', () => {
    expect([...files].flatMap(([path, text]) => wrongReadersIn(path, text))).toEqual([])
  })

  it('is written down of nobody who reads it no more', () => {
    expect(goneFrom(files)).toEqual([])
  })

  const HERE = 'packages/billing/src/documents/rows.ts'
  it.each([
    ['a list', HERE, 'rows.map((row) => ({ ...row, balanceDueMinor: row.totalMinor }))'],
    ['a variable', HERE, 'const owed = invoice.totalMinor\n'],
    ['a column of a query', HERE, `select({ balanceDueMinor: 'i.total_minor' })`],
    ['a statement', HERE, '`select i.total_minor as "balanceDueMinor" from invoices i`'],
    ['a sum over clients', HERE, '`select client_id, sum(i.total_minor) from invoices i group by 1`'],
    ['a balance without credit', HERE, 'return invoice.totalMinor - invoice.paidMinor'],
    ['a balance without payments', HERE, '`where i.total_minor - i.credit_applied_minor > 0`'],
    ['a second rule', HERE, 'return each.totalMinor - each.creditAppliedMinor - each.paidMinor'],
    [
      'a cell',
      HERE,
      `{ header: t('fields.balance'), align: 'right', cell: (each) => <Money minor={each.totalMinor} /> }`,
    ],
    [
      'a paper',
      'packages/billing/src/papers/invoice-paper.ts',
      `{ name: say.t('balanceDue'), minor: paper.totalMinor, bold: true }`,
    ],
    [
      'a letter',
      'packages/billing/src/papers/send.ts',
      'balance: say.money(1, paper.currency), toPay: paper.totalMinor',
    ],
    [
      'a file',
      'packages/billing/src/exports/columns.ts',
      '{ heading: HEADINGS.balance, cell: (row) => amount(row.totalMinor, row.currency) }',
    ],
    [
      'a gateway',
      'ee/src/stripe.ts',
      'await stripe.paymentIntents.create({ amount: invoice.totalMinor, currency })',
    ],
    ['the sync', 'packages/accounting-sync/src/engine/a.ts', 'const openMinor = document.totalMinor\n'],
    [
      'a new file that reads the total for whatever',
      'server/src/reminders/remind.ts',
      'total(invoice.totalMinor)',
    ],
    [
      'a new file that reads what is owed',
      'server/src/reminders/remind.ts',
      'remind(invoice.balanceDueMinor)',
    ],
  ])('is found out when read from the total by %s', (_who, path, planted) => {
    expect(wrongReadersIn(path, planted), planted).not.toEqual([])
  })

  it.each([
    [
      'what is owed beside the total',
      '{ total: say.money(paper.totalMinor), balance: say.money(paper.balanceDueMinor) }',
    ],
    [
      'both in columns',
      `{ header: t('total'), cell: (a) => a.totalMinor }, { header: t('balance'), cell: (a) => a.balanceDueMinor }`,
    ],
    ['a total', `{ name: say.t('total'), minor: paper.totalMinor }`],
    ['words about it', '/* balance = totalMinor */ const name = 1 // owed: totalMinor'],
  ])('lets %s be', (_what, code) => {
    expect(wrongReadersIn(HERE, code), code).toEqual([])
  })
})
