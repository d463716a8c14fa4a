import type { Both as Invoice } from '../../server/src/accounting/testing/money-world.ts'
import type { Violation } from '../world.ts'
import { createStillWorld, type StillWorld } from './still-world.ts'

/** Books that agree, and where they do not, somebody was told: for breaking them on purpose. */
export interface BooksToBreak {
  world: StillWorld
  /** Partly paid there. */
  invoice: Invoice
  /** Changed there, with a task that names by how much. */
  drifted: Invoice
  /** The payment over there. */
  paid: string
}

export async function booksToBreak(): Promise<BooksToBreak> {
  const world = await createStillWorld()
  const { money } = world
  const [invoice, drifted] = await money.invoices([10_000, 20_000])
  if (invoice === undefined || drifted === undefined) throw new Error('there are two')
  const paid = (await money.keeper.pays('1', 40, [[invoice.there, 40]])).Id
  await money.keeper.pays('1', 15, [])
  await money.keeper.create('Invoice', { CustomerRef: { value: '1' }, ...soldFor(70) })
  await money.keeper.change('Invoice', drifted.there, soldFor(230))
  await money.invoices([5_000], { issueDate: '2025-12-15', isLocal: true })
  await money.poll(2)
  await world.sealed()
  return { world, invoice, drifted, paid }
}

export const soldFor = (Amount: number) => ({
  Line: [
    {
      Amount,
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } },
    },
  ],
})

/** Past all rules of the service. */
export function changeRow({ sandbox, only }: StillWorld, id: string, change: object): void {
  const { rows } = sandbox.company(only.realm).tables.Invoice
  const before = rows.get(id)
  if (before === undefined) throw new Error(`no invoice ${id}`)
  rows.set(id, { ...before, ...change })
}

export const whatOf = (found: readonly Violation[]) => found.map((each) => each.what)
