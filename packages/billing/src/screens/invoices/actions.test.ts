import { describe, expect, it } from 'vitest'
import { anInvoice } from '../../testing/invoices.ts'
import { ACTIONS, verdictOn, type Facts } from './actions.ts'

const allowed = (invoice: Facts) => ACTIONS.filter((action) => verdictOn(action, invoice) === 'yes')

describe('what can be done to a document', () => {
  it.each([
    ['draft', ['edit', 'finalize', 'delete']],
    ['sent', ['recordPayment', 'applyCredit', 'creditNote', 'reopen', 'void', 'send', 'paper']],
    ['partially_applied', ['recordPayment', 'applyCredit', 'creditNote', 'void', 'send', 'paper']],
    ['overdue', ['recordPayment', 'applyCredit', 'creditNote', 'reopen', 'void', 'send', 'paper']],
    ['paid', ['creditNote', 'void', 'send', 'paper']],
    ['cancelled', ['paper']],
  ] as const)('while it is %s', (status, expected) => {
    expect(allowed({ status, invoiceType: 'standard' })).toEqual(expected)
  })

  it('nobody pays or credits a credit note, and credit never pays for credit', () => {
    expect(allowed({ status: 'paid', invoiceType: 'credit_note' })).toEqual(['void', 'send', 'paper'])
    expect(allowed({ status: 'sent', invoiceType: 'prepayment' })).toEqual([
      'recordPayment',
      'reopen',
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

  it('a document does not become a draft again over anything that stands on it or was made from it', () => {
    const free = anInvoice({ payments: [], paidMinor: 0, status: 'sent' })
    expect(verdictOn('reopen', free)).toBe('yes')
    expect(verdictOn('reopen', anInvoice())).toBe('paymentsStand')
    const credit = {
      allocationId: 'a',
      creditId: 'c',
      sourceInvoiceId: 's',
      sourceNumber: 'CM-1',
      appliedOn: '2026-03-10',
      amountMinor: 100,
      unappliedAt: null,
      unapplyReason: null,
      poolRemainingMinor: 0,
    }
    expect(verdictOn('reopen', { ...free, credits: [credit] })).toBe('creditStands')
    const takenOff = { ...credit, unappliedAt: '2026-03-14T12:00:00.000Z' }
    expect(verdictOn('reopen', { ...free, credits: [takenOff] })).toBe('yes')
    for (const status of ['draft', 'paid', 'cancelled'] as const) {
      const note = { invoiceId: 'n', number: 'CM-1', status, totalMinor: 100 }
      expect(verdictOn('reopen', { ...free, creditNotes: [note] }), status).toBe('creditNotesMade')
    }
    expect(verdictOn('reopen', { status: 'paid', invoiceType: 'credit_note' })).toBe('creditNoteStays')
    expect(verdictOn('reopen', { status: 'paid', invoiceType: 'standard' })).toBe('moneyStands')
    expect(verdictOn('reopen', { status: 'partially_applied', invoiceType: 'standard' })).toBe('moneyStands')
    expect(verdictOn('reopen', { status: 'draft', invoiceType: 'standard' })).toBe('draftAlready')
  })

  it('says to take a document back to draft for editing, but only where that can be done', () => {
    expect(verdictOn('edit', anInvoice({ payments: [], status: 'sent' }))).toBe('backToDraftFirst')
    expect(verdictOn('edit', anInvoice())).toBe('finalized')
    expect(verdictOn('edit', { status: 'paid', invoiceType: 'credit_note' })).toBe('finalized')
  })

  it('a draft that keeps a number is finalized again before it is voided, and never deleted', () => {
    const draft = { status: 'draft', invoiceType: 'standard', number: 'INV-1' } as const
    expect(allowed(draft)).toEqual(['edit', 'finalize'])
    expect(verdictOn('delete', draft)).toBe('numberReserved')
    expect(verdictOn('void', draft)).toBe('voidOnceFinalized')
    expect(allowed({ ...draft, number: null })).toEqual(['edit', 'finalize', 'delete'])
  })

  it('what is given back already is not given back again', () => {
    expect(verdictOn('creditNote', anInvoice({ creditableMinor: 0 }))).toBe('nothingLeftToCredit')
  })
})
