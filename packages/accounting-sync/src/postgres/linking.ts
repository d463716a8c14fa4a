import type { EntityRef } from '../core/references.ts'
import type { Trx } from '../host.ts'
import { LINK, writeLinks, type Link, type LinkDraft } from './links.ts'
import type { Target } from './place.ts'

/** One link by a person: `taken` when their object is linked to another of ours. */
export async function link(
  trx: Trx,
  tenant: string,
  target: Target,
  draft: LinkDraft,
  at: Date,
): Promise<'linked' | 'taken'> {
  const written = await writeLinksApart(trx, tenant, target, [draft], at)
  return written.length === 1 ? 'linked' : 'taken'
}

const UNIQUE_VIOLATION = '23505'

/**
 * The same for what people link while others do: where somebody took an object in the moment between the look
 * and the writing, the set is written again and finds it taken.
 */
export async function writeLinksApart(
  trx: Trx,
  tenant: string,
  target: Target,
  drafts: readonly LinkDraft[],
  at: Date,
): Promise<EntityRef[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await trx.transaction((apart) => writeLinks(apart, tenant, target, drafts, at))
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION
      if (!isTaken || tries === MOST_TRIES) throw error
    }
  }
}

/** Each try finds one more that another took; more than a few at one moment are no people. */
const MOST_TRIES = 5

/** Answers what was linked; null when nothing was. */
export async function unlink(
  trx: Trx,
  tenant: string,
  target: Target,
  entity: EntityRef,
): Promise<Link | null> {
  const { rows } = await trx.raw(
    `delete from tenant_external_entity_mappings m where m.tenant = :tenant and m.adapter_type = :adapterType
       and m.target_realm = :realm and m.alga_entity_type = :entityType and m.alga_entity_id = :entityId
     returning ${LINK}`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      entityType: entity.entityType,
      entityId: entity.entityId,
    },
  )
  return rows[0] ?? null
}
