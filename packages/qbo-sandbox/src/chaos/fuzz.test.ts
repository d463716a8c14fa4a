import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../json.ts'
import { KIND_NAMES } from '../company/state.ts'
import type { WireRequest } from '../wire/messages.ts'
import { connected, imbalance, invoice, REALM, SECOND, type Client } from './testing/client.ts'

const odd = fc.oneof(
  fc.constantFrom(
    '',
    '%',
    '%00',
    '..',
    '?',
    '&&',
    '{}',
    '__proto__',
    'constructor',
    'toString',
    '\u0000',
    '𝕏',
    "'",
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)

/** The right thing, and now and then another. */
const mostly = <T>(right: T, others: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: others })

const kind = fc.constantFrom(...KIND_NAMES.map((each) => each.toLowerCase()), 'nonsense', 'estimate')
const head = fc.oneof(
  { weight: 6, arbitrary: kind },
  { weight: 3, arbitrary: fc.constantFrom('query', 'batch', 'cdc', 'taxservice/taxcode', 'reports/x') },
  { weight: 1, arbitrary: odd },
)
const search = fc.array(
  fc.tuple(
    fc.oneof(
      fc.constantFrom(
        'operation',
        'include',
        'requestid',
        'query',
        'entities',
        'changedSince',
        'minorversion',
      ),
      odd,
    ),
    fc.oneof(
      fc.constantFrom('void', 'delete', 'update', 'create', 'Customer,Invoice', '2026-11-20T00:00:00Z', 'r1'),
      fc.constantFrom('select * from Customer', "select * from Invoice where Id in ('1','2') orderby Id"),
      odd,
    ),
  ),
  { maxLength: 4 },
)
const queryText = (query: readonly (readonly [string, string])[]) =>
  query.map(([name, value]) => `${name}=${value}`).join('&')
const api = fc
  .tuple(
    mostly(REALM, fc.constantFrom('1', '', '%')),
    head,
    fc.option(fc.oneof(fc.nat(80).map(String), odd)),
    search,
  )
  .map(([realm, first, id, query]) => {
    const path = `/v3/company/${realm}/${first}${id === null ? '' : `/${id}`}`
    return query.length === 0 ? path : `${path}?${queryText(query)}`
  })
const other = fc.oneof(
  fc.constantFrom(
    '/',
    '/connect/oauth2',
    '/oauth2/v1/tokens/bearer',
    '/v2/oauth2/tokens/revoke',
    '/_sandbox/faults',
    '/_sandbox/faults/f1',
    '/_sandbox/knobs',
    '/_sandbox/companies',
    `/_sandbox/companies/${REALM}/trial-balance`,
    `/_sandbox/companies/${REALM}/receivables`,
    '/_sandbox/log?since=3',
    '/_sandbox/bookkeeper',
    '/_sandbox/webhooks',
    '/_sandbox/webhooks/w1',
    '/_sandbox/constructor',
  ),
  odd.map((each) => `/_sandbox/${each}`),
  odd.map((each) => `/${each}`),
)

const NAMES =
  `Id SyncToken sparse Line Amount CustomerRef TotalAmt DisplayName Name LinkedTxn TxnId TxnType DetailType
  SalesItemLineDetail ItemRef Active TxnDate BatchItemRequest Invoice operation bId Query CurrencyRef DocNumber
  PrivateNote ParentRef Job TxnTaxDetail __proto__ toString`.split(/\s+/)

/** Values under the names that the service knows, right and wrong. */
const value: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<Json>(
      '1',
      '2',
      1,
      0,
      -1,
      0.005,
      1e300,
      99_999_999_999,
      null,
      true,
      'USD',
      'TAX',
      '2026-11-21',
    ),
    fc.string({ unit: 'binary', maxLength: 20 }) as fc.Arbitrary<Json>,
    fc.constant<Json>({ value: '1' }),
    fc.array(tie('value'), { maxLength: 3 }) as fc.Arbitrary<Json>,
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 6 }) as fc.Arbitrary<Json>,
  ),
})).value

/** A sound body for each path that takes one. */
const SOUND: Readonly<Record<string, JsonObject>> = {
  invoice: invoice(10),
  creditmemo: invoice(5),
  'invoice?operation=void': { Id: '1', SyncToken: '0' },
  customer: { Id: '1', SyncToken: '0', sparse: true, GivenName: 'Fuzz' },
  payment: { TotalAmt: 5, CustomerRef: { value: '1' }, Line: [] },
  deposit: {
    DepositToAccountRef: { value: '35' },
    Line: [{ Amount: 5, DetailType: 'DepositLineDetail', DepositLineDetail: { AccountRef: { value: '1' } } }],
  },
  batch: { BatchItemRequest: [{ bId: '1', operation: 'create', Invoice: invoice(3) }] },
  'taxservice/taxcode': { TaxCode: 'Fuzz' },
}
const whole = fc.constantFrom<Json>(
  ...Object.values(SOUND),
  invoice(-10),
  { DisplayName: 'Fuzz' },
  { fault: 'stale', times: 3 },
  { realmId: REALM },
)
const body = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(whole, value).map(([sound, bent]) => mixed(sound, bent)) },
  { weight: 2, arbitrary: value.map((each) => JSON.stringify(each)) },
  { weight: 1, arbitrary: odd },
  { weight: 1, arbitrary: fc.constant('') },
)
const mixed = (sound: Json, bent: Json) =>
  JSON.stringify(typeof bent === 'object' && !Array.isArray(bent) ? { ...(sound as object), ...bent } : sound)

