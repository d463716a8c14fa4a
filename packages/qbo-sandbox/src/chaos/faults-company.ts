import { create } from '../company/operations.ts'
import type { KindName } from '../company/state.ts'
import type { JsonObject } from '../json.ts'
import { kindOf } from '../kinds/all.ts'
import { expireAccessTokens, revokeRealm } from '../oauth/grants.ts'
import { hex } from '../ports.ts'
import { serviceDate } from '../time.ts'
import { ACTS, bookkeeper } from './bookkeeper/bookkeeper.ts'
import { between } from './dice.ts'
import { isApi, isWrite, numberOf, type FaultKind, type Strike } from './fault-kind.ts'
import type { Interference } from './interference.ts'
import { callOn, edit, managed, settle, type Hand } from './others-hand.ts'
import { referencesIn, wantedBy, type Wanted } from './request.ts'

const TEN_MINUTES = 600_000

/** The company itself is brought into a state in which the call fails, or finds things otherwise than before. */
export const companyFaults = {
  stale: {
    model: 'F8',
    says: 'somebody edits the note of the object just before, so that its token is stale',
    can: ({ what }) => /^(update|void|delete) |^batch$/.test(what),
    strike: (strike) =>
      inCompany(strike, (hand, wanted) => wanted.some((each) => touched(hand, each, strike))),
  },
  'duplicate-name': {
    model: 'F9',
    says: 'somebody keys the same customer, vendor or item just before',
    can: ({ what }) =>
      /^create (Customer|Vendor|Item|Account|Class|Department|Term|PaymentMethod)$|^batch$/.test(what),
    strike: (strike) =>
      inCompany(
        strike,
        keyedBefore((kind) => kindOf(kind).uniqueName !== undefined),
      ),
  },
  'duplicate-number': {
    model: 'F9',
    says: 'somebody keys the same document with its number just before, and the company refuses equal numbers',
    can: ({ what }) => /^create (Invoice|CreditMemo|RefundReceipt|JournalEntry)$|^batch$/.test(what),
    strike: (strike) =>
      inCompany(strike, (hand, wanted) => {
        // Somebody else has the paper, and not the note that its maker leaves for himself.
        const numbered = wanted
          .filter(({ body }) => typeof body['DocNumber'] === 'string')
          .map((each) => ({ ...each, body: without(each.body, 'PrivateNote') }))
        if (!keyedBefore((kind) => kindOf(kind).family === 'transaction')(hand, numbered)) return false
        const warnings = ['WarnDuplicateDocNumber', 'WarnDuplicateJournalNumber']
        settle(hand, 'OtherPrefs', { NameValue: warnings.map((Name) => ({ Name, Value: 'true' })) })
        return true
      }),
  },
  'closed-period': {
    model: 'F9',
    says: 'the books are closed up to the date of the document, or the one that is said, and stay so',
    params: { date: 'text' },
    can: ({ what }) =>
      /^(create|update|void|delete) (Invoice|CreditMemo|Payment|RefundReceipt|JournalEntry|Deposit|Purchase|Bill)$|^batch$/.test(
        what,
      ),
    strike: (strike) =>
      inCompany(strike, (hand, wanted) => {
        const date = strike.params['date'] ?? dateOf(hand, wanted)
        return managed(() => settle(hand, 'AccountingInfoPrefs', { BookCloseDate: date }))
      }),
  },
  'inactive-reference': {
    model: 'F9',
    says: 'a customer, item or account that the call names is made inactive just before',
    can: isWrite,
    strike: (strike) => inCompany(strike, madeInactive),
  },
  'request-id-ignored': {
    model: 'F10',
    says: 'the request id is treated as if none had been sent',
    can: isWrite,
    strike: ({ call }) => (call.requestId === undefined ? undefined : { forgetRequestId: true }),
  },
  'changes-late': {
    model: 'F11',
    says: 'what this call changes stays unseen by change polls for up to ten minutes',
    params: { milliseconds: { least: 0, most: 86_400_000 } },
    usual: { milliseconds: TEN_MINUTES },
    can: isWrite,
    strike(strike) {
      if (strike.company === undefined) return undefined
      strike.holdBack(numberOf(strike, 'milliseconds', () => between(strike.random, 1, TEN_MINUTES)))
      return {}
    },
  },
  'token-expired': {
    model: 'F15',
    says: 'the access tokens of the company end now',
    can: isApi,
    strike: ({ company, oauth }) => {
      if (company === undefined) return undefined
      expireAccessTokens(oauth, company.realmId)
      return {}
    },
  },
  'consent-revoked': {
    model: 'F15',
    says: 'the company disconnects the app',
    can: () => true,
    strike: ({ company, oauth }) => {
      if (company === undefined) return undefined
      revokeRealm(oauth.state, company.realmId)
      return {}
    },
  },
  poison: {
    model: 'F19',
    says: 'the bookkeeper keys something odd just before: huge notes, HTML in names, lines of zero',
    can: isApi,
    strike: (strike) => worked(strike, 'poison'),
  },
  'bookkeeper-at-work': {
    model: 'F20',
    says: 'the bookkeeper does something just before, any of it or what act says',
    params: { act: { words: ACTS } },
    can: isApi,
    strike: (strike) => worked(strike, strike.params['act'] as string | undefined),
  },
} satisfies Record<string, FaultKind>

