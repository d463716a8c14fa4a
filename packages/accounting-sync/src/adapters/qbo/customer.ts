import { z } from 'zod'
import type { Found, Outcome, Session } from '../../adapter.ts'
import type { CanonicalParty } from '../../core/document.ts'
import { ask, SAYS_NOTHING, type Outside } from './http.ts'
import { refusedRead, unreadable } from './query.ts'
import { reference } from './wire.ts'

/**
 * Creates a customer for one of ours. Asked again, the service answers as it did at first, whatever became of that
 * customer since: one that was merged away or put out of use is none to link to.
 */
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
  if (!read.success) return { kind: 'unknown', detail: 'The answer cannot be read.', trace }
  const { Customer: made } = read.data
  if (isOlder(made, outside.clock.now()) && (await isGone(outside, session, made.Id))) {
    const detail = `Customer ${made.Id} was made for this client, and is merged or out of use by now.`
    return { kind: 'refused', code: 'reference_inactive', detail, trace }
  }
  return { kind: 'written', object: foundCustomer(made), trace }
}

/** An answer as new as this one tells how things are. Clocks that disagree cost one read and nothing else. */
const NEW_SECONDS = 60

const isOlder = ({ MetaData }: z.infer<typeof customer>, now: Date): boolean => {
  const made = Date.parse(MetaData?.CreateTime ?? '')
  return !(Math.abs(now.getTime() - made) <= NEW_SECONDS * 1000)
}

async function isGone(outside: Outside, session: Session, id: string): Promise<boolean> {
  await session.turn?.()
  const path = `customer/${encodeURIComponent(id)}`
  const answer = await ask(outside, session, { method: 'GET', path, writes: false })
  if ('fault' in answer) {
    if (answer.fault.code === 'not_found') return true
    throw refusedRead(answer)
  }
  const read = z.looseObject({ Customer: standing }).safeParse(answer.body)
  if (!read.success) throw unreadable(answer.trace)
  return read.data.Customer.Active === false
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

const customer = z.looseObject({
  Id: z.string(),
  SyncToken: z.string(),
  CurrencyRef: reference.nullish(),
  MetaData: z.looseObject({ CreateTime: z.string().nullish() }).nullish(),
})
const standing = z.looseObject({ Active: z.boolean().nullish() })
