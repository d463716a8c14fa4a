import type { Knex } from 'knex'
import type { SimTenant, World } from '../../world.ts'

/** What somebody sees before doing something with it. Always in an order, so that a seed draws the same again. */

export interface Paper {
  invoiceId: string
  clientId: string
  number: string
  invoiceType: string
  version: number
  issueDate: string
  currency: string
  dueMinor: number
}

const PAPER = `i.invoice_id as "invoiceId", i.client_id as "clientId", coalesce(i.number, 'a draft') as number,
  i.invoice_type as "invoiceType", i.version, i.issue_date as "issueDate", i.currency,
  case when i.finalized_at is null or i.voided_at is not null or i.invoice_type = 'credit_note' then 0
    else i.total_minor - i.credit_applied_minor - i.paid_minor end as "dueMinor"`

const papers = async (world: World, { tenant }: SimTenant, which: string): Promise<Paper[]> =>
  await world.look(async (owner) => {
    const { rows } = await owner.raw(
      `select ${PAPER} from invoices i where i.tenant = ? and i.invoice_type <> 'prepayment' and ${BEGUN_HERE} and ${which}
       order by i.created_at desc, i.invoice_id limit 60`,
      [tenant],
    )
    return rows
  })

/** The demo's own documents were there before anybody connected; nobody works on them. */
const BEGUN_HERE = `i.created_at >= (select c.connected_at from accounting_connections c
  where c.tenant = i.tenant order by c.connected_at, c.connection_id limit 1)`

export const openPapers = (world: World, tenant: SimTenant) =>
  papers(
    world,
    tenant,
    `i.finalized_at is not null and i.voided_at is null and i.invoice_type = 'standard'
    and i.total_minor - i.credit_applied_minor - i.paid_minor > 0`,
  )

export const postedPapers = (world: World, tenant: SimTenant) =>
  papers(world, tenant, 'i.finalized_at is not null and i.voided_at is null')

export const draftPapers = (world: World, tenant: SimTenant) =>
  papers(world, tenant, 'i.finalized_at is null')

export interface Receipt {
  paymentId: string
  clientId: string
  provider: string
  amountMinor: number
  unappliedMinor: number
  paidOn: string
  reference: string | null
  allocations: string[]
}

/** Money that was taken here and not given back. */
export const receipts = async (world: World, { tenant }: SimTenant): Promise<Receipt[]> =>
  await world.look(async (owner) => {
    const { rows } = await owner.raw(
      `select p.payment_id as "paymentId", p.client_id as "clientId", p.provider, p.amount_minor as "amountMinor",
         p.unapplied_minor as "unappliedMinor", p.paid_on as "paidOn", p.reference,
         array(select cast(a.allocation_id as text) from invoice_payments a where a.tenant = p.tenant
           and a.payment_id = p.payment_id and a.reversed_at is null order by a.allocation_id) as allocations
       from payments p where p.tenant = ? and p.reversed_at is null and p.recorded_at >= (
         select c.connected_at from accounting_connections c where c.tenant = p.tenant
         order by c.connected_at, c.connection_id limit 1)
       order by p.recorded_at desc, p.payment_id limit 60`,
      [tenant],
    )
    return rows
  })

/** Clients in the company's currency, those that are linked to nobody among them. */
export const clientsInDollars = async (world: World, { tenant }: SimTenant): Promise<string[]> =>
  await rowsOf(world, (owner) =>
    owner('clients')
      .where({ tenant, currency: 'USD', status: 'active' })
      .orderBy('client_id')
      .pluck('client_id'),
  )

export interface OpenTask {
  taskId: string
  kind: string
  context: Record<string, unknown>
}

export const openTasks = async (world: World, { tenant }: SimTenant): Promise<OpenTask[]> =>
  await rowsOf(world, (owner) =>
    owner('inbox_tasks')
      .where({ tenant, status: 'open' })
      .whereLike('kind', 'accounting%')
      .orderBy(['raised_at', 'task_id'])
      .limit(60)
      .select({ taskId: 'task_id', kind: 'kind', context: 'context' }),
  )

const rowsOf = <T>(world: World, ask: (owner: Knex) => Promise<T>): Promise<T> => world.look(ask)

/** The day it is, moved by so many days. */
export function day(world: World, days = 0): string {
  return new Date(world.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

export const inUnits = (minor: number): string => (minor / 100).toFixed(2)
