import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences } from '../../core/settle.ts'
import { documentOf, frameOf, line, REFERENCES, writeOf } from './testing/documents.ts'
import { changeSettings, connected, failureOf, REALM } from './testing/world.ts'

async function shop(numbersItself = false) {
  const world = await connected()
  await changeSettings(world, { SalesFormsPrefs: { CustomTxnNumbers: !numbersItself } })
  const facts = await world.adapter.companyFacts(world.session)
  const write = (id: string, known: { number?: string; issueDate?: string; customerId?: string } = {}) => {
    const { customerId = '1', ...more } = known
    const document = documentOf([line({ netMinor: 4200 })], { id, number: `N-${id}`, ...more })
    return writeOf(document, world.adapter.prepare(document, { ...REFERENCES, customerId }, facts))
  }
  const queries = () => world.sandbox.log.entries().filter(({ what }) => what === 'query').length
  const invoices = () => world.sandbox.company(REALM).tables.Invoice.rows.size
  return { ...world, facts, write, queries, invoices }
}

describe.each([
  ['numbers are ours', false],
  ['the company numbers by itself', true],
])('what is over there, where %s', (_, numbersItself) => {
  it('is found after its answer was lost, by one question for many', async () => {
    const { sandbox, adapter, session, write, queries, invoices } = await shop(numbersItself)
    const writes = Array.from({ length: 30 }, (_, at) =>
      write(`d${at}`, { issueDate: `2026-11-0${1 + (at % 5)}`, customerId: String(1 + (at % 3)) }),
    )
    sandbox.chaos.arm({ fault: 'lost-after', match: { what: 'batch' }, times: 1 })
    expect(await failureOf(adapter.deliver(session, frameOf(...writes)))).toMatchObject({
      reason: 'unknown_outcome',
    })
    expect(invoices()).toBe(30)
    const before = queries()
    const found = await adapter.find(session, writes)
    expect(queries() - before).toBe(1)
    expect(found.map((each) => each?.marker)).toEqual(writes.map((each) => each.marker))
    for (const [at, { intent }] of writes.entries()) {
      const object = found[at]
      expect(object && differences(intent, object)).toEqual([])
    }
  })

  it('is nothing while nothing was written, nor of what others keyed alike', async () => {
    const { adapter, session, write } = await shop(numbersItself)
    const ours = write('d1', { number: 'N-1' })
    expect(await adapter.find(session, [ours])).toEqual([null])
    const theirs = write('somebody-else', { number: 'N-1' })
    await adapter.deliver(
      session,
      frameOf({ ...theirs, body: theirs.body.replace(/"PrivateNote":"[^"]*",/, '') }),
    )
    expect(await adapter.find(session, [ours])).toEqual([null])
    await adapter.deliver(session, { ...frameOf(theirs), requestId: 'request-2' })
    expect(await adapter.find(session, [ours])).toEqual([null])
    await adapter.deliver(session, { ...frameOf(ours), requestId: 'request-3' })
    expect(await adapter.find(session, [ours, theirs])).toMatchObject([
      { marker: ours.marker },
      { marker: theirs.marker },
    ])
  })

  it('is the one that stands, of two that were made of the same', async () => {
    const { adapter, session, write } = await shop(numbersItself)
    const ours = write('d1')
    const [first] = await adapter.deliver(session, frameOf(ours))
    if (first?.kind !== 'written') throw new Error('It was not written.')
    const { externalId: Id, version: SyncToken } = first.object
    const gone = { ...ours, action: 'void' as const, body: JSON.stringify({ Id, SyncToken }) }
    await adapter.deliver(session, { ...frameOf(gone), requestId: 'request-2' })
    expect(await adapter.find(session, [ours])).toMatchObject([{ externalId: Id, voided: true }])
    await adapter.deliver(session, { ...frameOf(ours), requestId: 'request-3' })
    const [found] = await adapter.find(session, [ours])
    expect(found).toMatchObject({ voided: false, totalMinor: 4200 })
    expect(found?.externalId).not.toBe(Id)
  })

  it('is found though something odd that others wrote comes with it', async () => {
    const { sandbox, adapter, session, write } = await shop(numbersItself)
    const ours = write('d1')
    const theirs = write('d2', { number: 'N-d1' })
    await adapter.deliver(session, frameOf(ours))
    await adapter.deliver(session, { ...frameOf(theirs), requestId: 'request-2' })
    const fates = sandbox.interfere
    sandbox.interfere = (call) =>
      call.what !== 'query'
        ? fates(call)
        : { afterwards: (said) => ({ ...said, body: oddIn(said.body, 'tieout:d2') }) }
    expect(await adapter.find(session, [ours])).toMatchObject([{ marker: 'tieout:d1' }])
    expect(await failureOf(adapter.find(session, [theirs]))).toMatchObject({ code: 'unreadable_answer' })
  })

  it('is asked for kind by kind, and not at all for nothing', async () => {
    const { adapter, session, facts, write, queries } = await shop(numbersItself)
    const memo = documentOf([line({ netMinor: 4200 })], { id: 'd1', kind: 'credit_memo', number: 'N-d1' })
    const other = writeOf(memo, adapter.prepare(memo, REFERENCES, facts))
    await adapter.deliver(session, frameOf(other))
    expect(await adapter.find(session, [write('d1'), other])).toMatchObject([null, { marker: 'tieout:d1' }])
    const before = queries()
    expect(await adapter.find(session, [])).toEqual([])
    expect(queries()).toBe(before)
  })

  it('is found whatever its number holds', async () => {
    const { adapter, session, write } = await shop(numbersItself)
    const number = fc
      .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 21 })
      .filter((text) => text.trim() === text)
    await fc.assert(
      fc.asyncProperty(number, fc.uuid(), async (text, id) => {
        const ours = write(id, { number: text })
        expect(await adapter.find(session, [ours])).toEqual([null])
        const [outcome] = await adapter.deliver(session, { ...frameOf(ours), requestId: id })
        expect(outcome?.kind).toBe('written')
        expect(await adapter.find(session, [ours])).toMatchObject([{ marker: ours.marker }])
      }),
      { numRuns: 40 },
    )
  })
})

