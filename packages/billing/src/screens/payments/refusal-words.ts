'use client'

import type { ApiError } from '@tieout/platform/contract'
import { useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { z } from 'zod'
import { useRefusalText } from '../words.ts'

/** Why money was not taken, applied or given back; with the document and the amount it is about. */
export function useMoneyRefusal(): (error: ApiError | null | undefined) => string | undefined {
  const t = useTranslations('billing.payments.refusals')
  const others = useRefusalText()
  const money = useMoney()
  return (error) => {
    if (!error) return undefined
    const { code, extra = {} } = error.problem
    const key = code === 'not-payable' ? `not-payable-${String(extra.state)}` : code
    if (!t.has(key)) return others(error)
    const minor = [extra.owedMinor, extra.unappliedMinor, extra.availableMinor].find(Number.isSafeInteger)
    const currency = extra.currency
    const amount = typeof minor === 'number' && typeof currency === 'string' ? money({ minor, currency }) : ''
    return t(key, { number: String(extra.number ?? ''), amount, numbers: numbersIn(extra.invoices) })
  }
}

/** The document a refusal is about, where it is about one. */
export function refusedDocument(error: ApiError | null | undefined): string | undefined {
  const id = error?.problem.extra?.invoiceId
  return typeof id === 'string' ? id : undefined
}

/** What documents are called, where a refusal names several. */
function numbersIn(invoices: unknown): string {
  const read = z.array(z.object({ number: z.string() })).safeParse(invoices)
  return read.success ? read.data.map((each) => each.number).join(', ') : ''
}
