'use client'

import type { InvoiceRow } from '@tieout/billing/contract'
import { useApiQuery } from '@tieout/platform/web'
import { Badge } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { createContext, useContext, type ReactNode } from 'react'
import { lookUpCustody, type CustodyEntry } from './contract.ts'

const Entries = createContext<readonly CustodyEntry[]>([])

/** Asks once for all rows on show. */
export function CustodyOfRows({ rows, children }: { rows: readonly InvoiceRow[]; children: ReactNode }) {
  const invoiceIds = rows.map((row) => row.invoiceId)
  const query = useApiQuery(lookUpCustody, { invoiceIds }, { enabled: rows.length > 0 })
  return <Entries.Provider value={query.data?.items ?? []}>{children}</Entries.Provider>
}

export function CustodyBadge({ invoiceId }: { invoiceId: string }) {
  const t = useTranslations('custody')
  const entry = useContext(Entries).find((each) => each.invoiceId === invoiceId)
  if (!entry) return '–'
  if (entry.heldBecause === null) return <Badge tone="success">{t('kept')}</Badge>
  return <Badge tone="warning">{t('held')}</Badge>
}
