import type { BadgeView } from '../contract/badge.ts'
import type { Engine } from '../engine/engine.ts'
import type { Badge } from '../postgres/badges.ts'
import type { Connection } from '../postgres/connection.ts'
import type { Inside } from './answer.ts'
import { causeFrom, causeOf, namedCauses, type Named } from './named-causes.ts'

/** Badges as people read them; what they wait for is named for all of them in one statement, where any wait. */
export async function badgeViews(
  engine: Engine,
  { trx, tenant }: Pick<Inside, 'trx' | 'tenant'>,
  connection: Connection,
  badges: readonly Badge[],
): Promise<BadgeView[]> {
  const causes = new Set(badges.flatMap(({ operation }) => operation?.waitsFor ?? []))
  const named = await namedCauses(engine.host.books, trx, tenant, [...causes].flatMap(causeFrom))
  const acceptedBy = [...new Set(badges.flatMap(({ accepted }) => accepted?.by ?? []))]
  const people =
    acceptedBy.length === 0
      ? new Map<string, string>()
      : await engine.host.people.names(trx, tenant, acceptedBy)
  return badges.map((each) => badgeView(engine, connection, each, named, people))
}

export function badgeView(
  engine: Engine,
  { adapterType, environment, realm }: Connection,
  { externalKind, externalId, operation, accepted, ...known }: Badge,
  named: readonly Named[],
  people: ReadonlyMap<string, string>,
): BadgeView {
  // A credit memo cannot be voided there: it was deleted.
  const isGone = externalKind === 'credit_memo' && known.state === 'voided'
  const isThere = externalKind !== null && externalId !== null && !isGone
  const deepLink = isThere
    ? engine.adapterOf(adapterType).deepLink(environment, realm, externalKind, externalId)
    : null
  const view = { ...known, accepted: acceptedView(accepted, people) }
  if (operation === null) return { ...view, deepLink, operation }
  const { waitsFor, ...open } = operation
  const missing = named.filter((each) => waitsFor.includes(causeOf(each)))
  return { ...view, deepLink, operation: { ...open, missing } }
}

const acceptedView = (
  accepted: Badge['accepted'],
  people: ReadonlyMap<string, string>,
): BadgeView['accepted'] => {
  if (accepted === null) return null
  const { by, ...told } = accepted
  return { ...told, byName: people.get(by) ?? null }
}
