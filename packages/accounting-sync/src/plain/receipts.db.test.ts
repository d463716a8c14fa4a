import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CanonicalDocument } from '../core/document.ts'
import type { Trx } from '../host.ts'
import type { ReceiptDraft } from '../host-payments.ts'
import { createPlainWorld, type PlainWorld } from '../testing/plain-world.ts'
import { invoice } from '../testing/sync-world.ts'
import { TENANT_A } from '../testing/test-host.ts'

let world: PlainWorld
beforeAll(async () => {
  world = await createPlainWorld()
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>) => world.host.transactions.inTenant(TENANT_A, work)
const source = { adapterType: 'ledgerly', realm: '9001', externalId: '7' }

let documents = 0
function billed(): CanonicalDocument {
  documents += 1
  const document = { ...invoice(documents), totalMinor: 10_000 }
  world.documents.set(document.id, document)
  return document
}

const draft = (
  key: string,
  on: CanonicalDocument,
  amountMinor: number,
  more: Partial<ReceiptDraft> = {},
) => ({
  key,
  clientId: on.clientId,
  fed: 'cash' as const,
  date: '2026-11-20',
  currency: on.currency,
  reference: 'CHK 1',
  amountMinor,
  allocations: [{ documentId: on.id, amountMinor }],
  source,
  ...more,
})
const record = (...drafts: ReceiptDraft[]) =>
  inA((trx) => world.host.books.payments.record(trx, TENANT_A, drafts))
const owed = async ({ id }: CanonicalDocument) =>
  (await inA((trx) => world.host.books.heads(trx, TENANT_A, [id])))[0]?.balanceMinor
const look = (receiptIds: string[], documentIds: string[] = []) =>
  inA((trx) => world.host.books.payments.look(trx, TENANT_A, { receiptIds, documentIds, alike: [] }))
const idOf = (outcome: Awaited<ReturnType<typeof record>>[number] | undefined) =>
  outcome?.kind === 'recorded' ? outcome.receiptId : ''

it('records a key once, refuses what is too much, and the others stand', async () => {
  const bill = billed()
  const [first, tooMuch, same, second, more] = await record(
    draft('a', bill, 4_000),
    draft('b', bill, 6_001),
    draft('a', bill, 4_000),
    draft('c', bill, 1_000),
    draft('d', bill, 100, { allocations: [{ documentId: bill.id, amountMinor: 200 }] }),
  )
  expect(tooMuch).toEqual({ kind: 'refused', detail: 'more is applied than is owed' })
  expect(more).toEqual({ kind: 'refused', detail: 'more is applied than was received' })
  expect(same).toEqual(first)
  expect(await record(draft('a', bill, 4_000))).toEqual([first])
  expect(await owed(bill)).toBe(5_000)

  const { receipts, documents: seen } = await look([idOf(first), idOf(second)])
  expect(receipts.map((each) => each.amountMinor).toSorted()).toEqual([1_000, 4_000])
  expect(receipts[0]).toMatchObject({
    origin: 'there',
    date: '2026-11-20',
    reference: 'CHK 1',
    isReversed: false,
  })
  expect(seen).toMatchObject([{ documentId: bill.id, balanceDueMinor: 5_000, standing: 'open' }])
  expect(await record(draft('e', { ...bill, id: crypto.randomUUID() }, 1))).toMatchObject([
    { kind: 'refused' },
  ])
})

it('never lets two at once pay the same', async () => {
  const bill = billed()
  const outcomes = await Promise.all(
    Array.from({ length: 6 }, (_, n) => record(draft(`race ${n}`, bill, 6_000))),
  )
  expect(outcomes.flat().filter((each) => each.kind === 'recorded')).toHaveLength(1)
  expect(await owed(bill)).toBe(4_000)
})

it('holds what it showed until the transaction ends', async () => {
  const bill = billed()
  const held = Promise.withResolvers<void>()
  const shown = Promise.withResolvers<void>()
  let recorded = false
  const looking = inA(async (trx) => {
    await world.host.books.payments.look(trx, TENANT_A, {
      receiptIds: [],
      documentIds: [bill.id],
      alike: [],
    })
    shown.resolve()
    await held.promise
    expect(recorded).toBe(false)
  })
  await Promise.race([shown.promise, looking])
  const recording = record(draft('held', bill, 1_000)).then(() => void (recorded = true))
  try {
    await expect
      .poll(
        async () => {
          const { rows } = await world.db.raw(
            `select count(*) as waiting from pg_locks where locktype = 'advisory' and not granted
           and database = (select oid from pg_database where datname = current_database())`,
          )
          return rows[0].waiting
        },
        { timeout: 20_000 },
      )
      .toBe(1)
  } finally {
    held.resolve()
  }
  await Promise.all([looking, recording])
  expect(await owed(bill)).toBe(9_000)
})

it('restates and takes back, tells each move, and pays nothing twice over', async () => {
  const [one, two] = [billed(), billed()]
  const [outcome] = await record(draft('move', one, 8_000))
  const receiptId = idOf(outcome)
  const { receipts } = await look([receiptId])
  const takeBack = receipts[0]?.allocations.map((each) => each.allocationId) ?? []
  const said = {
    receiptId,
    date: '2026-11-21',
    reference: null,
    amountMinor: 9_000,
    reason: 'changed',
    source,
  }
  const restate = (apply: { documentId: string; amountMinor: number }[], taken: string[]) =>
    inA((trx) => world.host.books.payments.restate(trx, TENANT_A, [{ ...said, takeBack: taken, apply }]))
  await expect(restate([{ documentId: one.id, amountMinor: 3_000 }], [])).rejects.toThrow(
    'more than it comes',
  )
  expect(await owed(one)).toBe(2_000)

  world.advance(60)
  await restate([{ documentId: two.id, amountMinor: 9_000 }], takeBack)
  expect([await owed(one), await owed(two)]).toEqual([10_000, 1_000])
  const changed = await inA((trx) => world.host.books.payments.read(trx, TENANT_A, [receiptId]))
  expect(changed).toMatchObject([{ date: '2026-11-21', reference: null, amountMinor: 9_000 }])

  world.advance(60)
  const reverse = () =>
    inA((trx) => world.host.books.payments.reverse(trx, TENANT_A, [{ receiptId, reason: 'voided', source }]))
  await reverse()
  await reverse()
  expect([await owed(one), await owed(two)]).toEqual([10_000, 10_000])
  expect((await look([receiptId])).receipts).toMatchObject([{ isReversed: true, allocations: [] }])
  const story = await inA((trx) => world.host.books.story(trx, TENANT_A, two.id))
  expect(story?.moves).toEqual([
    expect.objectContaining({ at: '2026-11-21T09:01:00.000Z', appliedMinor: 9_000, takenBackMinor: 0 }),
    expect.objectContaining({ at: '2026-11-21T09:02:00.000Z', appliedMinor: 0, takenBackMinor: 9_000 }),
  ])
})
