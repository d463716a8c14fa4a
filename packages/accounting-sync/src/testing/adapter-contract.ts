import { describe, expect, it } from 'vitest'
import {
  TransportFailure,
  type AccountingAdapter,
  type CatalogueKind,
  type FrozenWrite,
  type References,
  type Session,
} from '../adapter.ts'
import type { CanonicalDocument, CanonicalParty } from '../core/document.ts'
import { ERRORS } from '../core/errors.ts'
import { markerOf } from '../core/marker.ts'
import { differences } from '../core/settle.ts'
import { voiding } from './adapter-contract-voids.ts'

/** An adapter with a company of its own, in which nothing of ours has been written. */
export interface AdapterUnderTest {
  adapter: AccountingAdapter
  session: Session
  /** Names things that are over there. */
  references: References
  /** A document that the company takes; each id gets another number. */
  document(id: string, kind: CanonicalDocument['kind']): CanonicalDocument
  /** How many documents are over there. */
  count(): number
}

const KINDS: readonly CatalogueKind[] = ['customer', 'item', 'tax_code', 'terms', 'account']

/** What the engine relies on, whichever system is behind the adapter. */
export function adapterContract(name: string, open: () => Promise<AdapterUnderTest>): void {
  describe(`${name} keeps the contract of adapters:`, () => {
    preparing(open)
    delivering(open)
    finding(open)
    voiding(() => ready(open))
    creatingCustomers(open)
    keepingSecrets(open)
    reading(open)
  })
}

/** Writes for these documents, with a way to send them. */
async function ready(open: () => Promise<AdapterUnderTest>) {
  const under = await open()
  const { adapter, session, references } = under
  const facts = await adapter.companyFacts(session)
  const write = (id: string, kind: CanonicalDocument['kind'] = 'invoice'): FrozenWrite => {
    const { body, intent } = adapter.prepare(under.document(id, kind), references, facts)
    return { operationId: `operation ${id}`, kind, action: 'create', body, intent, marker: markerOf(id) }
  }
  const send = (requestId: string, ...writes: FrozenWrite[]) =>
    adapter.deliver(session, { frameId: `frame ${requestId}`, requestId, writes })
  return { ...under, facts, write, send }
}

function preparing(open: () => Promise<AdapterUnderTest>): void {
  it.each(['invoice', 'credit_memo'] as const)('prepares %s the same to the byte each time', async (kind) => {
    const { adapter, references, facts, document } = await ready(open)
    const first = adapter.prepare(document('d1', kind), references, facts)
    expect(adapter.prepare(document('d1', kind), references, facts)).toEqual(first)
    expect(adapter.prepare(document('d2', kind), references, facts).body).not.toBe(first.body)
  })

  it('leaves what it was given as it was, and asks nobody', async () => {
    const { adapter, references, facts, document, count } = await ready(open)
    const given = frozen(document('d1', 'invoice'))
    const before = count()
    expect(() => adapter.prepare(given, frozen(references), frozen(facts))).not.toThrow()
    expect(count()).toBe(before)
  })

  it('means what the document says, to the cent, and marks it as ours', async () => {
    const { adapter, references, facts, document } = await ready(open)
    const given = document('d1', 'invoice')
    const { body, intent } = adapter.prepare(given, references, facts)
    expect(body).toContain(markerOf('d1'))
    expect(intent).toMatchObject({
      totalMinor: given.totalMinor,
      taxMinor: given.taxMinor,
      currency: given.currency,
      issueDate: given.issueDate,
      customerId: references.customerId,
      lineNetsMinor: given.lines.map((each) => each.netMinor),
    })
  })

  it('prepares nothing that it has no counterpart for', async () => {
    const { adapter, references, facts, document } = await ready(open)
    const unmapped = { ...references, itemIds: new Map(), fallbackItemId: null }
    expect(() => adapter.prepare(document('d1', 'invoice'), unmapped, facts)).toThrow(/./)
  })
}

/** Whoever changes it fails. */
function frozen<T extends object>(given: T): T {
  for (const each of Object.values(given)) if (typeof each === 'object' && each !== null) frozen(each)
  return Object.freeze(given)
}

