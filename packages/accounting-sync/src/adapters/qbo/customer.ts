import { z } from 'zod'
import type { Found, Outcome, Session } from '../../adapter.ts'
import type { CanonicalParty } from '../../core/document.ts'
import { ask, SAYS_NOTHING, type Outside } from './http.ts'
import { reference } from './wire.ts'

/** Creates a customer for one of ours. */
export async function createCustomer(
  outside: Outside,
  session: Session,
  party: CanonicalParty,
  requestId: string,
): Promise<Outcome> {
  const answer = await ask(outside, session, {
    method: 'POST',
    path: 'customer',
    query: { requestid: requestId },
    body: JSON.stringify(customerBody(party)),
    writes: true,
  })
  const { trace } = answer
  if ('fault' in answer) {
    const { code, number, detail } = answer.fault
    return SAYS_NOTHING.has(code)
      ? { kind: 'unknown', detail, trace }
      : { kind: 'refused', code, detail: `${number} ${detail}`, trace }
  }
  const read = z.looseObject({ Customer: customer }).safeParse(answer.body)
  return read.success
    ? { kind: 'written', object: foundCustomer(read.data.Customer), trace }
    : { kind: 'unknown', detail: 'The answer cannot be read.', trace }
}

export function customerBody({ name, email, phone, currency, address }: CanonicalParty): object {
  const shown = nameFor(name)
  return {
    DisplayName: shown,
    CompanyName: shown.slice(0, 100),
    CurrencyRef: { value: currency },
    ...(email === null ? {} : { PrimaryEmailAddr: { Address: email } }),
    ...(phone === null ? {} : { PrimaryPhone: { FreeFormNumber: phone.slice(0, 30) } }),
    ...addressFor(address),
  }
}

/** A colon would make it a customer below another; tabs and line ends are refused. */
const nameFor = (name: string): string =>
  name.replaceAll(':', '-').replaceAll(/\s+/g, ' ').trim().slice(0, 500)

function addressFor(address: CanonicalParty['address']): object {
  const lines = Object.entries({
    Line1: address.line1,
    Line2: address.line2,
    City: address.city,
    CountrySubDivisionCode: address.region,
    PostalCode: address.postalCode,
    Country: address.country,
  }).filter(([, text]) => text !== null && text !== '')
  return lines.length === 0 ? {} : { BillAddr: Object.fromEntries(lines) }
}

/** Nothing of a customer is compared but who it is; the rest of what is known of documents stays empty. */
const foundCustomer = (row: z.infer<typeof customer>): Found => ({
  externalId: row.Id,
  version: row.SyncToken,
  number: null,
  totalMinor: 0,
  balanceMinor: null,
  taxMinor: null,
  currency: row.CurrencyRef?.value ?? '',
  issueDate: '',
  customerId: row.Id,
  lineNetsMinor: [],
  marker: null,
  voided: false,
})

const customer = z.looseObject({ Id: z.string(), SyncToken: z.string(), CurrencyRef: reference.nullish() })
