import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CHANGE_KINDS, type ChangeKind } from '../../changes.ts'
import { readRow } from './changes-rows.ts'

const head = { Id: '7', SyncToken: '2', MetaData: { LastUpdatedTime: '2026-11-20T10:00:00-08:00' } }
const payment = {
  ...head,
  TxnDate: '2026-11-19',
  CurrencyRef: { value: 'USD', name: 'United States Dollar' },
  CustomerRef: { value: '3', name: 'Alder' },
  TotalAmt: 100.1,
  UnappliedAmt: 0,
  PaymentRefNum: 'CHQ 1',
  Line: [{ Amount: 100.1, LinkedTxn: [{ TxnId: '12', TxnType: 'Invoice' }], LineEx: { any: [] } }],
}
const document = {
  ...head,
  DocNumber: 'INV-1',
  TxnDate: '2026-11-19',
  CurrencyRef: { value: 'USD' },
  CustomerRef: { value: '3' },
  TotalAmt: 12,
  Balance: 12,
  Line: [{ Amount: 12, DetailType: 'SalesItemLineDetail' }],
}
const ROWS: Record<ChangeKind, object> = {
  customer: { ...head, DisplayName: 'Alder', Active: true },
  payment,
  invoice: document,
  credit_memo: document,
  refund: document,
}

const whyNot = (kind: ChangeKind, raw: unknown) => {
  const read = readRow(kind, raw)
  return 'unreadable' in read ? read.unreadable.why : null
}

describe('a row', () => {
  it.each(CHANGE_KINDS)('of %s is read', (kind) => {
    expect(readRow(kind, ROWS[kind])).toMatchObject({
      change: { kind, externalId: '7', changedAt: '2026-11-20T18:00:00.000Z' },
    })
  })

  it.each(CHANGE_KINDS)('of %s that was deleted says only that', (kind) => {
    expect(readRow(kind, { domain: 'QBO', status: 'Deleted', Id: '7' })).toMatchObject({
      change: { kind, externalId: '7', state: 'gone', changedAt: null },
    })
  })

  it.each([
    ['an amount of words', { TotalAmt: 'a lot' }],
    ['an amount below zero', { TotalAmt: -5 }],
    ['parts of a cent', { TotalAmt: 1.005 }],
    ['more than can be counted', { TotalAmt: 1e21 }],
    ['an unknown currency', { CurrencyRef: { value: 'Taler' } }],
    ['no currency', { CurrencyRef: null }],
    ['no customer', { CustomerRef: undefined }],
    ['a day that is none', { TxnDate: '2026-02-30' }],
    ['lines that are none', { Line: 'none' }],
    ['a line that settles nothing', { Line: [{ Amount: 5 }] }],
    [
      'a line over two documents',
      {
        Line: [
          {
            Amount: 5,
            LinkedTxn: [
              { TxnId: '1', TxnType: 'Invoice' },
              { TxnId: '2', TxnType: 'Invoice' },
            ],
          },
        ],
      },
    ],
  ])('with %s is put aside with its id and all that came', (_, wrong) => {
    const raw = { ...payment, ...wrong }
    const read = readRow('payment', raw)
    expect(read).toMatchObject({ unreadable: { kind: 'payment', externalId: '7', raw } })
    expect(whyNot('payment', raw)).not.toBe('')
  })

  it.each([
    ['JPY', 1500, 1500],
    ['USD', 1500.5, 150_050],
    ['KWD', 1500.125, 1_500_125],
  ])(
    'in %s has the decimals of its currency, and its own day in whatever time zone (L12)',
    (unit, amount, minor) => {
      const Line = [{ Amount: amount, LinkedTxn: [{ TxnId: '12', TxnType: 'Invoice' }] }]
      const row = { ...payment, TxnDate: '2026-11-30', CurrencyRef: { value: unit }, TotalAmt: amount, Line }
      expect(readRow('payment', row)).toMatchObject({
        change: { payment: { totalMinor: minor, date: '2026-11-30', shares: [{ amountMinor: minor }] } },
      })
    },
  )

  it('without lines pays nothing, and with two on one document pays that once', () => {
    const shares = (Line: unknown) => {
      const read = readRow('payment', { ...payment, Line })
      return 'change' in read && read.change.kind === 'payment' ? read.change.payment?.shares : null
    }
    expect(shares(undefined)).toEqual([])
    const [line] = payment.Line
    expect(shares([line, line])).toEqual([{ on: 'invoice', externalId: '12', amountMinor: 20_020 }])
  })

  it('is never an error, whatever is in it', () => {
    const odd = fc.oneof(
      fc.anything(),
      fc.constantFrom<unknown>(null, '', '\u0000', '<b>x</b>', -1, 1e308, '9'.repeat(400), [], {}, '\ud800'),
    )
    const kinds = fc.constantFrom(...CHANGE_KINDS)
    fc.assert(
      fc.property(
        kinds,
        fc.dictionary(fc.constantFrom(...Object.keys(payment), 'DisplayName'), odd),
        (kind, wrong) => {
          const read = readRow(kind, { ...ROWS[kind], ...wrong })
          if ('change' in read) expect(read.change.externalId).not.toBe('')
          else expect(read.unreadable.kind).toBe(kind)
        },
      ),
      { numRuns: 10_000 },
    )
    fc.assert(
      fc.property(kinds, fc.anything(), (kind, raw) => {
        expect(() => readRow(kind, raw)).not.toThrow()
      }),
      { numRuns: 10_000 },
    )
  })
})
