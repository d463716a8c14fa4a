import type { SimTenant, Violation, World } from '../world.ts'
import { apartOn } from './apart.ts'
import { bothBooks, counterpart, linkOf, type Both } from './both.ts'

/** What is asked for again before the cursor; anything older will never be told another time. */
const OVERLAP = 5 * 60_000

/**
 * I2: the cursor never passes what is not applied. All that changed over there before it is recorded here, or it
 * waits where it can be seen, or something of ours about it is on its way.
 */
export async function nothingPassed(world: World, tenant: SimTenant, cursor: string): Promise<Violation[]> {
  const both = await bothBooks(world, tenant)
  const until = Date.parse(cursor) - OVERLAP
  const isPassed = (kind: 'Invoice' | 'CreditMemo' | 'Payment', id: string) =>
    changedAt(world, tenant, kind, id) < until
  return both.ours.documents.flatMap((document) => {
    const link = linkOf(both, document)
    if (link === undefined || Date.parse(link.updatedAt) > world.clock.now().getTime()) return []
    return apartOn(both, document, { isHealed: false }).flatMap(({ what, why, paymentId }) => {
      if (why !== null) return []
      const kind = link.externalKind === 'credit_memo' ? 'CreditMemo' : 'Invoice'
      const isOld = paymentId === null ? isPassed(kind, link.externalId) : isPassed('Payment', paymentId)
      if (!isOld || isOursAlone(both, document, paymentId)) return []
      return [
        { invariant: 'I2', tenant: tenant.tenant, what: `${what}; the cursor is past it, at ${cursor}` },
      ]
    })
  })
}

/** A receipt here that stands for no payment there is nothing that a poll could have told. */
const isOursAlone = (both: Both, document: Parameters<typeof counterpart>[1], paymentId: string | null) =>
  paymentId === null && Math.abs(counterpart(both, document)?.postedMinor ?? 0) === worth(document)

const worth = ({ isVoided, totalMinor }: Parameters<typeof counterpart>[1]) => (isVoided ? 0 : totalMinor)

/** When it changed last, be it that it was deleted, by the clock of the service. */
function changedAt(
  { sandbox }: World,
  { realm }: SimTenant,
  kind: 'Invoice' | 'CreditMemo' | 'Payment',
  id: string,
) {
  const { latest, changes } = sandbox.company(realm).tables[kind]
  const sequence = latest.get(id)
  return changes.findLast((each) => each.sequence === sequence)?.at ?? Infinity
}
