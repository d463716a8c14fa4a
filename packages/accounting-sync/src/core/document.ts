/**
 * A document as the host finalized it, in words that no accounting system owns. Amounts are whole minor
 * units of the document's currency; dates are plain days.
 */
export interface CanonicalDocument {
  id: string
  kind: 'invoice' | 'credit_memo'
  number: string
  issueDate: string
  dueDate: string
  currency: string
  /** Units of the company's currency for one of the document's; only when the host knows it for that day. */
  exchangeRate?: string
  clientId: string
  clientName: string
  termsId: string | null
  reference: string | null
  lines: readonly CanonicalLine[]
  netMinor: number
  taxMinor: number
  totalMinor: number
}

export interface CanonicalLine {
  id: string
  serviceId: string | null
  description: string
  /** Decimal text, at most four places. */
  quantity: string
  unitPriceMinor: number
  /** Already taken off the net. */
  discountMinor: number
  netMinor: number
  taxMinor: number
  /** None: the line is not taxed. */
  taxes: readonly CanonicalTax[]
  serviceFrom: string | null
  serviceTo: string | null
}

export interface CanonicalTax {
  taxRateId: string
  name: string
  ratePpm: number
  taxMinor: number
}

/** A document without its lines, whatever stands of it: also what never goes out. */
export interface DocumentHead {
  id: string
  kind: 'invoice' | 'credit_memo' | 'prepayment'
  standing: 'draft' | 'posted' | 'cancelled'
  /** A draft has none, unless it was finalized before. */
  number: string | null
  issueDate: string
  clientId: string
  clientName: string
  currency: string
  totalMinor: number
  taxMinor: number
  /** What is still owed on it; of a credit note what is left of it. */
  balanceMinor: number
}

/** Someone or something of the host that has a counterpart in the accounting system. */
export interface CanonicalParty {
  id: string
  name: string
  email: string | null
  phone: string | null
  currency: string
  active: boolean
  address: {
    line1: string | null
    line2: string | null
    city: string | null
    region: string | null
    postalCode: string | null
    country: string | null
  }
}

/** A service, a rate or a term to be mapped. `detail` tells it from its neighbours: a price, a rate. */
export interface CanonicalItem {
  id: string
  name: string
  code: string | null
  detail: string | null
  active: boolean
}
