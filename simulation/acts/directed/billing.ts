import { createDraft, finalizeInvoices, recordPayment } from '@tieout/billing/contract'
import type { Chance } from '../../machine/chance.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told } from '../here/asking.ts'
import { day, inUnits } from '../here/looking.ts'

/** What scripts have people do here is made of this. */
export const act = (name: string, run: Act['run']): Act => ({ name, side: 'here', weight: 0, run })

export interface Line {
  description: string
  serviceId?: string | null
  quantity: string
  unitPriceMinor: number
  discountMinor: number
  taxable: boolean
}

export const LINE: Line = {
  description: 'Server care',
  quantity: '1',
  unitPriceMinor: 12_000,
  discountMinor: 0,
  taxable: false,
}

export const mapped = ({ services }: SimTenant): string[] =>
  services.flatMap((each) => (each.itemId === null ? [] : [each.serviceId]))

export async function draft(
  world: World,
  tenant: SimTenant,
  { lines, ...head }: { lines: Line[]; clientId?: string; issueDate?: string; invoiceType?: 'prepayment' },
): Promise<string> {
  const [service] = mapped(tenant)
  const made = await tenant.books.execute(createDraft, tenant.actor, {
    clientId: tenant.clients[0]?.clientId ?? '',
    issueDate: day(world),
    ...head,
    lines: lines.map((each) => ({ serviceId: service ?? null, ...each })),
  })
  return made.invoiceId
}

export async function finalize(tenant: SimTenant, invoiceIds: readonly string[]): Promise<string> {
  const asked = await ask(tenant, finalizeInvoices, { invoiceIds })
  return told(
    `finalize ${invoiceIds.length}`,
    asked,
    ({ finalized }) => `: ${finalized.map((each) => each.number).join(', ')}`,
  )
}

export const bill = async (world: World, tenant: SimTenant, lines: Line[]): Promise<string> =>
  await finalize(tenant, [await draft(world, tenant, { lines })])

export interface Owed {
  invoiceId: string
  clientId: string
  number: string
  currency: string
  dueMinor: number
}

export async function pay(
  world: World,
  tenant: SimTenant,
  chance: Chance,
  papers: readonly Owed[],
): Promise<string> {
  const hex = Array.from({ length: 12 }, () => chance.int(16).toString(16)).join('')
  const amountMinor = papers.reduce((sum, each) => sum + each.dueMinor, 0)
  const asked = await ask(tenant, recordPayment, {
    idempotencyKey: `5c21b700-0000-4000-8000-${hex}`,
    clientId: papers[0]?.clientId,
    paidOn: day(world, -1),
    currency: papers[0]?.currency,
    amountMinor,
    method: 'cheque',
    reference: 'CHQ 204',
    allocations: papers.map((each) => ({ invoiceId: each.invoiceId, amountMinor: each.dueMinor })),
  })
  return told(`record ${inUnits(amountMinor)} for ${papers.map((each) => each.number).join(', ')}`, asked)
}
