import type { InvoiceExtensions } from '@tieout/billing/screens'
import type { Words } from '../plugins/screen-plugin.ts'
import { addresses } from './addresses.ts'

type Explain = NonNullable<InvoiceExtensions['explainFinding']>

/** What the sync found against finalizing: which line and thing, and the way to where it is put right. */
export const explainedBy =
  (t: Words): Explain =>
  ({ messageKey, params }) => {
    const key = `accounting.findings.${messageKey}`
    if (!t.has(key)) return undefined
    const place = PLACES[messageKey]?.(params)
    return {
      text: t(key, params),
      ...(place === undefined
        ? {}
        : { fix: { label: t(`accounting.fixes.${place.fix}`, params), href: place.href } }),
    }
  }

type Params = Parameters<Explain>[0]['params']

const PLACES: Record<string, (params: Params) => { fix: string; href: string }> = {
  'accounting-customer-unlinked': ({ client }) => ({
    fix: 'customer',
    href: addresses.mapping('client', String(client)),
  }),
  'accounting-item-unmapped': ({ service }) => ({
    fix: 'item',
    href: addresses.mapping('service', String(service)),
  }),
  'accounting-line-without-service': () => ({ fix: 'settings', href: addresses.mapping('service') }),
  'accounting-tax-unmapped': ({ taxes }) => ({ fix: 'tax', href: addresses.mapping('tax', String(taxes)) }),
  'accounting-no-tax-unmapped': () => ({ fix: 'tax', href: addresses.mapping('tax') }),
}
