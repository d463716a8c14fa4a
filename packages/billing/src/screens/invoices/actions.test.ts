import { describe, expect, it } from 'vitest'
import { anInvoice } from '../../testing/invoices.ts'
import { ACTIONS, verdictOn, type Facts } from './actions.ts'

const allowed = (invoice: Facts) => ACTIONS.filter((action) => verdictOn(action, invoice) === 'yes')

describe('what can be done to a document', () => {
  it.each([
    ['draft', ['edit', 'finalize', 'delete']],
    ['sent', ['recordPayment', 'applyCredit', 'creditNote', 'void', 'send', 'paper']],
    ['partially_applied', ['recordPayment', 'applyCredit', 'creditNote', 'void', 'send', 'paper']],
    ['overdue', ['recordPayment', 'applyCredit', 'creditNote', 'void', 'send', 'paper']],
    ['paid', ['creditNote', 'void', 'send', 'paper']],
    ['cancelled', ['paper']],
  ] as const)('while it is %s', (status, expected) => {
    expect(allowed({ status, invoiceType: 'standard' })).toEqual(expected)
  })

  it('nobody pays or credits a credit note, and credit never pays for credit', () => {
    expect(allowed({ status: 'paid', invoiceType: 'credit_note' })).toEqual(['void', 'send', 'paper'])
    expect(allowed({ status: 'sent', invoiceType: 'prepayment' })).toEqual([
      'recordPayment',
      'void',
      'send',
      'paper',
    ])
  })

  it('a document is not voided over the payments and credit notes that stand on it', () => {
    expect(verdictOn('void', anInvoice())).toBe('paymentsStand')
    const [payment] = anInvoice().payments
    const reversed = payment ? [{ ...payment, reversedAt: '2026-03-14T12:00:00.000Z' }] : []
    expect(verdictOn('void', anInvoice({ payments: reversed }))).toBe('yes')
    const note = { invoiceId: 'n', number: 'CM-1', status: 'paid', totalMinor: 100 } as const
    expect(verdictOn('void', anInvoice({ payments: [], creditNotes: [note] }))).toBe('creditNotesStand')
    const draft = { ...note, status: 'draft' } as const
    expect(verdictOn('void', anInvoice({ payments: [], creditNotes: [draft] }))).toBe('yes')
  })

  it('what is given back already is not given back again', () => {
    expect(verdictOn('creditNote', anInvoice({ creditableMinor: 0 }))).toBe('nothingLeftToCredit')
  })
})
