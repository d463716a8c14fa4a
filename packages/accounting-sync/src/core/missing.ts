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

/** Whether a line makes the company reckon any tax: one of a zero rate does not, nor one that costs nothing. */
export const isTaxed = ({ taxes, netMinor }: Pick<CanonicalLine, 'taxes' | 'netMinor'>): boolean =>
  netMinor !== 0 && taxes.some((each) => each.ratePpm > 0)

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
  /** Whether the tax of a line needs a counterpart that is mapped. */
  lineTax: LineTax
  /** Who gets a customer with the first document: all that have none, or these clients alone. */
  newcomers: 'all' | ReadonlySet<string>
}

/** Everything that keeps a document from being sent, each named once. */
export function missingLinks(document: CanonicalDocument, known: KnownLinks): Missing[] {
  const missing = new Map<string, Missing>()
  const { clientId } = document
  const isNewcomer = known.newcomers === 'all' || known.newcomers.has(clientId)
  if (!known.customers.has(clientId) && !isNewcomer) missing.set('customer', { what: 'customer', clientId })
  for (const line of document.lines) {
    const item = line.serviceId === null ? known.fallbackItemId : known.items.get(line.serviceId)
    if (item === undefined || item === null) {
      missing.set(`item ${line.serviceId}`, { what: 'item', serviceId: line.serviceId, lineId: line.id })
    }
    const key = taxKey(line)
    if (needsCode(line, known.lineTax) && !known.taxCodes.has(key)) {
      missing.set(`tax ${key}`, { what: 'tax_code', key, lineId: line.id })
    }
  }
  return [...missing.values()]
}

/** No tax is a code too where lines have codes, and no group of rates where there are groups. */
export const needsCode = (line: Pick<CanonicalLine, 'taxes' | 'netMinor'>, lineTax: LineTax): boolean =>
  lineTax === 'code' || (lineTax === 'group' && isTaxed(line))

/**
 * The line whose tax cannot be said beside that of the lines before it, where one group of rates is named for the
 * whole document: it has another group, or none yet and another rate, so that no mapping would mend it.
 */
export function taxedApart(
  { lines }: Pick<CanonicalDocument, 'lines'>,
  { lineTax, taxCodes }: Pick<KnownLinks, 'lineTax' | 'taxCodes'>,
): CanonicalLine | null {
  if (lineTax !== 'group') return null
  const taxed = lines.filter(isTaxed)
  const groupOf = (line: CanonicalLine) => taxCodes.get(taxKey(line))
  const [first] = taxed
  const group = taxed.map(groupOf).find((each) => each !== undefined)
  const isApart = (line: CanonicalLine) =>
    rateOf(line) !== rateOf(first ?? line) || (groupOf(line) ?? group) !== group
  return taxed.find(isApart) ?? null
}

const rateOf = ({ taxes }: CanonicalLine) => taxes.reduce((sum, each) => sum + each.ratePpm, 0)