function delivering(open: () => Promise<AdapterUnderTest>): void {
  it('answers each write of a frame, in the order given, and nothing for nothing', async () => {
    const { write, send } = await ready(open)
    expect(await send('r0')).toEqual([])
    const writes = [write('d1'), write('d2', 'credit_memo'), write('d3')]
    const outcomes = await send('r1', ...writes)
    const markers = outcomes.map((each) => each.kind === 'written' && each.object.marker)
    expect(markers).toEqual(writes.map((each) => each.marker))
  })

  it('writes what was meant', async () => {
    const { write, send } = await ready(open)
    for (const one of [write('d1'), write('d2', 'credit_memo')]) {
      const [outcome] = await send(`request ${one.marker}`.slice(0, 30), one)
      if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome))
      expect(differences(one.intent, outcome.object)).toEqual([])
    }
  })

  it('writes nothing twice under one request id, alone or together', async () => {
    const { write, send, count } = await ready(open)
    const many = [write('d2'), write('d3')]
    await send('r1', write('d1'))
    await send('r2', ...many)
    const before = count()
    expect(await send('r1', write('d1'))).toMatchObject([{ kind: 'written' }])
    expect(await send('r2', ...many)).toMatchObject([{ kind: 'written' }, { kind: 'written' }])
    expect(count()).toBe(before)
  })

  it('gives each document an id of its own, and the same one each time', async () => {
    const { write, send } = await ready(open)
    const writes = [write('d1'), write('d2')]
    const idsOf = (outcomes: Awaited<ReturnType<typeof send>>) =>
      outcomes.map((each) => (each.kind === 'written' ? each.object.externalId : ''))
    const first = idsOf(await send('r1', ...writes))
    expect(new Set(first).size).toBe(2)
    expect(first).not.toContain('')
    expect(idsOf(await send('r1', ...writes))).toEqual(first)
  })

  it('refuses one write, in words from the table, and writes the others (L1)', async () => {
    const { write, send, count } = await ready(open)
    const writes = [write('d1'), { ...write('d2'), body: '{}' }, write('d3')]
    const before = count()
    const outcomes = await send('r1', ...writes)
    expect(outcomes.map((each) => each.kind)).toEqual(['written', 'refused', 'written'])
    const [, refused] = outcomes
    if (refused?.kind !== 'refused') throw new Error('It was not refused.')
    expect(Object.keys(ERRORS)).toContain(refused.code)
    expect(refused.code).not.toBe('unknown_error')
    expect(refused.detail).not.toBe('')
    expect(count()).toBe(before + 2)
  })

  it('refuses a write that travels alone as it does among others', async () => {
    const { write, send, count } = await ready(open)
    const before = count()
    expect(await send('r1', { ...write('d1'), body: '{}' })).toMatchObject([{ kind: 'refused' }])
    expect(count()).toBe(before)
  })

  it('writes nothing more once it is told to stop', async () => {
    const { adapter, session, write, count } = await ready(open)
    const before = count()
    const stopped = { ...session, signal: AbortSignal.abort(new Error('stopped')) }
    const frame = { frameId: 'frame', requestId: 'r1', writes: [write('d1')] }
    await expect(adapter.deliver(stopped, frame)).rejects.toThrow(/./)
    expect(count()).toBe(before)
  })

  it('takes as many writes at once as it says', async () => {
    const { adapter, write, send } = await ready(open)
    const many = Math.min(adapter.capabilities.frameSize, 100)
    const outcomes = await send('r1', ...Array.from({ length: many }, (_, at) => write(`d${at}`)))
    expect(outcomes.filter((each) => each.kind === 'written')).toHaveLength(many)
  })
}

