import { describe, expect, it } from 'vitest'
import type { FrozenWrite } from '../../adapter.ts'
import { differences } from '../../core/settle.ts'
import { connected, changeSettings, failureOf, once, REALM, type World } from './testing/world.ts'
import { documentOf, frameOf, line, REFERENCES, writeOf } from './testing/documents.ts'

async function shop() {
  const world = await connected()
  await changeSettings(world, {
    SalesFormsPrefs: { CustomTxnNumbers: true },
    OtherPrefs: { NameValue: [{ Name: 'WarnDuplicateDocNumber', Value: 'true' }] },
  })
  const facts = await world.adapter.companyFacts(world.session)
  const write = (number: string, netMinor = 12_500, more: { customerId?: string } = {}): FrozenWrite => {
    const document = documentOf([line({ netMinor })], { id: `id-of-${number}`, number })
    return writeOf(document, world.adapter.prepare(document, { ...REFERENCES, ...more }, facts))
  }
  const deliver = (...writes: FrozenWrite[]) => world.adapter.deliver(world.session, frameOf(...writes))
  return { ...world, world, write, deliver }
}

const invoicesIn = ({ sandbox }: World) => [...sandbox.company(REALM).tables.Invoice.rows.values()]

describe('one document', () => {
  it('is written in a single call, and the answer agrees with what was meant', async () => {
    const { world, sandbox, write, deliver } = await shop()
    const one = write('INV-1')
    const before = sandbox.log.entries().length
    const [outcome] = await deliver(one)
    expect(sandbox.log.entries().length - before).toBe(1)
    expect(sandbox.log.entries()[0]).toMatchObject({ what: 'create Invoice', requestId: 'request-1' })
    if (outcome?.kind !== 'written') throw new Error(JSON.stringify(outcome))
    expect(differences(one.intent, outcome.object)).toEqual([])
    expect(outcome.object).toMatchObject({
      number: 'INV-1',
      totalMinor: 12_500,
      balanceMinor: 12_500,
      marker: 'tieout:id-of-INV-1',
      voided: false,
      version: '0',
    })
    expect(outcome.trace).toMatch(/^1-/)
    expect(invoicesIn(world)).toHaveLength(1)
  })

  it('is answered as before when it is sent again under the same request id', async () => {
    const { world, write, deliver } = await shop()
    const one = write('INV-1')
    const first = await deliver(one)
    const second = await deliver(one)
    expect(second).toMatchObject(first.map(({ kind }) => ({ kind })))
    expect(invoicesIn(world)).toHaveLength(1)
  })

  it('is voided by its id and version, and found voided', async () => {
    const { adapter, session, deliver, write } = await shop()
    const one = write('INV-1')
    const [written] = await deliver(one)
    if (written?.kind !== 'written') throw new Error('It was not written.')
    const { externalId, version } = written.object
    const body = JSON.stringify({ Id: externalId, SyncToken: version })
    const frame = { ...frameOf({ ...one, action: 'void', body }), requestId: 'request-2' }
    const [voided] = await adapter.deliver(session, frame)
    expect(voided).toMatchObject({
      kind: 'written',
      object: { externalId, totalMinor: 0, voided: true, version: '1' },
    })
    expect(await adapter.find(session, [one])).toMatchObject([
      { externalId, voided: true, marker: one.marker },
    ])
  })

  it('is changed though its version is an old one: that is read again, once (L13)', async () => {
    const { adapter, session, deliver, write } = await shop()
    const one = write('INV-1')
    await deliver(one)
    const [invoice] = await adapter.find(session, [one])
    const body = JSON.stringify({ Id: invoice?.externalId, SyncToken: '7' })
    const frame = { ...frameOf({ ...one, action: 'void', body }), requestId: 'request-2' }
    expect(await adapter.deliver(session, frame)).toMatchObject([
      { kind: 'written', object: { externalId: invoice?.externalId, voided: true } },
    ])
  })

  it('is left to a later try when somebody changes it every time', async () => {
    const { adapter, session, deliver, write, sandbox } = await shop()
    const one = write('INV-1')
    await deliver(one)
    const [invoice] = await adapter.find(session, [one])
    const body = JSON.stringify({ Id: invoice?.externalId, SyncToken: '0' })
    const frame = { ...frameOf({ ...one, action: 'void', body }), requestId: 'request-2' }
    sandbox.chaos.arm({ fault: 'stale', match: { what: 'void Invoice' }, times: 9 })
    expect(await adapter.deliver(session, frame)).toMatchObject([{ kind: 'refused', code: 'stale' }])
    expect(sandbox.log.entries().filter((each) => each.what === 'void Invoice')).toHaveLength(2)
  })

  it('is refused for a number that is taken, with the words of the service kept', async () => {
    const { adapter, session, deliver, write } = await shop()
    await deliver(write('INV-1'))
    const body = write('INV-1').body.replace('id-of', 'another')
    const twice = { ...frameOf({ ...write('INV-1'), body }), requestId: 'request-2' }
    const [outcome] = await adapter.deliver(session, twice)
    expect(outcome).toMatchObject({ kind: 'refused', code: 'duplicate_number' })
    expect(outcome?.kind === 'refused' && outcome.detail).toMatch(/^6140 Duplicate Document Number Error/)
  })

  it('is refused for a number that is too long, instead of being cut into another one', async () => {
    const { deliver, write } = await shop()
    expect(await deliver(write('N'.repeat(22)))).toMatchObject([{ kind: 'refused', code: 'text_too_long' }])
  })

  it('is refused for somebody inactive that it names, and not as if it was missing itself', async () => {
    const { sandbox, deliver, write } = await shop()
    sandbox.chaos.arm({ fault: 'inactive-reference', match: { what: 'create Invoice' }, times: 1 })
    expect(await deliver(write('INV-1'))).toMatchObject([{ kind: 'refused', code: 'reference_inactive' }])
  })

  it('is refused while its period is closed', async () => {
    const { sandbox, deliver, write } = await shop()
    sandbox.chaos.arm({ fault: 'closed-period', match: { what: 'create Invoice' }, times: 1 })
    expect(await deliver(write('INV-1'))).toMatchObject([{ kind: 'refused', code: 'period_closed' }])
  })
})

