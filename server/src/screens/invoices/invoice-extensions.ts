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
    voidAdvice: all.flatMap((each) => each.voidAdvice ?? []).reduce(beside, saysNothing),
    explainFinding(finding) {
      for (const each of all) {
        const words = each.explainFinding?.(finding)
        if (words) return words
      }
      return undefined
    },
    // Whatever a module can add is handed on: one that is forgotten here shows nowhere.
  } satisfies Required<InvoiceExtensions>
}

type Advises = NonNullable<InvoiceExtensions['voidAdvice']>

const saysNothing: Advises = (_invoice, show) => show({ consequences: [] })

/** Both are asked, and what either says counts. */
const beside =
  (one: Advises, other: Advises): Advises =>
  (invoice, show) =>
    one(invoice, (first) =>
      other(invoice, (second) =>
        show({ ...second, ...first, consequences: [...first.consequences, ...second.consequences] }),
      ),
    )