/** Does something about the objects the call wants; not when there is no company or nothing to do it to. */
function inCompany(
  { call, company, now }: Strike,
  act: (hand: Hand, wanted: readonly Wanted[]) => boolean,
): Interference | undefined {
  if (company === undefined) return undefined
  return act({ company, now }, wantedBy(call)) ? {} : undefined
}

function worked({ company, now, random }: Strike, act: string | undefined): Interference | undefined {
  if (company === undefined) return undefined
  bookkeeper(company, random, now, act)
  return {}
}

/** Where a note can be left that means nothing to the books. */
const NOTES: Partial<Record<KindName, string>> = {
  Customer: 'Notes',
  Item: 'Description',
  Account: 'Description',
}

function touched(hand: Hand, { operation, kind, body }: Wanted, { random }: Strike): boolean {
  const row = operation === 'create' ? undefined : hand.company.tables[kind].rows.get(String(body['Id']))
  const field = kindOf(kind).family === 'transaction' ? 'PrivateNote' : NOTES[kind]
  if (row === undefined || field === undefined) return false
  const before = typeof row[field] === 'string' ? row[field] : ''
  const note = `${before.slice(0, 1000)} [looked at ${hex(random, 6)}]`.trim()
  return managed(() => edit(hand, kind, row, { [field]: note }))
}

const keyedBefore =
  (suits: (kind: KindName) => boolean) =>
  (hand: Hand, wanted: readonly Wanted[]): boolean =>
    wanted.some(
      ({ operation, kind, body }) =>
        operation === 'create' && suits(kind) && managed(() => create(callOn(hand, kind, body))),
    )

/** The latest date among what the call is about; else today. */
function dateOf({ company, now }: Hand, wanted: readonly Wanted[]): string {
  const dates = wanted.flatMap(({ kind, body }) => {
    const stood = company.tables[kind].rows.get(String(body['Id']))?.['TxnDate']
    return [body['TxnDate'], stood].filter((each) => typeof each === 'string')
  })
  return dates.toSorted().at(-1) ?? serviceDate(now)
}

const REFERENCES: readonly (readonly [string, KindName])[] = [
  ['CustomerRef', 'Customer'],
  ['ItemRef', 'Item'],
  ['VendorRef', 'Vendor'],
  ['AccountRef', 'Account'],
  ['ClassRef', 'Class'],
  ['DepartmentRef', 'Department'],
]

const without = (body: JsonObject, field: string): JsonObject =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== field))

function madeInactive(hand: Hand, wanted: readonly Wanted[]): boolean {
  const bodies: JsonObject[] = wanted.map(({ body }) => body)
  return REFERENCES.some(([name, kind]) =>
    referencesIn(bodies, name).some((id) => {
      const row = hand.company.tables[kind].rows.get(id)
      if (row === undefined || row['Active'] === false) return false
      return managed(() => edit(hand, kind, row, { Active: false }))
    }),
  )
}
