import { describe, expect, it } from 'vitest'
import { about, banked, bankedPayment, bought, entryLine } from '../kinds/others/testing/papers.ts'
import { NOON, list, openDesk, refTo, refusal } from '../kinds/lists/testing/desk.ts'
import { trialBalance } from './ledger.ts'
import { mergeCustomers } from './merge.ts'
import { restored, snapshotOf, stateHash } from './snapshot.ts'

const LATER = NOON + 3_600_000

describe('merging two customers', () => {
  it('passes every paper of the loser to the winner, and the loser is gone', () => {
    const { company, make, read } = openDesk()
    const entry = make('JournalEntry', {
      Line: [entryLine('Debit', '84', 50, about('Customer', '2')), entryLine('Credit', '1', 50)],
    })
    const payment = make('Payment', { CustomerRef: refTo('2'), TotalAmt: 20 })
    const deposit = make('Deposit', {
      DepositToAccountRef: refTo('35'),
      Line: [bankedPayment(payment.Id), banked(5, '1', { Entity: { value: '2', type: 'Customer' } })],
    })
    const purchase = make('Purchase', {
      PaymentType: 'Cash',
      AccountRef: refTo('35'),
      EntityRef: { value: '2', type: 'Customer' },
      Line: [bought(1, '17', { CustomerRef: refTo('2') })],
    })
    const untouched = make('Bill', { VendorRef: refTo('8'), Line: [bought(1)] })
    const before = trialBalance(company.ledger)
    const { winner, loser } = mergeCustomers(company, LATER, '3', '2')

    expect(loser.Id).toBe('2')
    expect(winner).toMatchObject({ Id: '3', Balance: 30, SyncToken: '0' })
    expect(company.tables.Customer.rows.has('2')).toBe(false)
    expect(company.tables.Customer.removed.has('2')).toBe(true)
    const name = winner['DisplayName']
    expect(read('Payment', payment.Id)['CustomerRef']).toEqual({ value: '3', name })
    expect(read('Purchase', purchase.Id)['EntityRef']).toEqual({ value: '3', name, type: 'Customer' })
    expect(JSON.stringify(list(read('JournalEntry', entry.Id)['Line']))).toContain(
      `{"value":"3","name":"${String(name)}"}`,
    )
    for (const [kind, paper] of [
      ['JournalEntry', entry],
      ['Deposit', deposit],
      ['Purchase', purchase],
    ] as const) {
      expect(Number(read(kind, paper.Id).SyncToken)).toBe(Number(paper.SyncToken) + 1)
      expect(JSON.stringify(read(kind, paper.Id))).not.toContain('{"value":"2"')
    }
    expect(read('Bill', untouched.Id)).toBe(untouched)
    expect(trialBalance(company.ledger)).toEqual(before)
    expect(company.ledger.customers.get('2')).toBeUndefined()
  })

  it('frees the name of the loser and survives a snapshot', () => {
    const { company, make, read } = openDesk()
    const name = read('Customer', '2')['DisplayName'] as string
    mergeCustomers(company, LATER, '3', '2')
    expect(make('Customer', { DisplayName: name })['DisplayName']).toBe(name)
    expect(stateHash(restored(structuredClone(snapshotOf(company))))).toBe(stateHash(company))
  })

  it('is refused where it would mix what does not belong together', () => {
    const { company, make, change } = openDesk({ multiCurrency: true })
    const merge = (winner: string, loser: string) =>
      refusal(company, () => mergeCustomers(company, LATER, winner, loser))
    const paris = make('Customer', { DisplayName: 'Paris', CurrencyRef: refTo('EUR') })
    expect(merge('2', '2')).toBe('6000')
    expect(merge('2', '99')).toBe('2500')
    expect(merge('2', paris.Id)).toBe('6000')
    expect(merge('2', '1')).toBe('6000')
    expect(merge('2', '6')).toBe('6000')
    change('Customer', '2', { Active: false })
    expect(merge('2', '3')).toBe('610')
  })

  it('of two sites below one customer leaves what they owe together as it was', () => {
    const { company, make, read } = openDesk()
    for (const site of ['6', '7']) {
      make('JournalEntry', {
        Line: [entryLine('Debit', '84', 10, about('Customer', site)), entryLine('Credit', '1', 10)],
      })
    }
    mergeCustomers(company, LATER, '6', '7')
    expect(read('Customer', '6')['Balance']).toBe(20)
    expect(read('Customer', '1')['BalanceWithJobs']).toBe(20)
  })
})