const headers = fc.record({
  authorization: mostly('good', odd),
  accept: mostly('application/json', fc.constantFrom('', 'text/xml', '*/*')),
  'content-type': fc.constantFrom('application/json', 'application/x-www-form-urlencoded', 'text/plain'),
  origin: mostly('http://sandbox.test', odd),
  host: fc.constant('sandbox.test'),
})

const wild = fc.record({
  method: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('GET', 'POST') },
    { weight: 1, arbitrary: fc.constantFrom('PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'BREW') },
  ),
  target: fc.oneof({ weight: 5, arbitrary: api }, { weight: 1, arbitrary: other }),
  headers,
  body,
  malformed: mostly(false, fc.constant(true)),
})

/** Requests as clients make them, with one thing in them bent, or none. */
const bentWrite = fc
  .tuple(fc.constantFrom(...Object.entries(SOUND)), fc.constantFrom(...NAMES), fc.option(value), search)
  .map(([[path, sound], name, bent, query]) => ({
    method: 'POST',
    target: `/v3/company/${REALM}/${path}${query.length > 2 ? `?${queryText(query)}` : ''}`,
    body: JSON.stringify(bent === null ? sound : { ...sound, [name]: bent }),
  }))
const words = fc.constantFrom(
  ...`select * count(*) from Customer Invoice where Id = '1' and Balance > 5 in ('1','2') like '%a%' orderby
  DisplayName desc startposition 1 maxresults 3 Active true`.split(/\s+/),
)
const bentQuery = fc.tuple(fc.array(words, { maxLength: 5 }), fc.option(odd)).map(([more, last]) => ({
  method: 'GET',
  target: `/v3/company/${REALM}/query?query=${encodeURIComponent(`select * from Customer ${more.join(' ')}${last ?? ''}`.toWellFormed())}`,
  body: '',
}))
const read = fc.tuple(kind, fc.nat(90)).map(([name, id]) => ({
  method: 'GET',
  target: `/v3/company/${REALM}/${name}/${id}`,
  body: '',
}))
const bent = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: bentWrite }, bentQuery, read), headers)
  .map(([asked, given]) => ({ ...asked, headers: given, malformed: false }))

const request = fc.oneof(wild, bent)

type Drawn = typeof request extends fc.Arbitrary<infer T> ? T : never

function sent(each: Drawn, token: string): WireRequest {
  const { authorization, ...others } = each.headers
  const bearer = authorization === 'good' ? `Bearer ${token}` : authorization
  return { ...each, headers: { ...others, authorization: bearer } }
}

async function beginning(rates: boolean) {
  const client = await connected()
  const token = [...client.sandbox.oauth.state.accessTokens.keys()][0] ?? ''
  await client.post('invoice', invoice(100))
  if (rates) client.sandbox.chaos.rates({ stale: 0.05, 'bookkeeper-at-work': 0.05, 'changes-reordered': 0.5 })
  return { client, token }
}

/** Answers which kind of answer came; throws when it is none that a client could read. */
function soundAnswer({ sandbox, clock }: Client, asked: WireRequest): string {
  const { status, body: answer, headers: given } = sandbox.handle(asked)
  clock.advance(SECOND / 10)
  if (!Number.isInteger(status) || typeof answer !== 'string') throw new Error(`answered ${String(status)}`)
  if (given['content-type']?.startsWith('application/json') === true && answer !== '') JSON.parse(answer)
  return `${status} ${/"code":"(\d+)"/.exec(answer)?.[1] ?? ''}`
}

describe('whatever is sent', () => {
  it.each([false, true])(
    'is answered, and leaves the books in balance (faults armed: %s)',
    async (rates) => {
      const { client, token } = await beginning(rates)
      const answers = new Map<string, number>()
      fc.assert(
        fc.property(request, (each) => {
          const answer = soundAnswer(client, sent(each, token))
          answers.set(answer, (answers.get(answer) ?? 0) + 1)
          return imbalance(client) === 0
        }),
        { numRuns: 10_000, seed: 4, endOnFailure: true },
      )
      // It got past the doors: much was done, and much was refused for many reasons.
      expect(answers.get('200 ') ?? 0).toBeGreaterThan(500)
      expect(answers.size, [...answers.keys()].join(', ')).toBeGreaterThan(25)
      // Still sound: it can be saved and restored.
      const text = client.sandbox.snapshot()
      client.sandbox.restore(text)
      expect(client.sandbox.snapshot() === text).toBe(true)
    },
    180_000,
  )
})
