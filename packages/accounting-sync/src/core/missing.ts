import type { LineTax } from '../adapter.ts'
import type { CanonicalDocument, CanonicalLine } from './document.ts'

/** The rates of a line as one thing to be mapped: over there a line has one code. */
export const taxKey = (line: Pick<CanonicalLine, 'taxes'>): string =>
  line.taxes.length === 0
    ? 'none'
    : line.taxes
        .map((each) => each.taxRateId)
        .toSorted()
        .join('+')

export type Missing =
  | { what: 'customer'; clientId: string }
  | { what: 'item'; serviceId: string | null; lineId: string }
  | { what: 'tax_code'; key: string; lineId: string }

export interface KnownLinks {
  customers: ReadonlyMap<string, string>
  items: ReadonlyMap<string, string>
  taxCodes: ReadonlyMap<string, string>
  /** Where lines without a service go; none: such a line cannot be sent. */
  fallbackItemId: string | null
  /** Only where a line has a code of its own does it need one that is mapped. */
  lineTax: LineTax
  createsCustomers: boolean
}

/** Everything that keeps a document from being sent, each named once. */
export function missingLinks(document: CanonicalDocument, known: KnownLinks): Missing[] {
  const missing = new Map<string, Missing>()
  if (!known.customers.has(document.clientId) && !known.createsCustomers) {
    missing.set('customer', { what: 'customer', clientId: document.clientId })
  }
  for (const line of document.lines) {
    const item = line.serviceId === null ? known.fallbackItemId : known.items.get(line.serviceId)
    if (item === undefined || item === null) {
      missing.set(`item ${line.serviceId}`, { what: 'item', serviceId: line.serviceId, lineId: line.id })
    }
    const key = taxKey(line)
    if (known.lineTax === 'code' && !known.taxCodes.has(key)) {
      missing.set(`tax ${key}`, { what: 'tax_code', key, lineId: line.id })
    }
  }
  return [...missing.values()]
}
