import type { Clock, Ids, Transaction } from '@tieout/platform'
import { createSequences } from './numbering-use-cases.ts'
import { insertTerms } from './terms-store.ts'

const NET_DAYS = [7, 14, 30, 45, 60]
const DEFAULT_DAYS = 30

/**
 * What a new company begins with: usual terms and the three sequences. No tax region: which taxes
 * apply where is a decision nobody can make for it, and a document without a region carries no tax.
 */
export async function createBillingDefaults(
  trx: Transaction,
  tenant: string,
  ids: Ids,
  clock: Clock,
): Promise<void> {
  const terms = NET_DAYS.map((days) => ({
    termsId: ids.uuid(),
    name: `Net ${days}`,
    rule: 'net' as const,
    days,
    isDefault: days === DEFAULT_DAYS,
    status: 'active' as const,
  }))
  await insertTerms(trx, tenant, terms, clock.now())
  await createSequences(trx, tenant)
}