function finding(open: () => Promise<AdapterUnderTest>): void {
  it('finds for each write what is there of it, by its marker and in the order given', async () => {
    const { adapter, session, write, send } = await ready(open)
    const writes = [write('d1'), write('d2', 'credit_memo'), write('d3')]
    expect(await adapter.find(session, writes)).toEqual([null, null, null])
    const [first, , third] = writes
    if (first === undefined || third === undefined) throw new Error('There are three.')
    await send('r1', third, first)
    const found = await adapter.find(session, writes)
    expect(found.map((each) => each?.marker ?? null)).toEqual([first.marker, null, third.marker])
  })

  it('finds what it wrote: the same object, which is what was meant', async () => {
    const { adapter, session, write, send } = await ready(open)
    for (const one of [write('d1'), write('d2', 'credit_memo')]) {
      const [outcome] = await send(`request ${one.marker}`.slice(0, 30), one)
      if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome))
      const [found] = await adapter.find(session, [one])
      expect(found?.externalId).toBe(outcome.object.externalId)
      expect(found === null || found === undefined ? null : differences(one.intent, found)).toEqual([])
    }
  })

  it('takes no other document for ours, though it is like it in all but the marker', async () => {
    const { adapter, session, write, send } = await ready(open)
    const ours = write('d1')
    await send('r1', ours)
    const [found] = await adapter.find(session, [{ ...ours, marker: markerOf('another') }])
    expect(found?.marker ?? null).not.toBe(markerOf('another'))
  })

  it('finds nothing for nothing', async () => {
    const { adapter, session } = await ready(open)
    expect(await adapter.find(session, [])).toEqual([])
  })
}

const CUSTOMER: CanonicalParty = {
  id: 'newcomer',
  name: 'Newcomer & Sons',
  email: 'office@newcomer.test',
  phone: null,
  currency: 'USD',
  active: true,
  address: { line1: '1 Quay', line2: null, city: null, region: null, postalCode: null, country: 'US' },
}

function creatingCustomers(open: () => Promise<AdapterUnderTest>): void {
  it('creates a customer once under one request id', async () => {
    const { adapter, session } = await open()
    const first = await adapter.createCustomer(session, CUSTOMER, 'c1')
    const again = await adapter.createCustomer(session, CUSTOMER, 'c1')
    if (first.kind !== 'written' || again.kind !== 'written') throw new Error('It was not written.')
    expect(first.object.externalId).not.toBe('')
    expect(again.object.externalId).toBe(first.object.externalId)
  })

  it('gives two customers two ids', async () => {
    const { adapter, session } = await open()
    const one = await adapter.createCustomer(session, CUSTOMER, 'c1')
    const other = await adapter.createCustomer(session, { ...CUSTOMER, id: 'other', name: 'Other' }, 'c2')
    if (one.kind !== 'written' || other.kind !== 'written') throw new Error('It was not written.')
    expect(other.object.externalId).not.toBe(one.object.externalId)
  })
}

const SECRET = 'eyJ0b3Atc2VjcmV0.of-the-session'

function keepingSecrets(open: () => Promise<AdapterUnderTest>): void {
  it('says the secret of the session to nobody, and fails only as a failure of the line (L44)', async () => {
    const { adapter, session, write, facts } = await ready(open)
    const stranger = { ...session, accessToken: async () => SECRET }
    const frame = { frameId: 'frame', requestId: 'r1', writes: [write('d1')] }
    const asked = await Promise.allSettled([
      adapter.deliver(stranger, frame),
      adapter.find(stranger, frame.writes),
      adapter.createCustomer(stranger, CUSTOMER, 'c1'),
      adapter.companyFacts(stranger),
    ])
    const said = asked.map((each) => (each.status === 'fulfilled' ? each.value : each.reason))
    const words = said.map((each) =>
      each instanceof Error ? `${each.stack} ${JSON.stringify({ ...each })}` : JSON.stringify(each),
    )
    expect(words.filter((each) => each.includes(SECRET.slice(0, 8)))).toEqual([])
    for (const each of said.filter((one) => one instanceof Error)) {
      expect(each).toBeInstanceOf(TransportFailure)
      expect(each).toMatchObject({ reason: 'unauthorized' })
    }
    expect(JSON.stringify(facts)).not.toContain(await session.accessToken())
  })
}

function reading(open: () => Promise<AdapterUnderTest>): void {
  it.each(KINDS)('lists each %s once', async (kind) => {
    const { adapter, session } = await open()
    const ids = (await adapter.catalogue(session, kind)).map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('says in which currency and how the company keeps its books', async () => {
    const { facts } = await ready(open)
    expect(facts.homeCurrency).toMatch(/^[A-Z]{3}$/)
    expect(facts.country).toMatch(/^[A-Z]{2}$/)
  })

  it('leads nowhere where there is nothing', async () => {
    const { adapter } = await open()
    expect(adapter.deepLink('nowhere', 'realm', 'invoice', '1')).toBeNull()
    expect(adapter.deepLink('nowhere', 'realm', 'constructor', '1')).toBeNull()
  })
}
