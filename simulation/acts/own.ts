import { createDraft, finalizeInvoices, recordPayment } from '@tieout/billing/contract'
import type { Act } from '../world.ts'

/** The least that has to be done for anything to be seen: bill, be paid here, be paid there. */
export const ownActs: readonly Act[] = [
  {
    name: 'bill',
    side: 'here',
    weight: 4,
    async run(_world, { books, actor, clients, services }, chance) {
      const { clientId } = chance.pick(clients)
      const { serviceId } = chance.pick(services)
      const lines = [
        {
          description: 'Server care',
          serviceId,
          unitPriceMinor: chance.between(100, 90_000),
          taxable: false,
        },
      ]
      const made = await books.execute(createDraft, actor, { clientId, lines })
      const done = await books.execute(finalizeInvoices, actor, { invoiceIds: [made.invoiceId] })
      return JSON.stringify(done).slice(0, 120)
    },
  },
  {
    name: 'paid there',
    side: 'there',
    weight: 3,
    async run(world, { keeper, realm }, chance) {
      const open = [...world.sandbox.company(realm).tables.Invoice.rows.values()].filter(
        (row) => Number(row['Balance']) > 0,
      )
      if (open.length === 0) return null
      const row = chance.pick(open)
      const customer = (row['CustomerRef'] as { value: string }).value
      const paid = await keeper.pays(customer, Number(row['Balance']), [
        [String(row.Id), Number(row['Balance'])],
      ])
      return `payment ${paid.Id} for ${String(row['DocNumber'])}`
    },
  },
]
void recordPayment
