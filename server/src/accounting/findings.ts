import type { AccountingSync, CanonicalDocument } from '@tieout/accounting-sync'

type Missing = Awaited<ReturnType<AccountingSync['readiness']>>[number]['missing'][number]

/** Everything that these name by an id alone. */
export function namedIn(found: readonly { missing: readonly Missing[] }[]) {
  const all = found.flatMap((each) => each.missing)
  return {
    // A draft knows what its client is called.
    clients: [],
    services: all.flatMap((each) => (each.what === 'item' ? (each.serviceId ?? []) : [])),
    taxRates: all.flatMap((each) => (each.what === 'tax_code' ? ratesIn(each.key) : [])),
  }
}

const ratesIn = (key: string) => (key === 'none' ? [] : key.split('+'))

/** What is missing, with the names of line and thing, for words and for the way to where it is put right. */
export function finding(
  missing: Missing | { what: 'taxes_apart'; lineId: string },
  document: CanonicalDocument | undefined,
  names: ReadonlyMap<string, string>,
): { messageKey: string; params: Record<string, string> } {
  if (missing.what === 'customer') {
    return { messageKey: 'accounting-customer-unlinked', params: { client: document?.clientName ?? '' } }
  }
  const line = document?.lines.find((each) => each.id === missing.lineId)?.description ?? ''
  if (missing.what === 'item') {
    if (missing.serviceId === null) return { messageKey: 'accounting-line-without-service', params: { line } }
    const service = names.get(missing.serviceId) ?? ''
    return { messageKey: 'accounting-item-unmapped', params: { line, service } }
  }
  if (missing.what === 'taxes_apart') return { messageKey: 'accounting-taxes-apart', params: { line } }
  if (missing.key === 'none') return { messageKey: 'accounting-no-tax-unmapped', params: { line } }
  const taxes = ratesIn(missing.key)
    .map((each) => names.get(each) ?? '')
    // In the order in which the mapping names the combination, where it is looked for by this.
    .toSorted()
    .join(' + ')
  return { messageKey: 'accounting-tax-unmapped', params: { line, taxes } }
}
