import type { Entity } from '@tieout/qbo-sandbox'
import type { Chance } from '../../machine/chance.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { amountIn, isActive, isOpen, partOf, refOf, rowsOf, someOf, tried } from './desk.ts'

/** What bookkeepers do beside what the sandbox's own one does: where both sides have a hand in it. */
export const moreActs: readonly Act[] = [
  {
    name: 'pay-unapplied',
    side: 'there',
    weight: 2,
    async run(world, tenant, chance) {
      const customer = someOf(world, tenant, 'Customer', chance, isActive)
      if (customer === null) return null
      const total = chance.between(100, 50_000) / 100
      return await tried(`received ${total} of customer ${customer.Id} for nothing yet`, async () => {
        return (await tenant.keeper.pays(customer.Id, total, [])).Id
      })
    },
  },
  { name: 'key-the-same-payment', side: 'there', weight: 3, run: keyTheSame },
  {
    name: 'pay-by-entry',
    side: 'there',
    weight: 2,
    async run(world, tenant, chance) {
      const invoice = someOf(world, tenant, 'Invoice', chance, isOpen)
      if (invoice === null) return null
      const sum = partOf(amountIn(invoice, 'Balance'), chance)
      return await tried(`wrote ${sum} of invoice ${invoice.Id} off by an entry and applied it`, async () => {
        const entry = await tenant.keeper.create('JournalEntry', writingOff(world, tenant, invoice, sum))
        const paid = await tenant.keeper.pays(refOf(invoice, 'CustomerRef'), 0, [
          [invoice.Id, sum],
          [entry.Id, sum, 'JournalEntry'],
        ])
        return paid.Id
      })
    },
  },
  {
    name: 'pay-by-memo-and-cash',
    side: 'there',
    weight: 1,
    async run(world, tenant, chance) {
      const memo = someOf(world, tenant, 'CreditMemo', chance, isOpen)
      if (memo === null) return null
      const customer = refOf(memo, 'CustomerRef')
      const mine = (row: Entity) => isOpen(row) && refOf(row, 'CustomerRef') === customer
      const invoice = someOf(world, tenant, 'Invoice', chance, mine)
      if (invoice === null) return null
      const owed = Math.round(amountIn(invoice, 'Balance') * 100)
      const credit = Math.min(owed, Math.round(amountIn(memo, 'Balance') * 100))
      return await tried(`paid invoice ${invoice.Id} by memo ${memo.Id} and cash`, async () => {
        const paid = await tenant.keeper.pays(customer, (owed - credit) / 100, [
          [invoice.Id, owed / 100],
          [memo.Id, credit / 100, 'CreditMemo'],
        ])
        return paid.Id
      })
    },
  },
  {
    name: 'renumber-invoice',
    side: 'there',
    weight: 1,
    async run(world, tenant, chance) {
      const invoice = someOf(world, tenant, 'Invoice', chance)
      if (invoice === null) return null
      const DocNumber = `R-${chance.between(1, 99_999)}`
      return await tried(`numbered invoice ${invoice.Id} ${DocNumber}`, async () => {
        await tenant.keeper.change('Invoice', invoice.Id, { DocNumber })
      })
    },
  },
  {
    name: 'move-invoice',
    side: 'there',
    weight: 1,
    async run(world, tenant, chance) {
      const invoice = someOf(world, tenant, 'Invoice', chance)
      const to = someOf(world, tenant, 'Customer', chance, isActive)
      if (invoice === null || to === null) return null
      return await tried(`gave invoice ${invoice.Id} to customer ${to.Id}`, async () => {
        await tenant.keeper.change('Invoice', invoice.Id, { CustomerRef: { value: to.Id } })
      })
    },
  },
  {
    name: 'deactivate-item',
    side: 'there',
    weight: 1,
    async run(world, tenant, chance) {
      const item = someOf(world, tenant, 'Item', chance, isActive)
      if (item === null) return null
      return await tried(`made item ${item.Id} inactive`, async () => {
        await tenant.keeper.change('Item', item.Id, { Active: false })
      })
    },
  },
]

/** A payment that somebody keyed here is keyed there by hand as well, before or after ours arrives. */
async function keyTheSame(world: World, tenant: SimTenant, chance: Chance): Promise<string | null> {
  const all = await keyedHere(world, tenant)
  if (all.length === 0) return null
  const { amountMinor, paidOn, reference, customerId, invoices } = chance.pick(all)
  const total = amountMinor / 100
  return await tried(`keyed by hand the ${total} that was recorded here too`, async () => {
    const on = invoices.map((each) => [each.externalId, each.amountMinor / 100] as const)
    const more = { TxnDate: paidOn, ...(reference === null ? {} : { PaymentRefNum: reference }) }
    return (await tenant.keeper.pays(customerId, total, on, more)).Id
  })
}

interface KeyedHere {
  amountMinor: number
  paidOn: string
  reference: string | null
  customerId: string
  /** What it pays, as far as it stands there. */
  invoices: { externalId: string; amountMinor: number }[]
}

const keyedHere = (world: World, { tenant, realm }: SimTenant): Promise<KeyedHere[]> =>
  world.look(async (owner) => {
    const { rows } = await owner.raw(KEYED_HERE, { tenant, realm })
    return rows
  })

const KEYED_HERE = `
  select p.amount_minor as "amountMinor", p.paid_on as "paidOn", p.reference, c.external_id as "customerId",
    coalesce(jsonb_agg(jsonb_build_object('externalId', m.external_id, 'amountMinor', a.amount_minor)
      order by m.external_id) filter (where m.external_id is not null), '[]') as invoices
  from payments p
  join tenant_external_entity_mappings c on c.tenant = p.tenant and c.target_realm = :realm
    and c.alga_entity_type = 'client' and c.alga_entity_id = cast(p.client_id as text)
  left join invoice_payments a on a.tenant = p.tenant and a.payment_id = p.payment_id and a.reversed_at is null
  left join tenant_external_entity_mappings m on m.tenant = p.tenant and m.target_realm = :realm
    and m.alga_entity_type = 'invoice' and m.alga_entity_id = cast(a.invoice_id as text)
  where p.tenant = :tenant and p.provider = 'manual' and p.reversed_at is null
  group by p.tenant, p.payment_id, c.external_id
  order by p.recorded_at desc, p.payment_id limit 20`

function writingOff(world: World, tenant: SimTenant, invoice: Entity, sum: number): object {
  const accounts = rowsOf(world, tenant, 'Account')
  const of = (type: string) => accounts.find((each) => each['AccountType'] === type && isActive(each))?.Id
  const line = (PostingType: string, type: string, more: object = {}) => ({
    Amount: sum,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType, AccountRef: { value: of(type) }, ...more },
  })
  const Entity = { Type: 'Customer', EntityRef: { value: refOf(invoice, 'CustomerRef') } }
  return { Line: [line('Debit', 'Expense'), line('Credit', 'Accounts Receivable', { Entity })] }
}
