import type { BadgeView } from '../contract/documents.ts'
import type { Engine } from '../engine/engine.ts'
import type { Badge } from '../postgres/badges.ts'
import type { Connection } from '../postgres/connection.ts'

export function badgeView(
  engine: Engine,
  { adapterType, environment, realm }: Connection,
  { externalKind, externalId, ...view }: Badge,
): BadgeView {
  const isThere = externalKind !== null && externalId !== null
  const deepLink = isThere
    ? engine.adapterOf(adapterType).deepLink(environment, realm, externalKind, externalId)
    : null
  return { ...view, deepLink }
}
