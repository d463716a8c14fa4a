import { openGuards, verifyAudit } from '@tieout/platform'
import type { Check, Violation } from '../world.ts'

/** I12: the chain over the audit verifies from its first seal to its last, and its guards are switched on. */
export const chainVerifies: Check = async ({ owner, tenants }) => {
  const found: Violation[] = (await openGuards(owner)).map((what) => ({
    invariant: 'I12',
    tenant: null,
    what,
  }))
  for (const { tenant } of tenants) {
    const { problems } = await verifyAudit(owner, tenant)
    for (const problem of problems) found.push({ invariant: 'I12', tenant, what: JSON.stringify(problem) })
  }
  return found
}
