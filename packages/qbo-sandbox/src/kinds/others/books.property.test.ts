import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accountFor } from '../../company/accounts.ts'
import { mergeCustomers } from '../../company/merge.ts'
import { openedCompany } from '../../company/opening.ts'
import type { Company, KindName } from '../../company/state.ts'
import { cents } from '../../decimal.ts'
import { seededRandom } from '../../ports.ts'
import { NOON, type Desk, deskOf, refTo } from '../lists/testing/desk.ts'
import { attempt, indexes, some } from '../lists/testing/steps.ts'
import {
  CHECKING,
  PAYABLE,
  RENT,
  SERVICES,
  about,
  banked,
  bankedPayment,
  bought,
  entryLine,
} from './testing/papers.ts'

const PAPERS = ['JournalEntry', 'Deposit', 'Purchase', 'Bill'] as const

const step = fc.record({
  act: fc.constantFrom('make', 'make', 'change', 'note', 'drop', 'pay', 'merge', 'close'),
  kind: fc.constantFrom(...PAPERS),
  hundredths: fc.integer({ min: 0, max: 500_00 }),
  share: fc.integer({ min: -100, max: 200 }),
  which: fc.nat(30),
  other: fc.nat(30),
  currency: fc.constantFrom('USD', 'EUR'),
  rate: fc.integer({ min: 1, max: 3000 }),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

describe('any sequence of the bookkeeper’s papers', () => {
  it('leaves the books in balance, each balance what its entries make it, and nothing where it was refused', () => {
    const done: Record<string, number> = {}
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), (steps) => {
        const company = openedCompany(
          { realmId: '1', name: 'Test', multiCurrency: true },
          NOON,
          seededRandom(1),
        )
        const desk = deskOf(company)
        desk.make('Customer', { DisplayName: 'Paris', CurrencyRef: refTo('EUR') })
        desk.make('Vendor', { DisplayName: 'Lyon', CurrencyRef: refTo('EUR') })
        for (const each of steps) {
          if (attempt(company, () => perform(desk, each))) done[each.act] = (done[each.act] ?? 0) + 1
        }
        expect([...company.ledger.accounts.values()].reduce((sum, each) => sum + each, 0)).toBe(0)
        expect(wrongBalances(company)).toEqual([])
        expect(wrongLinks(company)).toEqual([])
        const { kept, rebuilt, sameHash } = indexes(company)
        expect(kept).toEqual(rebuilt)
        expect(sameHash).toBe(true)
      }),
      { numRuns: 300 },
    )
    for (const act of ['make', 'change', 'note', 'drop', 'pay', 'merge', 'close']) {
      expect(done[act], `${act} was never done`).toBeGreaterThan(50)
    }
  }, 30_000)
})

function perform(desk: Desk, each: Step): unknown {
  const { company } = desk
  const id = some(company, each.kind, each.which)
  switch (each.act) {
    case 'make':
      return desk.make(each.kind, body(company, each))
    case 'change':
      return company.tables[each.kind].rows.size > 0 && desk.replace(each.kind, id, body(company, each))
    case 'note':
      return (
        company.tables[each.kind].rows.size > 0 &&
        desk.change(each.kind, id, { PrivateNote: `Note ${each.other}` })
      )
    case 'drop':
      return company.tables[each.kind].rows.size > 0 && desk.drop(each.kind, id)
    case 'pay':
      return desk.make('Payment', {
        CustomerRef: refTo(some(company, 'Customer', each.which)),
        CurrencyRef: refTo(each.currency),
        TotalAmt: each.hundredths / 100,
      })
    case 'merge':
      return mergeCustomers(
        company,
        company.lastStamp,
        some(company, 'Customer', each.which),
        some(company, 'Customer', each.other),
      )
    default:
      return desk.settle('AccountingInfoPrefs', {
        BookCloseDate: each.other % 2 === 0 ? null : `2026-0${1 + (each.which % 9)}-15`,
      })
  }
}

