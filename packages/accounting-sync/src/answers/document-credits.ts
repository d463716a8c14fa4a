import type { DocumentView } from '../contract/documents.ts'
import { badgeStateOf } from '../core/badge.ts'
import type { DocumentHead } from '../core/document.ts'
import type { Engine } from '../engine/engine.ts'
import type { CreditUse } from '../host-credits.ts'
import type { CardFacts } from '../postgres/document-card.ts'
import type { Inside } from './answer.ts'
import { balanceSeen, theirStanding } from './document-sides.ts'

type OnCard = DocumentView['credits'][number]

/** Credit that stands, and what was taken off here and not yet there. */
export function creditsOnCard(
  credits: readonly CreditUse[],
  { applications }: CardFacts,
  currency: string,
): OnCard[] {
  const there = new Map(applications.map((each) => [each.allocationId, each]))
  return credits.flatMap(({ allocationId, documentId, number, kind, amountMinor, date, takenOffAt }) => {
    const { link = null, open = null, waitReason = null, errorCode = null } = there.get(allocationId) ?? {}
    const isSettled = open === null && (link === null || link === 'voided')
    if (takenOffAt !== null && isSettled) return []
    return {
      allocationId,
      documentId,
      number,
      kind,
      amountMinor,
      currency,
      date,
      takenOff: takenOffAt !== null,
      state: badgeStateOf(link, open),
      waitReason,
      errorCode,
    }
  })
}

/** Of a credit note that ran out of time here: what is still open on both sides, as far as was seen. */
export async function expiryOf(
  { host }: Engine,
  { trx, tenant }: Pick<Inside, 'trx' | 'tenant'>,
  head: DocumentHead,
  facts: CardFacts,
): Promise<DocumentView['expired']> {
  if (head.kind !== 'credit_memo' || theirStanding(facts) !== 'standing') return null
  const [expired] = (await host.books.expiredCredits?.(trx, tenant, [head.id])) ?? []
  if (expired === undefined) return null
  const amountMinor = Math.min(expired.remainingMinor, balanceSeen(facts) ?? expired.remainingMinor)
  const { expiresOn, currency } = expired
  return amountMinor === 0 ? null : { expiresOn, currency, amountMinor }
}
