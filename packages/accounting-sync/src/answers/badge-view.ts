import type { BadgeView } from '../contract/documents.ts'
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
  return badges.map((each) => badgeView(engine, connection, each, named))
}

export function badgeView(
  engine: Engine,
  { adapterType, environment, realm }: Connection,
  { externalKind, externalId, operation, ...view }: Badge,
  named: readonly Named[],
): BadgeView {
  const isThere = externalKind !== null && externalId !== null
  const deepLink = isThere
    ? engine.adapterOf(adapterType).deepLink(environment, realm, externalKind, externalId)
    : null
  if (operation === null) return { ...view, deepLink, operation }
  const { waitsFor, ...open } = operation
  const missing = named.filter((each) => waitsFor.includes(causeOf(each)))
  return { ...view, deepLink, operation: { ...open, missing } }
}
