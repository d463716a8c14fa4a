import type { BooksContext } from '../billing.ts'
import { appendToTrail, type ExternalSource } from '../receivables/trail.ts'
import { asTold, type ReturnedCredit } from './return-credits.ts'

/** So much of a pool on an invoice, decided with both of them held. */
export interface CreditDraw {
  creditId: string
  invoiceId: string
  clientId: string
  currency: string
  amountMinor: number
  appliedOn: string
  external?: ExternalSource | undefined
}

/** Writes what was decided, in the order given, in a number of statements that does not depend on how much it is. */
export async function writeDraws(ctx: BooksContext, draws: readonly CreditDraw[]): Promise<ReturnedCredit[]> {
  if (draws.length === 0) return []
  const { trx, tenant, clock, ids } = ctx
  const now = clock.now()
  const written = draws.map((draw) => ({ ...draw, allocationId: ids.uuid() }))
  const rows = JSON.stringify(written)
  await trx.raw(INSERT, [tenant, now, rows])
  await trx.raw(DRAW, [rows])
  await trx.raw(PAY_OFF, [now, rows])
  await appendToTrail(
    ctx,
    written.map(({ appliedOn: occurredOn, external, ...each }) => ({
      ...each,
      kind: 'credit_applied',
      receivableMinor: -each.amountMinor,
      occurredOn,
      ...(external && { external }),
    })),
  )
  await ctx.billing.lifecycle.announce(trx, tenant, 'creditApplied', written.map(asTold))
  return written
}

const INSERT = `
  insert into credit_allocations (tenant, allocation_id, credit_id, invoice_id, amount_minor, applied_on, recorded_at)
  select ?::uuid, d."allocationId", d."creditId", d."invoiceId", d."amountMinor", d."appliedOn", ?::timestamptz
  from jsonb_to_recordset(?::jsonb) as d ("allocationId" uuid, "creditId" uuid, "invoiceId" uuid,
    "amountMinor" bigint, "appliedOn" date)`

const DRAW = `
  update credits c set remaining_minor = c.remaining_minor - d.amount
  from (
    select "creditId" as credit_id, sum("amountMinor") as amount
    from jsonb_to_recordset(?::jsonb) as d ("creditId" uuid, "amountMinor" bigint) group by 1
  ) d
  where c.credit_id = d.credit_id`

const PAY_OFF = `
  update invoices i set credit_applied_minor = i.credit_applied_minor + d.amount, updated_at = ?
  from (
    select "invoiceId" as invoice_id, sum("amountMinor") as amount
    from jsonb_to_recordset(?::jsonb) as d ("invoiceId" uuid, "amountMinor" bigint) group by 1
  ) d
  where i.invoice_id = d.invoice_id`
