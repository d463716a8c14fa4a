import { countChips as countChipsRoute, getBadges, type BadgeView } from '../contract/documents.ts'
import type { Engine } from '../engine/engine.ts'
import { badgesOf, countChips, type Badge } from '../postgres/badges.ts'
import { resolveConnection, type Connection } from '../postgres/connection.ts'
import { answer, type Answer } from './answer.ts'

/** What documents say of themselves, and what a person has done with them. */
export const documentAnswers = (engine: Engine): Answer[] => [
  answer(getBadges, async ({ trx, tenant }, { documentIds }) => {
    const connection = await resolveConnection(trx, tenant)
    if (connection === null) return { connected: false, items: [] }
    const badges = await badgesOf(trx, tenant, connection, documentIds)
    return { connected: true, items: badges.map((each) => badgeView(engine, connection, each)) }
  }),
  answer(countChipsRoute, async ({ trx, tenant }) => {
    const connection = await resolveConnection(trx, tenant)
    if (connection === null) return { connected: false, attention: 0, queued: 0, drift: 0 }
    return { connected: true, ...(await countChips(trx, tenant, connection)) }
  }),
]

export function badgeView(engine: Engine, connection: Connection, badge: Badge): BadgeView {
  const { externalKind, externalId, ...view } = badge
  return { ...view, deepLink: deepLinkOf(engine, connection, externalKind, externalId) }
}

/** Where a person sees it over there; null when it is not there. */
const deepLinkOf = (
  engine: Engine,
  { adapterType, environment, realm }: Connection,
  externalKind: string | null,
  externalId: string | null,
): string | null =>
  externalKind === null || externalId === null
    ? null
    : engine.adapterOf(adapterType).deepLink(environment, realm, externalKind, externalId)
