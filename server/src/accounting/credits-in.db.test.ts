import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { COMPANY } from './testing/accounting-host.ts'
import {
  agrees,
  applied,
  appliedThere,
  leftOf,
  noteOf,
  operationOf,
  rowsOf,
  takenOff,
  zeroPayments,
} from './testing/credit-desk.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, linesFor, type MoneyWorld } from './testing/money-world.ts'
import { billed } from './testing/payment-desk.ts'

/** Credit that is applied over there, over the real books and a company in process. */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)

const problems = async () =>
  (await world.openTasks()).flatMap((each) => (each.context['problems'] ?? []) as { reason: string }[])

describe('credit of ours applied over there', () => {
  // capability payments in: Credit of ours that is applied there is drawn from its credit note here, and is no money
  it('is drawn from the pool here, and none of it is money', async () => {
    const [note, invoice] = [await noteOf(world, 6_000), await one()]
    const receipts = (await world.receipts()).length
    await appliedThere(world, note.there, [[invoice, 45]])
    await world.poll()
    await agrees(world, [note], [invoice])
    expect(await leftOf(world, note)).toEqual({ here: 1_500, there: 1_500 })
    expect(await world.receipts()).toHaveLength(receipts)
    // Nothing of it goes back to where it came from.
    await world.poll(2)
    expect(await world.owner('accounting_sync_operations').where({ operation: 'apply_credit' })).toEqual([])
    await agrees(world, [note], [invoice])
  })

  it('follows what the bookkeeper makes of it: more, less, moved, voided, deleted', async () => {
    const note = await noteOf(world, 6_000)
    const [first, second] = [await one(), await one()]
    const { Id } = await appliedThere(world, note.there, [[first, 20]])
    const says = async (on: readonly (readonly [string, number, string?])[]) => {
      await world.keeper.change('Payment', Id, { TotalAmt: 0, Line: linesFor(on) })
      await world.poll()
      await agrees(world, [note], [first, second])
    }
    await world.poll()
    await says([
      [first.there, 50],
      [note.there, 50, 'CreditMemo'],
    ])
    await says([
      [first.there, 10],
      [note.there, 10, 'CreditMemo'],
    ])
    await says([
      [second.there, 40],
      [note.there, 40, 'CreditMemo'],
    ])
    expect(await world.owed(second)).toEqual({ here: 6_000, there: 6_000 })
    await world.keeper.void('Payment', Id)
    await world.poll()
    await agrees(world, [note], [first, second])
    const again = await appliedThere(world, note.there, [[first, 30]])
    await world.poll()
    await world.keeper.delete('Payment', again.Id)
    await world.poll()
    await agrees(world, [note], [first, second])
    expect(await leftOf(world, note)).toEqual({ here: 6_000, there: 6_000 })
  })

  it('with money on several invoices keeps every total exact, the memo on the oldest first', async () => {
    const note = await noteOf(world, 3_000)
    const [young] = await world.invoices([10_000], { issueDate: '2026-03-02' })
    const [old] = await world.invoices([10_000], { issueDate: '2026-02-02' })
    if (young === undefined || old === undefined) throw new Error('there are two')
    await world.keeper.pays('1', 150, [
      [young.there, 100],
      [old.there, 80],
      [note.there, 30, 'CreditMemo'],
    ])
    await world.poll()
    await agrees(world, [note], [young, old])
    const body = (await world.bill.ask('GET', `/invoices/${old.invoiceId}`)).body
    expect(body).toMatchObject({ creditAppliedMinor: 3_000, paidMinor: 5_000 })
    expect(await problems()).toEqual([])
  })

  it('that somebody here applied as well is the same: it is linked, and nothing is sent', async () => {
    const [note, invoice] = [await noteOf(world, 4_000), await one()]
    await appliedThere(world, note.there, [[invoice, 40]])
    const id = await applied(world, note, invoice, 4_000)
    const before = zeroPayments(world).length
    await world.poll()
    expect(zeroPayments(world)).toHaveLength(before)
    expect(await operationOf(world, id)).toMatchObject([{ status: 'skipped', skip_reason: 'already_there' }])
    await agrees(world, [note], [invoice])
    // It travels like one of ours from now on.
    await takenOff(world, id)
    await world.poll()
    expect(zeroPayments(world)).toHaveLength(before - 1)
    await agrees(world, [note], [invoice])
  })

  it('spent there on another invoice counts: what stood here and never got there is taken off', async () => {
    const [note, mine, theirs] = [await noteOf(world, 4_000), await one(), await one()]
    await appliedThere(world, note.there, [[theirs, 40]])
    const id = await applied(world, note, mine, 3_000)
    await world.poll()
    await agrees(world, [note], [mine, theirs])
    expect(await world.owed(mine)).toEqual({ here: 10_000, there: 10_000 })
    const [allocation] = await world.owner('credit_allocations').where({ allocation_id: id })
    expect(allocation.unapply_reason).toBe('the credit was used otherwise in the accounting system')
    expect(await problems()).toEqual([])
  })

  it('makes way for money over there that pays the same', async () => {
    const [note, invoice] = [await noteOf(world, 4_000), await one(4_000)]
    await world.keeper.pays('1', 40, [[invoice.there, 40]])
    await applied(world, note, invoice, 4_000)
    await world.poll()
    await agrees(world, [note], [invoice])
    expect(await leftOf(world, note)).toEqual({ here: 4_000, there: 4_000 })
    expect(await problems()).toEqual([])
  })

  it('on an invoice that nobody knows stays in a task with its amount', async () => {
    const note = await noteOf(world, 4_000)
    const unknown = await world.keeper.create('Invoice', billed(40))
    const { Id } = await world.keeper.pays('1', 0, [
      [unknown.Id, 25],
      [note.there, 25, 'CreditMemo'],
    ])
    await world.poll()
    const task = (await world.openTasks()).at(-1)
    expect(task).toMatchObject({ kind: 'accounting_sync_unmapped_payment', minor: 2_500 })
    expect(await leftOf(world, note)).toEqual({ here: 4_000, there: 1_500 })
    await world.keeper.delete('Payment', Id)
    await world.poll()
    expect(await world.openTasks()).toEqual([])
    await agrees(world, [note], [])
  })

  it('mirrored, then taken off here, is taken off there as well', async () => {
    const note = await noteOf(world, 5_000)
    const [first, second] = [await one(), await one()]
    const { Id } = await appliedThere(world, note.there, [
      [first, 20],
      [second, 30],
    ])
    await world.poll()
    const [a, b] = await world
      .owner('credit_allocations')
      .where({ credit_id: note.creditId })
      .orderBy('amount_minor')
    await takenOff(world, a.allocation_id)
    await world.poll()
    await agrees(world, [note], [first, second])
    expect(rowsOf(world, 'Payment').some((each) => each.Id === Id)).toBe(true)
    await takenOff(world, b.allocation_id)
    await world.poll()
    expect(rowsOf(world, 'Payment').some((each) => each.Id === Id)).toBe(false)
    await agrees(world, [note], [first, second])
  })

  it('both parts taken off at once leave nothing there', async () => {
    const note = await noteOf(world, 5_000)
    const [first, second] = [await one(), await one()]
    const { Id } = await appliedThere(world, note.there, [
      [first, 20],
      [second, 30],
    ])
    await world.poll()
    for (const each of await world.owner('credit_allocations').where({ credit_id: note.creditId }))
      await takenOff(world, each.allocation_id)
    await world.poll()
    expect(rowsOf(world, 'Payment').some((each) => each.Id === Id)).toBe(false)
    await agrees(world, [note], [first, second])
    await world.poll(2)
    await agrees(world, [note], [first, second])
  })
})

