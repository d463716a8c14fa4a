import { applyCredit, unapplyCredit } from '@tieout/billing/contract'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told } from './asking.ts'
import { inUnits, openPapers } from './looking.ts'

/** What people do here with the credit of their clients. */
export const creditActs: readonly Act[] = [
  {
    name: 'apply-credit',
    side: 'here',
    weight: 6,
    async run(world, tenant, chance) {
      const pools = await openPools(world, tenant)
      if (pools.length === 0) return null
      const pool = chance.pick(pools)
      const payable = (await openPapers(world, tenant)).filter((each) => each.clientId === pool.clientId)
      if (payable.length === 0) return null
      const { invoiceId, number, dueMinor } = chance.pick(payable)
      const most = Math.min(dueMinor, pool.remainingMinor)
      const amountMinor = chance.happens(0.6) ? most : chance.between(1, most)
      const asked = await ask(tenant, applyCredit, { invoiceId, creditId: pool.creditId, amountMinor })
      return told(`put ${inUnits(amountMinor)} of ${pool.number} on ${number}`, asked)
    },
  },
  {
    name: 'unapply-credit',
    side: 'here',
    weight: 3,
    async run(world, tenant, chance) {
      const all = await applications(world, tenant)
      if (all.length === 0) return null
      const { creditAllocationId, amountMinor, note, invoice } = chance.pick(all)
      const asked = await ask(tenant, unapplyCredit, { creditAllocationId, reason: 'meant for another' })
      return told(`take ${inUnits(amountMinor)} of ${note} off ${invoice}`, asked)
    },
  },
]

export interface OpenPool {
  creditId: string
  clientId: string
  /** The credit note's. */
  number: string
  remainingMinor: number
}

/** Of which something is left, the latest first. */
export const openPools = async (world: World, { tenant }: SimTenant): Promise<OpenPool[]> =>
  await world.look(async (owner) => {
    const { rows } = await owner.raw(
      `select c.credit_id as "creditId", c.client_id as "clientId", i.number, c.remaining_minor as "remainingMinor"
       from credits c join invoices i on i.tenant = c.tenant and i.invoice_id = c.source_invoice_id
       where c.tenant = ? and c.withdrawn_at is null and c.remaining_minor > 0 and i.invoice_type = 'credit_note'
       order by i.finalized_at desc, i.number desc limit 40`,
      [tenant],
    )
    return rows
  })

export interface Application {
  creditAllocationId: string
  amountMinor: number
  note: string
  invoice: string
}

/** Those that stand, the latest first. */
export const applications = async (world: World, { tenant }: SimTenant): Promise<Application[]> =>
  await world.look(async (owner) => {
    const { rows } = await owner.raw(
      `select a.allocation_id as "creditAllocationId", a.amount_minor as "amountMinor", n.number as note,
         i.number as invoice
       from credit_allocations a
       join credits c on c.tenant = a.tenant and c.credit_id = a.credit_id
       join invoices n on n.tenant = c.tenant and n.invoice_id = c.source_invoice_id
       join invoices i on i.tenant = a.tenant and i.invoice_id = a.invoice_id
       where a.tenant = ? and a.unapplied_at is null
       order by a.recorded_at desc, a.allocation_id limit 40`,
      [tenant],
    )
    return rows
  })
