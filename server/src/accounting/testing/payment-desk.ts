import { expect } from 'vitest'
import { COMPANY } from './accounting-host.ts'
import type { Both, MoneyWorld } from './money-world.ts'

export interface PaymentCase {
  name: string
  /** Answers the documents that it is about. */
  run(world: MoneyWorld): Promise<Both[]>
  /** What a person is asked for, where the two sides cannot be equal or somebody has to decide. */
  asks?: { minor: number; reason: string; equal?: boolean; also?: readonly string[] }
}

export const pays = (
  world: MoneyWorld,
  on: readonly (readonly [Both | undefined, number])[],
  more: object = {},
  total?: number,
) => {
  const known = on.flatMap(([both, amount]) => (both === undefined ? [] : [[both.there, amount] as const]))
  const sum = known.reduce((all, [, amount]) => all + amount, 0)
  return world.keeper.pays('1', total ?? sum, known, more)
}

export const change = (world: MoneyWorld, id: string, body: object) =>
  world.keeper.change('Payment', id, body)

export const both = (): Both => ({ invoiceId: '', number: '', totalMinor: 0, clientId: '', there: '' })

export const billed = (amount: number, more: object = {}) => ({
  CustomerRef: { value: '1' },
  Line: [
    {
      Amount: amount,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    },
  ],
  ...more,
})

/** Paid with fifty, seen here, then changed over there. */
export async function changed(
  world: MoneyWorld,
  total: number,
  to: (there: string) => object,
): Promise<Both[]> {
  const all = await world.invoices([total * 100])
  const paid = await pays(world, [[all[0], 50]], { PaymentRefNum: 'CHQ 7' })
  await world.poll()
  expect(await world.owed(all[0] ?? both())).toEqual({
    here: total * 100 - 5_000,
    there: total * 100 - 5_000,
  })
  await change(world, paid.Id, to(all[0]?.there ?? ''))
  return all
}

export async function after(world: MoneyWorld, then: (paymentId: string) => Promise<void>): Promise<Both[]> {
  const all = await world.invoices([10_000])
  const paid = await pays(world, [[all[0], 50]])
  await world.poll()
  expect((await world.owed(all[0] ?? both())).here).toBe(5_000)
  await then(paid.Id)
  return all
}

/** Paid by card here and pushed, then something happens to that payment there. */
export async function captured(
  world: MoneyWorld,
  then: (paymentId: string, on: string) => Promise<void>,
): Promise<Both[]> {
  const [made = both()] = await world.invoices([10_000])
  await world.byCard(made, 10_000)
  await world.poll()
  expect(await world.owed(made)).toEqual({ here: 0, there: 0 })
  const rows = [...world.sandbox.company(COMPANY.realmId).tables.Payment.rows.values()]
  const pushed = rows.find((row) => JSON.stringify(row['Line']).includes(`"TxnId":"${made.there}"`))
  await then(pushed?.Id ?? '', made.there)
  return [made]
}

/** Keyed over there by hand, linked by hand, and paid there. */
export async function paidThere(world: MoneyWorld, here: Both | undefined, amount: number): Promise<Both> {
  const there = await world.keeper.create('Invoice', billed(amount))
  const linked = { ...(here ?? both()), there: there.Id }
  await world.linkByHand('invoice', linked.invoiceId, 'invoice', there.Id)
  await pays(world, [[linked, amount]])
  return linked
}

export async function badDebt(world: MoneyWorld, amount: number): Promise<string> {
  const accounts = [...world.sandbox.company(COMPANY.realmId).tables.Account.rows.values()]
  const of = (type: string) => accounts.find((each) => each['AccountType'] === type)?.Id
  const line = (PostingType: string, type: string, more: object = {}) => ({
    Amount: amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: { value: of(type) }, ...more },
  })
  const Entity = { Type: 'Customer', EntityRef: { value: '1' } }
  const Line = [line('Debit', 'Expense'), line('Credit', 'Accounts Receivable', { Entity })]
  return (await world.keeper.create('JournalEntry', { Line })).Id
}
