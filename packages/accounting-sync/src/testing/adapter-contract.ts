import { describe, expect, it } from 'vitest'
import type { AccountingAdapter, CatalogueKind, FrozenWrite, References, Session } from '../adapter.ts'
import type { CanonicalDocument } from '../core/document.ts'
import { markerOf } from '../core/marker.ts'
import { differences } from '../core/settle.ts'

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
    // Of a file that left nobody can tell what became of it.
    const there = adapter.capabilities.deliversFiles ? [undefined, undefined] : [first.marker, third.marker]
    expect([found[0]?.marker, found[2]?.marker]).toEqual(there)
    expect(found[1]).toBeNull()
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
