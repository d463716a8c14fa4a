import type { BooksContext } from '../billing.ts'
import type { LifecycleEvents } from '../lifecycle.ts'
import { companyToday } from '../catalogue/today.ts'
import { appendToTrail, type ExternalSource } from '../receivables/trail.ts'

/**
 * Everything applied to these invoices returns to the pools it came from: they are being voided. The
 * caller holds the invoices locked, so that nothing is applied to them meanwhile.
 */
export async function returnCreditsOf(
  ctx: BooksContext,
  invoiceIds: readonly string[],
  reason: string,
): Promise<void> {
  const applied: string[] = await ctx
    .trx('credit_allocations')
    .whereRaw('invoice_id = any (?::uuid[])', [[...invoiceIds]])
    .whereNull('unapplied_at')
    .orderBy('allocation_id')
    .pluck('allocation_id')
  await giveBack(
    ctx,
    applied.map((allocationId) => ({ allocationId, reason })),
  )
}

/** One application that is taken off; `external` when that happened elsewhere, and then as if it had never been. */
export interface CreditReversal {
  allocationId: string
  reason: string
  external?: ExternalSource | undefined
}

export interface ReturnedCredit {
  allocationId: string
  creditId: string
  invoiceId: string
  clientId: string
  currency: string
  amountMinor: number
  appliedOn: string
  external?: ExternalSource | undefined
}

/**
 * Takes these applications back, each at most once, and answers those that this call took back. The
 * caller holds the invoices; the pools are locked here, after them.
 */
export async function giveBack(
  ctx: BooksContext,
  reversals: readonly CreditReversal[],
): Promise<ReturnedCredit[]> {
  if (reversals.length === 0) return []
  const asked = new Map(reversals.map((each) => [each.allocationId.toLowerCase(), each]))
  const reasons = [...asked].map(([allocationId, { reason }]) => ({ allocationId, reason }))
  await ctx.trx.raw(LOCK_POOLS, [[...asked.keys()]])
  const { rows }: { rows: Omit<ReturnedCredit, 'external'>[] } = await ctx.trx.raw(TAKE_BACK, [
    ctx.clock.now(),
    JSON.stringify(reasons),
  ])
  if (rows.length === 0) return []
  const returned = rows
    .map((each): ReturnedCredit => ({ ...each, external: asked.get(each.allocationId)?.external }))
    .toSorted((a, b) => (a.allocationId < b.allocationId ? -1 : 1))
  const amounts = JSON.stringify(returned)
  await ctx.trx.raw(REFILL, [amounts])
  await ctx.trx.raw(OWE_AGAIN, [ctx.clock.now(), amounts])
  const today = await companyToday(ctx.trx, ctx.tenant, ctx.clock)
  await appendToTrail(
    ctx,
    returned.map(({ appliedOn, external, ...each }) => ({
      ...each,
      kind: 'credit_unapplied',
      receivableMinor: each.amountMinor,
      occurredOn: external === undefined ? today : appliedOn,
      reason: asked.get(each.allocationId)?.reason ?? '',
      ...(external && { external }),
    })),
  )
  await ctx.billing.lifecycle.announce(ctx.trx, ctx.tenant, 'creditUnapplied', returned.map(asTold))
  return returned
}

export const asTold = (each: ReturnedCredit): LifecycleEvents['creditApplied'] => ({
  allocationId: each.allocationId,
  creditId: each.creditId,
  invoiceId: each.invoiceId,
  amountMinor: each.amountMinor,
  source: each.external ?? null,
})

const LOCK_POOLS = `
  select credit_id from credits
  where credit_id in (select credit_id from credit_allocations where allocation_id = any (?::uuid[]))
  order by credit_id
  for update`

const TAKE_BACK = `
  update credit_allocations a set unapplied_at = ?, unapply_reason = r.reason
  from credits c, jsonb_to_recordset(?::jsonb) as r ("allocationId" uuid, reason text)
  where a.allocation_id = r."allocationId" and a.unapplied_at is null
    and c.tenant = a.tenant and c.credit_id = a.credit_id
  returning a.allocation_id as "allocationId", a.credit_id as "creditId", a.invoice_id as "invoiceId",
    c.client_id as "clientId", c.currency, a.amount_minor as "amountMinor", a.applied_on as "appliedOn"`

const REFILL = `
  update credits c set remaining_minor = c.remaining_minor + r.amount
  from (
    select "creditId" as credit_id, sum("amountMinor") as amount
    from jsonb_to_recordset(?::jsonb) as r ("creditId" uuid, "amountMinor" bigint) group by 1
  ) r
  where c.credit_id = r.credit_id`

const OWE_AGAIN = `
  update invoices i set credit_applied_minor = i.credit_applied_minor - r.amount, updated_at = ?
  from (
    select "invoiceId" as invoice_id, sum("amountMinor") as amount
    from jsonb_to_recordset(?::jsonb) as r ("invoiceId" uuid, "amountMinor" bigint) group by 1
  ) r
  where i.invoice_id = r.invoice_id`