describe('QuickBooks applying credit by itself', () => {
  const automatically = (on: boolean) => {
    const { rows } = world.sandbox.company(COMPANY.realmId).tables.Preferences
    for (const [id, row] of rows)
      rows.set(id, {
        ...row,
        SalesFormsPrefs: { ...(row['SalesFormsPrefs'] as object), AutoApplyCredit: on },
      })
  }

  // capability payments in: Credit that QuickBooks applies by itself is taken over
  it('is taken over, whatever was applied here', async () => {
    const note = await noteOf(world, 6_000)
    automatically(true)
    try {
      const [alone] = await world.invoices([5_000])
      await world.poll()
      await agrees(world, [note], alone === undefined ? [] : [alone])
      const next = await noteOf(world, 4_000, { isLocal: true })
      const [invoice] = await world.invoices([10_000], { isLocal: true })
      if (invoice === undefined) throw new Error('there is one')
      const id = await applied(world, next, invoice, 3_000)
      await world.poll(3)
      const memo = rowsOf(world, 'CreditMemo').find((each) => each['DocNumber'] === next.number)
      const there = rowsOf(world, 'Invoice').find((each) => each['DocNumber'] === invoice.number)
      const known = { ...next, there: memo?.Id ?? '' }
      await agrees(world, [known, note], [{ ...invoice, there: there?.Id ?? '' }])
      expect((await operationOf(world, id)).map((each) => each.status)).toEqual(['skipped'])
      expect(await problems()).toEqual([])
    } finally {
      automatically(false)
    }
  })
})
