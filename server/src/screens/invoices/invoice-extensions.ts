'use client'

import type { InvoiceExtensions } from '@tieout/billing/screens'
import { useTranslations } from 'next-intl'
import { useScreenPlugins } from '../../plugins/use-screen-plugins.ts'

/** What all modules together add to the screens of invoices, in the order of their list. */
export function useInvoiceExtensions(): InvoiceExtensions {
  const t = useTranslations()
  const all = useScreenPlugins().flatMap((plugin) => plugin.invoices?.(t) ?? [])
  return {
    extraColumns: all.flatMap((each) => each.extraColumns ?? []),
    aroundList: (rows, list) => all.reduce((inner, each) => each.aroundList?.(rows, inner) ?? inner, list),
    rowMarks: all.flatMap((each) => each.rowMarks ?? []),
    narrowings: all.flatMap((each) => each.narrowings ?? []),
    bulkActions: all.flatMap((each) => each.bulkActions ?? []),
    headMarks: all.flatMap((each) => each.headMarks ?? []),
    extraPanels: all.flatMap((each) => each.extraPanels ?? []),
    explainFinding(finding) {
      for (const each of all) {
        const words = each.explainFinding?.(finding)
        if (words) return words
      }
      return undefined
    },
  }
}
