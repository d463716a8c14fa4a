'use client'

import type { ApiError } from '@tieout/platform/contract'
import { Badge, type Tone } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { InvoiceRow, InvoiceStatus, InvoiceType } from '../../contract/index.ts'
import { useMoneyRefusal } from '../payments/refusal-words.ts'
import { useGuardReasons } from './guard-reasons.ts'

const TONES: Record<InvoiceStatus, Tone> = {
  draft: 'neutral',
  sent: 'accent',
  partially_applied: 'warning',
  overdue: 'danger',
  paid: 'success',
  cancelled: 'neutral',
}

/** A credit note is never paid; once finalized it is issued. */
export function InvoiceStatusBadge({
  status,
  invoiceType,
}: {
  status: InvoiceStatus
  invoiceType: InvoiceType
}) {
  const t = useTranslations('billing.invoices.status')
  const isIssued = invoiceType === 'credit_note' && status === 'paid'
  return <Badge tone={TONES[status]}>{t(isIssued ? 'issued' : status)}</Badge>
}

/** What a document is called: its number, or "Draft invoice" while it has none. */
export function useDocumentName(): (invoice: Pick<InvoiceRow, 'number' | 'invoiceType'>) => string {
  const t = useTranslations('billing.invoices.draftName')
  return ({ number, invoiceType }) => number ?? t(invoiceType)
}

/** A refusal about a document: in our words where we have some, else as for money and everywhere in billing. */
export function useInvoiceRefusal(): (error: ApiError | null | undefined) => string | undefined {
  const t = useTranslations('billing.invoices.problems')
  const others = useMoneyRefusal()
  const guardReasons = useGuardReasons()
  return (error) =>
    guardReasons(error) ?? (error && t.has(error.problem.code) ? t(error.problem.code) : others(error))
}

export const percent = (locale: string, ratePpm: number) =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 }).format(ratePpm / 1_000_000)
