import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  agrees,
  applied,
  leftOf,
  noteOf,
  operationOf,
  rowsOf,
  takenOff,
  zeroPayments,
} from './testing/credit-desk.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, linesFor, type MoneyWorld } from './testing/money-world.ts'

/** Credit that people put on invoices here, over the real books and a company in process. */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one } = moneyDesk(() => world)

describe('credit put on an invoice here', () => {
  // capability payments out: Credit put on an invoice links the two there by a payment of zero, once both are there
  it('becomes a payment of zero there that links memo and invoice, once', async () => {
    const [note, invoice] = [await noteOf(world, 6_000), await one()]
    const before = zeroPayments(world).length
    const id = await applied(world, note, invoice, 4_500)
    await world.poll()
    expect(zeroPayments(world).slice(before)).toEqual([
      [
        ['Invoice', invoice.there, 45],
        ['CreditMemo', note.there, 45],
      ],
    ])
    expect(await operationOf(world, id)).toMatchObject([{ status: 'done', operation: 'apply_credit' }])
    await agrees(world, [note], [invoice])
    await world.poll(2)
    expect(zeroPayments(world)).toHaveLength(before + 1)
    expect(await leftOf(world, note)).toEqual({ here: 1_500, there: 1_500 })
  })

  it('waits for both documents, and goes with them in one run', async () => {
    const note = await noteOf(world, 5_000, { isLocal: true })
    const [invoice] = await world.invoices([10_000], { isLocal: true })
    if (invoice === undefined) throw new Error('there is one')
    const id = await applied(world, note, invoice, 5_000)
    await world.poll()
    const [operation] = await operationOf(world, id)
    expect(operation).toMatchObject({ status: 'done' })
    const rows = rowsOf(world, 'Invoice').filter((each) => each['DocNumber'] === invoice.number)
    expect(rows.map((each) => each['Balance'])).toEqual([50])
  })

  it('is one operation for each of three invoices, and comes off one by one', async () => {
    const note = await noteOf(world, 6_000)
    const invoices = await world.invoices([10_000, 10_000, 10_000])
    const ids: string[] = []
    for (const each of invoices) ids.push(await applied(world, note, each, 2_000))
    await world.poll()
    await agrees(world, [note], invoices)
    await takenOff(world, ids[1] ?? '')
    await world.poll()
    await agrees(world, [note], invoices)
    expect(await leftOf(world, note)).toEqual({ here: 2_000, there: 2_000 })
    expect((await operationOf(world, ids[1] ?? '')).map((each) => each.status)).toEqual(['done', 'done'])
  })

  it('of three credit notes pays one invoice', async () => {
    const notes = [await noteOf(world, 1_000), await noteOf(world, 2_000), await noteOf(world, 3_000)]
    const invoice = await one()
    for (const each of notes) await applied(world, each, invoice)
    await world.poll()
    expect(await world.owed(invoice)).toEqual({ here: 4_000, there: 4_000 })
    await agrees(world, notes, [invoice])
  })

  it('taken off and put on again is another payment there, and the first is gone', async () => {
    const [note, invoice] = [await noteOf(world, 3_000), await one()]
    const first = await applied(world, note, invoice, 3_000)
    await world.poll()
    const before = zeroPayments(world).length
    await takenOff(world, first)
    await applied(world, note, invoice, 2_500)
    await world.poll()
    expect(zeroPayments(world)).toHaveLength(before)
    await agrees(world, [note], [invoice])
    await world.poll(2)
    await agrees(world, [note], [invoice])
    expect(await world.owed(invoice)).toEqual({ here: 7_500, there: 7_500 })
  })

  it('put on and taken off before anything went is never sent', async () => {
    const [note, invoice] = [await noteOf(world, 3_000), await one()]
    const before = zeroPayments(world).length
    const id = await applied(world, note, invoice)
    await takenOff(world, id)
    await world.poll()
    expect(zeroPayments(world)).toHaveLength(before)
    expect(await operationOf(world, id)).toMatchObject([{ status: 'skipped', skip_reason: 'document_gone' }])
  })

  // capability payments out: Credit taken off here is taken off there, and what the bookkeeper added stays
  it('comes out of a payment to which the bookkeeper added lines, and leaves those', async () => {
    const [note, other, invoice, second] = [
      await noteOf(world, 3_000),
      await noteOf(world, 2_000),
      await one(),
      await one(),
    ]
    const id = await applied(world, note, invoice, 3_000)
    await world.poll()
    const payment = rowsOf(world, 'Payment').find((each) => String(each['PrivateNote']).includes(id))
    await world.keeper.change('Payment', payment?.Id ?? '', {
      TotalAmt: 0,
      Line: linesFor([
        [invoice.there, 30],
        [note.there, 30, 'CreditMemo'],
        [second.there, 20],
        [other.there, 20, 'CreditMemo'],
      ]),
    })
    // Before anybody looked: the first try meets another payment than was agreed on.
    await takenOff(world, id)
    await world.poll(2)
    const left = rowsOf(world, 'Payment').find((each) => each.Id === payment?.Id)
    expect(zeroPayments(world).at(-1)).toEqual([
      ['Invoice', second.there, 20],
      ['CreditMemo', other.there, 20],
    ])
    expect(left?.['TotalAmt']).toBe(0)
    await agrees(world, [note, other], [invoice, second])
    expect(await world.owed(second)).toEqual({ here: 8_000, there: 8_000 })
  })
})
