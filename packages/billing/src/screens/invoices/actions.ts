'use client'

import type { Permission } from '@tieout/platform/contract'
import { useMay } from '@tieout/platform/web'
import { useTranslations } from 'use-intl'
import type { InvoiceRow, InvoiceStatus, InvoiceView } from '../../contract/index.ts'

/** What can be done to a document, and why not: one table that list and page both read. */

export const ACTIONS = [
  'edit',
  'finalize',
  'delete',
  'recordPayment',
  'applyCredit',
  'creditNote',
  'reopen',
  'void',
  'send',
  'paper',
] as const
export type InvoiceAction = (typeof ACTIONS)[number]

export type Reason =
  | 'stillDraft'
  | 'draftIsDeleted'
  | 'voidOnceFinalized'
  | 'draftAlready'
  | 'numberReserved'
  | 'finalized'
  | 'backToDraftFirst'
  | 'onlyDraftsAreDeleted'
  | 'cancelled'
  | 'nothingOwed'
  | 'creditNoteIsNotPaid'
  | 'prepaymentTakesMoney'
  | 'onlyInvoicesAreCredited'
  | 'nothingLeftToCredit'
  | 'paymentsStand'
  | 'creditStands'
  | 'moneyStands'
  | 'creditNotesStand'
  | 'creditNotesMade'
  | 'creditNoteStays'

type Verdict = 'yes' | Reason
type Verdicts = Record<InvoiceAction, Verdict>

const OPEN: Verdicts = {
  edit: 'finalized',
  finalize: 'finalized',
  delete: 'onlyDraftsAreDeleted',
  recordPayment: 'yes',
  applyCredit: 'yes',
  creditNote: 'yes',
  reopen: 'yes',
  void: 'yes',
  send: 'yes',
  paper: 'yes',
}

const BY_STATUS: Record<InvoiceStatus, Verdicts> = {
  draft: {
    edit: 'yes',
    finalize: 'yes',
    delete: 'yes',
    recordPayment: 'stillDraft',
    applyCredit: 'stillDraft',
    creditNote: 'stillDraft',
    reopen: 'draftAlready',
    void: 'draftIsDeleted',
    send: 'stillDraft',
    paper: 'stillDraft',
  },
  sent: OPEN,
  partially_applied: { ...OPEN, reopen: 'moneyStands' },
  overdue: OPEN,
  paid: { ...OPEN, recordPayment: 'nothingOwed', applyCredit: 'nothingOwed', reopen: 'moneyStands' },
  cancelled: {
    edit: 'cancelled',
    finalize: 'cancelled',
    delete: 'cancelled',
    recordPayment: 'cancelled',
    applyCredit: 'cancelled',
    creditNote: 'cancelled',
    reopen: 'cancelled',
    void: 'cancelled',
    send: 'cancelled',
    paper: 'yes',
  },
}

export const PERMISSIONS: Record<InvoiceAction, Permission> = {
  edit: 'invoice:update',
  finalize: 'invoice:finalize',
  delete: 'invoice:update',
  recordPayment: 'payment:create',
  applyCredit: 'credit:apply',
  creditNote: 'credit:create',
  reopen: 'invoice:void',
  void: 'invoice:void',
  send: 'invoice:finalize',
  paper: 'invoice:read',
}

/** A row of the list knows less than the page; what it does not know, the server decides. */
export type Facts = Pick<InvoiceRow, 'status' | 'invoiceType'> &
  Partial<Pick<InvoiceView, 'number' | 'creditableMinor' | 'payments' | 'credits' | 'creditNotes'>>

export function verdictOn(action: InvoiceAction, invoice: Facts): Verdict {
  const byStatus = BY_STATUS[invoice.status][action]
  if (invoice.status === 'cancelled') return byStatus
  return (invoice.status === 'draft' ? ofItsNumber : ofItsKind)(action, invoice) ?? byStatus
}

/** A draft that was finalized before keeps its number, and a number must not go missing. */
function ofItsNumber(action: InvoiceAction, { number }: Facts): Reason | undefined {
  if (!number) return undefined
  if (action === 'delete') return 'numberReserved'
  return action === 'void' ? 'voidOnceFinalized' : undefined
}

function ofItsKind(action: InvoiceAction, invoice: Facts): Reason | undefined {
  const { invoiceType } = invoice
  if (action === 'edit' && verdictOn('reopen', invoice) === 'yes') return 'backToDraftFirst'
  if (action === 'recordPayment' && invoiceType === 'credit_note') return 'creditNoteIsNotPaid'
  if (action === 'applyCredit' && invoiceType === 'credit_note') return 'creditNoteIsNotPaid'
  if (action === 'applyCredit' && invoiceType === 'prepayment') return 'prepaymentTakesMoney'
  if (action === 'creditNote' && invoiceType !== 'standard') return 'onlyInvoicesAreCredited'
  if (action === 'creditNote' && invoice.creditableMinor === 0) return 'nothingLeftToCredit'
  if (action === 'void') return standingAgainstVoid(invoice)
  return action === 'reopen' ? standingAgainstReopen(invoice) : undefined
}

function standingAgainstVoid(invoice: Facts): Reason | undefined {
  if (isPaid(invoice)) return 'paymentsStand'
  const stands = (status: InvoiceStatus) => status !== 'cancelled' && status !== 'draft'
  return invoice.creditNotes?.some((note) => stands(note.status)) ? 'creditNotesStand' : undefined
}

function standingAgainstReopen(invoice: Facts): Reason | undefined {
  if (invoice.invoiceType === 'credit_note') return 'creditNoteStays'
  if (isPaid(invoice)) return 'paymentsStand'
  if (invoice.credits?.some((credit) => credit.unappliedAt === null)) return 'creditStands'
  return invoice.creditNotes?.length ? 'creditNotesMade' : undefined
}

const isPaid = ({ payments }: Facts) => payments?.some((payment) => payment.reversedAt === null)

/** Why this person cannot do it to this document now; nothing when they can. */
export function useWhyNot(): (action: InvoiceAction, invoice: Facts) => string | undefined {
  const t = useTranslations('billing.invoices.whyNot')
  const may: Record<InvoiceAction, boolean> = {
    edit: useMay(PERMISSIONS.edit),
    finalize: useMay(PERMISSIONS.finalize),
    delete: useMay(PERMISSIONS.delete),
    recordPayment: useMay(PERMISSIONS.recordPayment),
    applyCredit: useMay(PERMISSIONS.applyCredit),
    creditNote: useMay(PERMISSIONS.creditNote),
    reopen: useMay(PERMISSIONS.reopen),
    void: useMay(PERMISSIONS.void),
    send: useMay(PERMISSIONS.send),
    paper: useMay(PERMISSIONS.paper),
  }
  return (action, invoice) => {
    const verdict = verdictOn(action, invoice)
    if (verdict !== 'yes') return t(verdict)
    return may[action] ? undefined : t('notAllowed')
  }
}

/** Credit is taken off a document by whoever may put it there. */
export function useWhyMayNotCredit(): string | undefined {
  const t = useTranslations('billing.invoices.whyNot')
  return useMay(PERMISSIONS.applyCredit) ? undefined : t('notAllowed')
}