describe('many customers and days', () => {
  it('are asked for in several questions that each stay short', async () => {
    const { adapter, session, write, queries } = await shop()
    const writes = Array.from({ length: 61 }, (_, at) => write(`d${at}`))
    const before = queries()
    expect(await adapter.find(session, writes)).toEqual(writes.map(() => null))
    // Three by number, and three by day for those whose number may be another by now.
    expect(queries() - before).toBe(6)
  })
})

describe('what a bookkeeper has given another number', () => {
  it('is found all the same: it is on the same day, for the same customer, and bears our mark', async () => {
    const { sandbox, adapter, session, write } = await shop()
    const ours = write('d1')
    const [made] = await adapter.deliver(session, frameOf(ours))
    if (made?.kind !== 'written') throw new Error('It was not written.')
    const { externalId: Id, version: SyncToken } = made.object
    const renumbered = { Id, SyncToken, sparse: true, DocNumber: 'R-30969' }
    const change = { ...ours, action: 'update' as const, body: JSON.stringify(renumbered) }
    await adapter.deliver(session, { ...frameOf(change), requestId: 'request-2' })
    expect(sandbox.company(REALM).tables.Invoice.rows.get(Id)?.['DocNumber']).toBe('R-30969')
    expect(await adapter.find(session, [ours])).toMatchObject([{ externalId: Id, number: 'R-30969' }])
  })
})

/** The answer of a query in which one document, told by its note, has an amount that is none. */
function oddIn(body: string, note: string): string {
  const answer = JSON.parse(body) as {
    QueryResponse: { Invoice: { PrivateNote: string; TotalAmt: unknown }[] }
  }
  for (const each of answer.QueryResponse.Invoice)
    if (each.PrivateNote.startsWith(note)) each.TotalAmt = 'much'
  return JSON.stringify(answer)
}
