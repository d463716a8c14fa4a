import { conflict, implement, notFound, type Implementation, type TenantContext } from '@tieout/platform'
import type { OutputOf, ParsedInputOf } from '@tieout/platform/contract'
import type { Billing } from '../billing.ts'
import {
  applyCredit,
  getCredit,
  listCredits,
  setCreditExpiry,
  unapplyCredit,
  type CreditView,
} from '../contract/credits.ts'
import { applyCreditToInvoice, unapplyCredit as takeOff } from './apply-credit.ts'
import { listPage, readCredit } from './reading.ts'

export function creditUseCases(billing: Billing): Implementation[] {
  return [
    implement(listCredits, listPage),
    implement(getCredit, (ctx, { creditId }) => readCredit(ctx, creditId)),
    implement(applyCredit, (ctx, input) => applyAudited(ctx, billing, input)),
    implement(unapplyCredit, async (ctx, { creditAllocationId, reason }) => {
      const returned = await takeOff({ ...ctx, billing }, { allocationId: creditAllocationId, reason })
      const { invoiceId, creditId, amountMinor } = returned
      const after = { creditId, creditAllocationId, amountMinor }
      await ctx.audit({
        action: 'credit.unapplied',
        entityType: 'invoice',
        entityId: invoiceId,
        after,
        reason,
      })
      return await readCredit(ctx, creditId)
    }),
    implement(setCreditExpiry, setExpiry),
  ]
}

async function applyAudited(
  ctx: TenantContext,
  billing: Billing,
  input: ParsedInputOf<typeof applyCredit>,
): Promise<OutputOf<typeof applyCredit>> {
  const applied = await applyCreditToInvoice({ ...ctx, billing }, input)
  await ctx.audit({
    action: 'credit.applied',
    entityType: 'invoice',
    entityId: applied.invoiceId,
    after: { allocations: applied.allocations },
  })
  return applied
}

/** An earlier day takes nothing back that is applied; it only stops what is left. */
async function setExpiry(
  ctx: TenantContext,
  { creditId, expiresOn }: ParsedInputOf<typeof setCreditExpiry>,
): Promise<CreditView> {
  const pool: { expires_on: string | null; withdrawn_at: string | null } | undefined = await ctx
    .trx('credits')
    .where({ credit_id: creditId })
    .forUpdate()
    .first('expires_on', 'withdrawn_at')
  if (!pool) throw notFound('credit')
  if (pool.withdrawn_at !== null) throw conflict('credit-withdrawn', 'This credit is no longer in use.')
  await ctx.trx('credits').where({ credit_id: creditId }).update({ expires_on: expiresOn })
  await ctx.audit({
    action: 'credit.expiry_set',
    entityType: 'credit',
    entityId: creditId,
    before: { expiresOn: pool.expires_on },
    after: { expiresOn },
  })
  return await readCredit(ctx, creditId)
}