function body(company: Company, each: Step) {
  const total = each.hundredths / 100
  const part = Math.round((each.hundredths * each.share) / 100) / 100
  const rest = Math.round(each.hundredths - part * 100) / 100
  const head = {
    TxnDate: `2026-0${1 + (each.other % 9)}-20`,
    CurrencyRef: refTo(each.currency),
    ExchangeRate: each.rate / 1000,
  }
  const customer = some(company, 'Customer', each.which)
  const vendor = some(company, 'Vendor', each.which)
  const receivable = accountFor(company, 'receivable', each.currency)
  switch (each.kind) {
    case 'JournalEntry':
      return {
        ...head,
        Line: [
          entryLine('Debit', each.other % 3 === 0 ? RENT : receivable, total, about('Customer', customer)),
          entryLine('Credit', each.other % 2 === 0 ? PAYABLE : SERVICES, part, about('Vendor', vendor)),
          entryLine('Credit', SERVICES, rest),
        ],
      }
    case 'Deposit':
      return {
        ...head,
        DepositToAccountRef: refTo(CHECKING),
        Line: [
          banked(part),
          ...(each.other % 2 === 0 ? [] : [bankedPayment(some(company, 'Payment', each.other))]),
        ],
      }
    case 'Purchase':
      return {
        ...head,
        PaymentType: 'Cash',
        AccountRef: refTo(CHECKING),
        Line: [bought(part), bought(rest, '8')],
      }
    case 'Bill':
      return { ...head, VendorRef: refTo(vendor), Line: [bought(part), bought(rest, '8')] }
  }
}

/** What the shown balances of customers and vendors are, against the papers added up anew. */
function wrongBalances(company: Company): string[] {
  const wrong: string[] = []
  const owed = new Map<string, number>()
  for (const bill of company.tables.Bill.rows.values()) {
    const id = (bill['VendorRef'] as { value: string }).value
    owed.set(id, (owed.get(id) ?? 0) + cents(Number(bill['Balance'])))
  }
  for (const entry of company.tables.JournalEntry.rows.values()) {
    for (const line of entry['Line'] as unknown as EntryLine[]) {
      const { Entity, AccountRef, PostingType } = line.JournalEntryLineDetail
      const type = String(company.tables.Account.rows.get(AccountRef.value)?.['AccountType'])
      if (Entity === undefined || !type.startsWith('Accounts ')) continue
      const sign = (PostingType === 'Debit') === (type === 'Accounts Receivable') ? 1 : -1
      const id = Entity.EntityRef.value
      owed.set(id, (owed.get(id) ?? 0) + sign * cents(line.Amount))
    }
  }
  for (const payment of company.tables.Payment.rows.values()) {
    const id = (payment['CustomerRef'] as { value: string }).value
    owed.set(id, (owed.get(id) ?? 0) - cents(Number(payment['TotalAmt'])))
  }
  for (const kind of ['Customer', 'Vendor'] as const) {
    for (const row of company.tables[kind].rows.values()) {
      const shown = cents(Number(row['Balance']))
      if (shown !== (owed.get(row.Id) ?? 0))
        wrong.push(`${kind} ${row.Id} shows ${shown}, owes ${owed.get(row.Id)}`)
    }
  }
  return wrong
}

interface EntryLine {
  Amount: number
  JournalEntryLineDetail: {
    PostingType: string
    AccountRef: { value: string }
    Entity?: { EntityRef: { value: string } }
  }
}

/** Links between deposits and payments that only one side knows. */
function wrongLinks(company: Company): string[] {
  const pairs = (kind: KindName, type: string, rows: readonly unknown[]) =>
    rows.flatMap((row) => {
      const { Id, LinkedTxn, Line } = row as {
        Id: string
        LinkedTxn?: Link[]
        Line?: { LinkedTxn?: Link[] }[]
      }
      const links =
        kind === 'Deposit' ? (Line ?? []).flatMap((line) => line.LinkedTxn ?? []) : (LinkedTxn ?? [])
      return links
        .filter((link) => link.TxnType === type)
        .map((link) => (kind === 'Deposit' ? `${Id}-${link.TxnId}` : `${link.TxnId}-${Id}`))
    })
  const deposits = pairs('Deposit', 'Payment', [...company.tables.Deposit.rows.values()])
  const payments = pairs('Payment', 'Deposit', [...company.tables.Payment.rows.values()])
  return [
    ...deposits.filter((each) => !payments.includes(each)),
    ...payments.filter((each) => !deposits.includes(each)),
  ]
}

interface Link {
  TxnId: string
  TxnType: string
}
