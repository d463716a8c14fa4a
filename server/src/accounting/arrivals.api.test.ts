import type { ArrivalDetail, ArrivalView } from '@tieout/accounting-sync/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { COMPANY } from './testing/accounting-host.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, linesFor, type Both, type MoneyWorld } from './testing/money-world.ts'

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)

const list = async (query: string): Promise<ArrivalView[]> => {
  const answer = await world.bill.ask('GET', `/accounting/transactions?direction=in&limit=200&${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.items
}
const of = ({ invoiceId }: Both) => list(`documentId=${invoiceId}`)
const only = async (found: Promise<ArrivalView[]>): Promise<ArrivalView> => {
  const rows = await found
  expect(rows).toHaveLength(1)
  if (rows[0] === undefined) throw new Error('there is one')
  return rows[0]
}
/** A minute later: what was told before is told again. */
async function pollSoon(): Promise<void> {
  world.clock.advance(60)
  const { connectionId } = world.connection
  const order = { tenant: HARBOR.tenant, connectionId, trigger: 'schedule' } as const
  expect(await world.sync.runCycle(order, new AbortController().signal)).toMatchObject({ kind: 'ran' })
}
const detail = async ({ arrivalId }: ArrivalView): Promise<ArrivalDetail> =>
  (await world.bill.ask('GET', `/accounting/arrivals/${arrivalId}`)).body
const count = async (query = '') =>
  (await world.bill.ask('GET', `/accounting/transactions/counts?${query}`)).body

describe('a payment that came in', () => {
  // capability payments in: What came in stands in the list of transactions, with how it was here before and after
  it('is one row with its documents, its client, its amount, and when it happened there and here', async () => {
    const all = await world.invoices([10_000, 20_000])
    const on = all.map((each) => [each.there, 100] as const)
    const paid = await world.keeper.pays('1', 200, on, { PaymentRefNum: 'CHQ 77', TxnDate: '2026-02-27' })
    await world.poll()
    const row = await only(of(all[0] as Both))
    expect(row).toMatchObject({
      direction: 'in',
      kind: 'payment',
      externalId: paid.Id,
      status: 'applied',
      reference: 'CHQ 77',
      client: { id: world.clients[0]?.id, name: expect.any(String) },
      amountMinor: 20_000,
      heldMinor: null,
      currency: 'USD',
      dated: '2026-02-27',
    })
    expect(row.documents).toEqual(
      all
        .toSorted((a, b) => (a.number < b.number ? -1 : 1))
        .map(({ invoiceId, number }) => ({ id: invoiceId, number, amountMinor: 10_000 })),
    )
    expect(Date.parse(row.changedAt ?? '')).toBeLessThan(Date.parse(row.at))
    const told = await detail(row)
    expect(told).toMatchObject({ company: COMPANY.name, taskId: null, cycle: { trigger: 'schedule' } })
    expect(told.deepLink).toContain(paid.Id)
    expect(told.receipts).toMatchObject([{ before: null, after: { amountMinor: 20_000, number: 'CHQ 77' } }])
  })

  it('is told once, however often it is polled, and its echo is no row', async () => {
    const made = await one()
    await world.keeper.pays('1', 100, [[made.there, 100]])
    for (let round = 0; round < 3; round += 1) await pollSoon()
    await only(of(made))
  })

  it('that is changed and then deleted there has a row for each, with before and after', async () => {
    const made = await one()
    const paid = await world.keeper.pays('1', 60, [[made.there, 60]], { PaymentRefNum: 'A1' })
    await world.poll()
    await world.keeper.change('Payment', paid.Id, { TotalAmt: 40, Line: linesFor([[made.there, 40]]) })
    await world.poll()
    await world.keeper.delete('Payment', paid.Id)
    await world.poll()
    const rows = await of(made)
    expect(rows.map(({ status, reason, amountMinor }) => ({ status, reason, amountMinor }))).toEqual([
      { status: 'reversed', reason: 'gone', amountMinor: 4000 },
      { status: 'changed', reason: null, amountMinor: 4000 },
      { status: 'applied', reason: null, amountMinor: 6000 },
    ])
    const allocation = (amountMinor: number) => [{ documentId: made.invoiceId, amountMinor }]
    expect((await detail(rows[1] as ArrivalView)).receipts).toMatchObject([
      {
        before: { amountMinor: 6000, allocations: allocation(6000) },
        after: { amountMinor: 4000, allocations: allocation(4000) },
      },
    ])
    expect((await detail(rows[0] as ArrivalView)).receipts).toMatchObject([
      { before: { amountMinor: 4000 }, after: null },
    ])
    expect((await detail(rows[0] as ArrivalView)).deepLink).toBeNull()
  })

  it('that cannot be applied is held with its reason and its task, and settled once that is mended', async () => {
    const [old] = await world.invoices([5000], { issueDate: '2025-12-15', isLocal: true })
    const line = {
      Amount: 50,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    }
    const there = await world.keeper.create('Invoice', { CustomerRef: { value: '1' }, Line: [line] })
    await world.keeper.pays('1', 50, [[there.Id, 50]], { PaymentRefNum: 'HELD-1' })
    await world.poll()
    const held = await only(list('search=held-1'))
    expect(held).toMatchObject({ status: 'held', reason: 'unknown_document', heldMinor: 5000 })
    const told = await detail(held)
    expect(told.problems).toMatchObject([{ reason: 'unknown_document', amountMinor: 5000 }])
    const task = await world.bill.ask('GET', `/inbox/tasks/${told.taskId}`)
    expect(task.body.kind).toBe('accounting_sync_unmapped_payment')
    expect((await count('search=HELD')).in).toMatchObject({ held: 1, settled: 0, applied: 0 })
    await world.linkByHand('invoice', old?.invoiceId ?? '', 'invoice', there.Id)
    await world.poll()
    expect((await list('search=HELD-1')).map(({ status }) => status)).toEqual(['applied', 'settled'])
    expect((await count('search=HELD')).in).toMatchObject({ held: 0, settled: 1, applied: 1 })
    expect((await list('search=HELD-1&status=settled')).map(({ arrivalId }) => arrivalId)).toEqual([
      held.arrivalId,
    ])
  })

  it('that pays nothing yet is a row without anything to do, told once', async () => {
    await world.keeper.pays('1', 30, [], { PaymentRefNum: 'CREDIT-9' })
    for (let round = 0; round < 3; round += 1) await pollSoon()
    expect(await only(list('search=CREDIT-9'))).toMatchObject({
      status: 'nothing',
      reason: 'stays_as_credit',
      amountMinor: 3000,
    })
  })

  it('of a customer that is nobody’s here is no row', async () => {
    await world.keeper.pays('2', 30, [], { PaymentRefNum: 'STRANGER' })
    await world.poll()
    expect(await list('search=STRANGER')).toEqual([])
  })
})

describe('what else came in', () => {
  it('a document that differs stands as that until it agrees again', async () => {
    const made = await one()
    await world.keeper.change('Invoice', made.there, { DocNumber: `${made.number}-X` })
    await world.poll()
    const row = await only(of(made))
    expect(row).toMatchObject({
      kind: 'invoice',
      status: 'differs',
      reason: 'changed',
      reference: made.number,
    })
    const told = await detail(row)
    expect(told.differences).toEqual([{ field: 'number', here: made.number, there: `${made.number}-X` }])
    expect((await world.bill.ask('GET', `/inbox/tasks/${told.taskId}`)).body.kind).toBe(
      'accounting_sync_drift',
    )
    await world.keeper.change('Invoice', made.there, { DocNumber: made.number })
    await world.poll()
    expect((await of(made)).map(({ status, reason }) => [status, reason])).toEqual([
      ['nothing', 'agrees_again'],
      ['settled', 'changed'],
    ])
  })

  it('a customer that is called otherwise has both names', async () => {
    await world.keeper.change('Customer', '3', { DisplayName: 'Kestrel & Daughters' })
    await world.poll()
    const row = await only(list('kind=customer'))
    expect(row).toMatchObject({ status: 'applied', reason: 'renamed', client: { id: world.clients[1]?.id } })
    expect((await detail(row)).name).toMatchObject({ after: 'Kestrel & Daughters' })
  })
})

describe('the list of both ways', () => {
  it('is narrowed to a run: what went out in it and what came in, and nothing else', async () => {
    const made = await one()
    await world.keeper.pays('1', 100, [[made.there, 100]], { PaymentRefNum: 'RUN-1' })
    const [next] = await world.invoices([7000])
    const arrival = await detail(await only(list('search=RUN-1')))
    const run = arrival.cycle?.cycleId ?? ''
    const { items } = (await world.bill.ask('GET', `/accounting/transactions?cycleId=${run}`)).body
    const told = items.map((each: ArrivalView & { number?: string }) => [
      each.direction,
      each.number ?? each.reference,
    ])
    expect(told.toSorted()).toEqual([
      ['in', 'RUN-1'],
      ['out', next?.number],
    ])
    expect(await count(`cycleId=${run}`)).toMatchObject({ out: { done: 1 }, in: { applied: 1 } })
    const none = await world.bill.ask(
      'GET',
      '/accounting/transactions?cycleId=11111111-1111-4111-8111-111111111111',
    )
    expect([none.status, none.body.code]).toEqual([404, 'accounting-no-run'])
  })

  it('is turned page by page, both ways in one order', async () => {
    const all: string[] = []
    const key = (each: Record<string, string>) => each['operationId'] ?? each['arrivalId'] ?? ''
    let cursor: string | null = ''
    const times: string[] = []
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { body } = await world.bill.ask('GET', `/accounting/transactions?limit=3${more}`)
      all.push(...body.items.map(key))
      times.push(...body.items.map((each: Record<string, string>) => each['updatedAt'] ?? each['at']))
      cursor = body.nextCursor
    }
    expect(new Set(all).size).toBe(all.length)
    expect(times).toEqual(times.toSorted().toReversed())
    const whole = await world.bill.ask('GET', '/accounting/transactions?limit=200')
    expect(all).toEqual(whole.body.items.map(key))
    const { out, in: came } = await count()
    const sum = (each: Record<string, number>) => Object.values(each).reduce((a, b) => a + b, 0)
    expect(sum(out) + sum(came)).toBe(all.length)
  })

  it('is to be had as a file, both ways', async () => {
    const file = await world.bill.ask('GET', '/accounting/transactions.csv?search=CHQ')
    const lines = file.text.trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain('CHQ 77')
    expect(lines[1]).toContain('200.00')
  })

  it('is nobody else’s', async () => {
    const bea = await world.test.as('bea@juniperridge.example')
    expect((await bea.ask('GET', '/accounting/transactions?direction=in')).body.items).toEqual([])
    const [row] = await list('search=CHQ')
    expect((await bea.ask('GET', `/accounting/arrivals/${row?.arrivalId}`)).status).toBe(404)
  })
})
