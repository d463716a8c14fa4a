import type { InputOf } from '@tieout/platform/contract'
import {
  INVOICE_FORM,
  type createDraft,
  type InvoiceDocument,
  type InvoiceLineView,
  type InvoiceType,
} from '../../contract/index.ts'
import { formatAmount, parseAmount, parseQuantity } from '../../money/input.ts'
import type { Result } from '../../money/result.ts'
import type { ChosenClient } from './client-choice.tsx'

/** A form holds text as it is typed; the contract holds what the text means. */

export interface LineForm {
  /** Stays with the line wherever it is moved. */
  key: string
  serviceId: string | null
  description: string
  quantity: string
  unitPrice: string
  discount: string
  taxable: boolean
  serviceFrom: string
  serviceTo: string
}

/** Left to the client's own choice, none at all, or the id of one. */
export const AS_CLIENT = 'client'
export const NONE = 'none'

export interface DraftForm {
  invoiceType: InvoiceType
  client: ChosenClient | null
  currency: string
  issueDate: string
  /** Empty: it follows from the terms. */
  dueDate: string
  terms: string
  taxRegion: string
  /** Unknown: as the client is. */
  taxExempt: boolean | undefined
  reference: string
  notes: string
  lines: readonly LineForm[]
  /** How many lines there ever were: the next one's key. */
  counted: number
}

export const emptyLine = (at: number): LineForm => ({
  key: `line-${at}`,
  serviceId: null,
  description: '',
  quantity: '1',
  unitPrice: '',
  discount: '',
  taxable: true,
  serviceFrom: '',
  serviceTo: '',
})

export const emptyDraft = (invoiceType: InvoiceType, today: string): DraftForm => ({
  invoiceType,
  client: null,
  currency: '',
  issueDate: today,
  dueDate: '',
  terms: AS_CLIENT,
  taxRegion: AS_CLIENT,
  taxExempt: undefined,
  reference: '',
  notes: '',
  lines: [emptyLine(1)],
  counted: 1,
})

export function formOf(draft: InvoiceDocument, locale: string): DraftForm {
  const { clientId, clientName, currency, lines } = draft
  return {
    invoiceType: draft.invoiceType,
    client: { clientId, displayName: clientName, currency },
    currency,
    issueDate: draft.issueDate,
    dueDate: draft.dueDate,
    terms: draft.termsId ?? NONE,
    taxRegion: draft.taxRegionId ?? NONE,
    taxExempt: draft.taxExempt,
    reference: draft.reference ?? '',
    notes: draft.notes ?? '',
    lines: lines.map((line, at) => lineOf(line, `line-${at + 1}`, currency, locale)),
    counted: lines.length,
  }
}

function lineOf(line: InvoiceLineView, key: string, currency: string, locale: string): LineForm {
  return {
    key,
    serviceId: line.serviceId,
    description: line.description,
    quantity: quantityText(line.quantity, locale),
    unitPrice: formatAmount(line.unitPriceMinor, currency, locale),
    discount: line.discountMinor === 0 ? '' : formatAmount(line.discountMinor, currency, locale),
    taxable: line.taxable,
    serviceFrom: line.serviceFrom ?? '',
    serviceTo: line.serviceTo ?? '',
  }
}

const quantityText = (quantity: string, locale: string) =>
  new Intl.NumberFormat(locale, { maximumFractionDigits: 4, useGrouping: false }).format(
    quantity as `${number}`,
  )

/** What is wrong with one field; of a line, when it names one. */
export interface DraftMistake {
  lineKey?: string
  field: string
  reason: string
  message: string
}

export interface ReadDraft {
  /** Present when nothing is wrong as far as can be told here. */
  draft: InputOf<typeof createDraft> | null
  mistakes: DraftMistake[]
  /** The keys of the lines that are sent, in their order: a line left empty is no line. */
  sentKeys: string[]
}

/** Looks at the form as the server will, so that most mistakes are told before anything is sent. */
export function readDraft(form: DraftForm, locale: string): ReadDraft {
  const lines = form.lines.filter((line) => !isEmpty(line))
  const sentKeys = lines.map((line) => line.key)
  const mistakes: DraftMistake[] = []
  // A number that cannot be read is said here; the zero in its place never leaves.
  const number = <T>(lineKey: string, field: string, read: Result<T>, instead: T): T => {
    if (read.ok) return read.value
    mistakes.push({ lineKey, field, reason: read.refusal, message: read.refusal })
    return instead
  }
  const amount = (text: string) => parseAmount(text, form.currency || 'USD', locale)
  const given = {
    invoiceType: form.invoiceType,
    clientId: form.client?.clientId ?? '',
    currency: form.currency || undefined,
    issueDate: form.issueDate || undefined,
    dueDate: form.dueDate || undefined,
    termsId: choiceOf(form.terms),
    taxRegionId: choiceOf(form.taxRegion),
    taxExempt: form.taxExempt,
    reference: form.reference.trim() || null,
    notes: form.notes.trim() || null,
    lines: lines.map((line) => ({
      serviceId: line.serviceId,
      description: line.description,
      quantity: number(line.key, 'quantity', parseQuantity(line.quantity, locale), '0'),
      unitPriceMinor: number(line.key, 'unitPriceMinor', amount(line.unitPrice), 0),
      discountMinor:
        line.discount.trim() === '' ? 0 : number(line.key, 'discountMinor', amount(line.discount), 0),
      taxable: line.taxable,
      serviceFrom: line.serviceFrom || null,
      serviceTo: line.serviceTo || null,
    })),
  }
  const parsed = INVOICE_FORM.safeParse(given)
  const issues = parsed.success ? [] : parsed.error.issues
  const told = issues.map(({ path, code, message }) => ({ field: path.join('.'), reason: code, message }))
  mistakes.push(...placeMistakes(told, sentKeys))
  return { draft: mistakes.length === 0 ? given : null, mistakes, sentKeys }
}

/** Finds the line a mistake is about: the server counts those that were sent. */
export function placeMistakes(
  told: readonly { field: string; reason: string; message: string }[],
  sentKeys: readonly string[],
): DraftMistake[] {
  return told.map((mistake) => {
    const [, at, field] = /^lines\.(\d+)\.(\w+)/.exec(mistake.field) ?? []
    const lineKey = at === undefined ? undefined : sentKeys[Number(at)]
    return lineKey === undefined || field === undefined ? mistake : { ...mistake, lineKey, field }
  })
}

function choiceOf(choice: string): string | null | undefined {
  if (choice === AS_CLIENT) return undefined
  return choice === NONE ? null : choice
}

const isEmpty = (line: LineForm) =>
  line.serviceId === null &&
  [line.description, line.unitPrice, line.discount, line.serviceFrom, line.serviceTo].every(
    (text) => text.trim() === '',
  )
