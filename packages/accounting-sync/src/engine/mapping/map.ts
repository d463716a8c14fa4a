import type { CatalogueEntry } from '../../adapter.ts'
import type { EntityRef } from '../../core/references.ts'
import type { SyncHost, Trx } from '../../host.ts'
import { readEntries } from '../../postgres/catalogue.ts'
import type { Connection } from '../../postgres/connection.ts'
import { forgetFirstExport } from '../../postgres/first-exports.ts'
import { link, unlink as removeLink } from '../../postgres/linking.ts'
import type { Link, LinkDraft } from '../../postgres/links.ts'
import { setFree } from './set-free.ts'
import { COUNTERPART, type MappedType } from './things.ts'

export interface Mapping {
  entityType: MappedType
  entityId: string
  externalId: string
  /** Of the client: things of different currencies are never linked. */
  currency?: string | null
}

export type Mapped =
  | { kind: 'mapped'; released: number }
  | { kind: 'refused'; reason: 'unknown' | 'inactive' | 'other_currency' | 'taken' }

/** Links one to another and sets free everything that this held up, here and among what was refused for it. */
export async function map(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  mapping: Mapping,
): Promise<Mapped> {
  const { tenant } = connection
  const { entityType, externalId } = mapping
  const [entry] = await readEntries(trx, tenant, connection, COUNTERPART[entityType], [externalId])
  if (entry === undefined) return { kind: 'refused', reason: 'unknown' }
  if (!entry.active) return { kind: 'refused', reason: 'inactive' }
  if (entry.currency !== null && mapping.currency && entry.currency !== mapping.currency) {
    return { kind: 'refused', reason: 'other_currency' }
  }
  const draft = linkTo(host, entityType, mapping.entityId, entry)
  if ((await link(trx, tenant, connection, draft, host.clock.now())) === 'taken')
    return { kind: 'refused', reason: 'taken' }
  return { kind: 'mapped', released: await setFree(host, trx, connection, [mapping]) }
}

/** Two services may share an item; two clients never share a customer. */
export const linkTo = (
  { ids }: SyncHost,
  entityType: MappedType,
  entityId: string,
  entry: Pick<CatalogueEntry, 'id' | 'name'>,
): LinkDraft => ({
  mappingId: ids.uuid(),
  entityType,
  entityId,
  externalKind: COUNTERPART[entityType],
  externalId: entry.id,
  exclusive: entityType === 'client',
  name: entry.name,
  status: 'linked',
})

export type Unlinked =
  | { kind: 'unlinked'; link: Link }
  | { kind: 'not_linked' }
  /** A document is over there, whatever anybody says. */
  | { kind: 'refused'; reason: 'document' }

/** Takes a link back: from now on documents that name it wait. What is over there stays as it is. */
export async function unlink(
  _host: SyncHost,
  trx: Trx,
  connection: Connection,
  entity: EntityRef,
): Promise<Unlinked> {
  if (!Object.hasOwn(COUNTERPART, entity.entityType)) return { kind: 'refused', reason: 'document' }
  const gone = await removeLink(trx, connection.tenant, connection, entity)
  // Whoever takes its customer away wants to say which other one it is.
  if (entity.entityType === 'client') {
    await forgetFirstExport(trx, connection.tenant, connection, entity.entityId)
  }
  return gone === null ? { kind: 'not_linked' } : { kind: 'unlinked', link: gone }
}
