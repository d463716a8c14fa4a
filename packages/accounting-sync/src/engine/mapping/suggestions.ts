import type { SyncHost, Trx } from '../../host.ts'
import type { Connection } from '../../postgres/connection.ts'
import { writeLinksApart } from '../../postgres/linking.ts'
import { workbench, type WorkbenchRow } from '../../postgres/suggestions.ts'
import { linkTo } from './map.ts'
import { setFree } from './set-free.ts'
import { COUNTERPART, mappedThings, type MappedType } from './things.ts'

export interface Accepted {
  linked: { id: string; externalId: string }[]
  refused: { id: string; reason: NotAccepted }[]
  /** How many documents go out because of it. */
  released: number
}

export type NotAccepted =
  /** There is no such thing here. */
  | 'unknown'
  | 'linked_already'
  /** Nothing, or more than one, bears exactly this name over there. */
  | 'no_suggestion'
  /** Two of ours want the same one: only a person knows which. */
  | 'ambiguous'
  /** Somebody linked it to another in between. */
  | 'taken'

/** Links each of these to the only one that is exactly like it. One that cannot be never holds up the others. */
export async function acceptSuggestions(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  entityType: MappedType,
  ids: readonly string[],
): Promise<Accepted> {
  const { tenant } = connection
  const wanted = [...new Set(ids)]
  // What has no name, such as lines without a service, is like nothing over there.
  const ours = (await mappedThings(host, trx, tenant, entityType, wanted)).filter(({ name }) => name !== '')
  const table = { entityType, kind: COUNTERPART[entityType] }
  const rows = await workbench(trx, tenant, connection, table, ours)
  const rivals = entityType === 'client' ? wantedTwice(rows) : new Set<string>()
  const chosen = rows.flatMap(({ id, linked, suggestion }) =>
    linked !== null || suggestion === null || rivals.has(suggestion.externalId)
      ? []
      : [{ id, externalId: suggestion.externalId, name: suggestion.name ?? '' }],
  )
  const drafts = chosen.map(({ id, externalId, name }) =>
    linkTo(host, entityType, id, { id: externalId, name }),
  )
  const written = await writeLinksApart(trx, tenant, connection, drafts, host.clock.now())
  const made = new Set(written.map((each) => each.entityId))
  const byId = new Map(rows.map((row) => [row.id, row]))
  return {
    linked: chosen.filter(({ id }) => made.has(id)).map(({ id, externalId }) => ({ id, externalId })),
    refused: wanted.filter((id) => !made.has(id)).map((id) => ({ id, reason: whyNot(byId.get(id), rivals) })),
    released: await setFree(host, trx, connection, written),
  }
}

function whyNot(row: WorkbenchRow | undefined, rivals: ReadonlySet<string>): NotAccepted {
  if (row === undefined) return 'unknown'
  if (row.linked !== null) return 'linked_already'
  if (row.suggestion === null) return 'no_suggestion'
  return rivals.has(row.suggestion.externalId) ? 'ambiguous' : 'taken'
}

function wantedTwice(rows: readonly WorkbenchRow[]): Set<string> {
  const once = new Set<string>()
  const twice = new Set<string>()
  for (const { linked, suggestion } of rows) {
    if (linked !== null || suggestion === null) continue
    if (once.has(suggestion.externalId)) twice.add(suggestion.externalId)
    once.add(suggestion.externalId)
  }
  return twice
}