describe('many documents', () => {
  it('travel in one batch, and each has its own outcome in the order given', async () => {
    const { world, sandbox, deliver, write } = await shop()
    const bad = write('INV-2', 5000, { customerId: '999' })
    const before = sandbox.log.entries().length
    const outcomes = await deliver(write('INV-1'), bad, write('INV-3', 0))
    expect(sandbox.log.entries().length - before).toBe(1)
    expect(outcomes).toMatchObject([
      { kind: 'written', object: { number: 'INV-1' } },
      { kind: 'refused', code: 'reference_invalid' },
      { kind: 'written', object: { number: 'INV-3', totalMinor: 0, lineNetsMinor: [0] } },
    ])
    expect(invoicesIn(world)).toHaveLength(2)
  })

  it('are answered as before when they are sent again under the same request id, after a lost answer too', async () => {
    const { world, sandbox, deliver, write } = await shop()
    const writes = ['A', 'B'].map((each) => write(each))
    sandbox.chaos.arm({ fault: 'lost-after', match: { what: 'batch' }, times: 1 })
    expect(await failureOf(deliver(...writes))).toMatchObject({ reason: 'unknown_outcome' })
    const second = await deliver(...writes)
    expect(second.map((each) => each.kind)).toEqual(['written', 'written'])
    expect(await deliver(...writes)).toMatchObject(second.map(({ kind }) => ({ kind })))
    expect(invoicesIn(world)).toHaveLength(2)
  })

  it('may be thirty at once', async () => {
    const { world, deliver, write } = await shop()
    const outcomes = await deliver(...Array.from({ length: 30 }, (_, at) => write(`INV-${at}`)))
    expect(outcomes.filter((each) => each.kind === 'written')).toHaveLength(30)
    expect(invoicesIn(world)).toHaveLength(30)
  })

  it('are all refused when there are too many for one batch', async () => {
    const { world, deliver, write } = await shop()
    const outcomes = await deliver(...Array.from({ length: 31 }, (_, at) => write(`INV-${at}`)))
    expect(new Set(outcomes.map((each) => each.kind === 'refused' && each.code))).toEqual(
      new Set(['batch_too_big']),
    )
    expect(invoicesIn(world)).toHaveLength(0)
  })

  it('are told apart though the answers come in another order', async () => {
    const { sandbox, deliver, write } = await shop()
    sandbox.chaos.arm({ fault: 'batch-reordered', times: 1 })
    const outcomes = await deliver(...['A', 'B', 'C', 'D'].map((each) => write(each)))
    expect(sandbox.chaos.counts()).toHaveProperty('batch-reordered')
    expect(outcomes.map((each) => each.kind === 'written' && each.object.number)).toEqual([
      'A',
      'B',
      'C',
      'D',
    ])
  })

  it('leave the one unknown whose answer is missing, and settle all others', async () => {
    const { world, sandbox, adapter, session, deliver, write } = await shop()
    sandbox.chaos.arm({ fault: 'batch-missing', times: 1 })
    const writes = ['A', 'B', 'C'].map((each) => write(each))
    const outcomes = await deliver(...writes)
    expect(outcomes.map((each) => each.kind).toSorted()).toEqual(['unknown', 'written', 'written'])
    expect(invoicesIn(world)).toHaveLength(3)
    const found = await adapter.find(session, writes)
    expect(found.map((each) => each?.number)).toEqual(['A', 'B', 'C'])
  })

  it('are told apart by kind', async () => {
    const { adapter, session, deliver, write } = await shop()
    const facts = await adapter.companyFacts(session)
    const memo = documentOf([line({ netMinor: 700 })], { id: 'memo-1', kind: 'credit_memo', number: 'INV-1' })
    const writes = [write('INV-1'), writeOf(memo, adapter.prepare(memo, REFERENCES, facts))]
    const outcomes = await deliver(...writes)
    expect(outcomes).toMatchObject([
      { kind: 'written', object: { totalMinor: 12_500, marker: 'tieout:id-of-INV-1' } },
      { kind: 'written', object: { totalMinor: 700, marker: 'tieout:memo-1' } },
    ])
    expect(await adapter.find(session, writes)).toMatchObject([{ totalMinor: 12_500 }, { totalMinor: 700 }])
  })

  it('are nothing when there are none', async () => {
    const { sandbox, deliver } = await shop()
    const before = sandbox.log.entries().length
    expect(await deliver()).toEqual([])
    expect(sandbox.log.entries()).toHaveLength(before)
  })

  it('are no failure of theirs when the whole call is', async () => {
    const { world, deliver, write } = await shop()
    once(world, 'batch', () => ({ instead: { status: 503, headers: {}, body: '<html>' } }))
    expect(await failureOf(deliver(write('A'), write('B')))).toMatchObject({ reason: 'unknown_outcome' })
  })
})
