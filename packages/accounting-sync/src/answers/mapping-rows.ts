import type { MappingRow } from '../contract/index.ts'
import {
  COUNTERPART,
  mappedThings,
  NOTHING,
  type MappedThing,
  type MappedType,
} from '../engine/mapping/things.ts'
import type { Engine } from '../engine/engine.ts'
import { readSettings } from '../engine/settings.ts'
import type { Trx } from '../host.ts'
import { readEntries } from '../postgres/catalogue.ts'
import type { Connection } from '../postgres/connection.ts'
import { heldUp, type HeldUp } from '../postgres/due.ts'
import { loadLinksOfTypes } from '../postgres/links.ts'
import { nearby } from '../postgres/nearby.ts'
import { workbench, type Counterpart, type WorkbenchRow } from '../postgres/suggestions.ts'

/**
 * Ours of one type with what stands for each over there: those that are in use, and of the others those that
 * are linked or hold something up. A fixed number of statements.
 */
export async function mappingRows(
  engine: Engine,
  trx: Trx,
  connection: Connection,
  type: MappedType,
  ids: readonly string[] | 'all' = 'all',
): Promise<MappingRow[]> {
  const { tenant } = connection
  const held = await heldByThing(trx, connection, type)
  const things = await wanted(engine, trx, connection, type, { ids, held })
  const kind = COUNTERPART[type]
  const stands = await workbench(trx, tenant, connection, { entityType: type, kind }, things)
  const byId = new Map(stands.map((each) => [each.id, each]))
  const fallback = type === 'service' ? await fallbackItem(trx, connection) : null
  const rivals = type === 'client' ? suggestedTwice(stands) : new Set<string>()
  return things.flatMap((thing): MappingRow[] => {
    const found = byId.get(thing.id)
    const holdsUp = held.get(thing.id) ?? null
    if (found === undefined) return []
    const stand =
      type === 'service' && thing.id === NOTHING ? { ...found, ...standOf(fallback) } : judged(found, rivals)
    if (!thing.active && stand.linked === null && holdsUp === null && ids === 'all') return []
    return [rowOf(engine, connection, type, thing, stand, holdsUp)]
  })
}

type Held = ReadonlyMap<string, NonNullable<MappingRow['holdsUp']>>

async function wanted(
  { host }: Engine,
  trx: Trx,
  connection: Connection,
  type: MappedType,
  { ids, held }: { ids: readonly string[] | 'all'; held: Held },
): Promise<MappedThing[]> {
  const { tenant } = connection
  const things = await mappedThings(host, trx, tenant, type, ids)
  if (type !== 'tax' || ids !== 'all') return things
  // What was linked or waits is a combination too, whether or not a line may still carry it.
  const links = await loadLinksOfTypes(trx, tenant, connection, ['tax'])
  const known = new Set(things.map((each) => each.id))
  const others = [...links.map((each) => each.entityId), ...held.keys()].filter((each) => !known.has(each))
  return others.length === 0
    ? things
    : [...things, ...(await mappedThings(host, trx, tenant, type, [...new Set(others)]))]
}

async function heldByThing(trx: Trx, connection: Connection, type: MappedType): Promise<Held> {
  const prefix = `${type}:`
  const all: HeldUp[] = await heldUp(trx, connection.tenant, connection)
  return new Map(
    all
      .filter((each) => each.reason === 'unmapped' && each.cause.startsWith(prefix))
      .map(({ cause, operations, money }) => [cause.slice(prefix.length), { operations, money }]),
  )
}

async function fallbackItem(trx: Trx, connection: Connection): Promise<Counterpart | null> {
  const { fallbackItemId } = readSettings(connection.settings)
  if (fallbackItemId === null) return null
  const [entry] = await readEntries(trx, connection.tenant, connection, 'item', [fallbackItemId])
  const unknown = { name: null, detail: null, email: null, currency: null, active: false }
  return { ...unknown, ...entry, externalId: fallbackItemId }
}

const standOf = (linked: Counterpart | null): Pick<WorkbenchRow, 'tab' | 'linked' | 'suggestion'> => ({
  tab: linked === null ? 'review' : 'mapped',
  linked,
  suggestion: null,
})

/** Customers that more than one client of the same name would get: somebody has to say whose they are. */
function suggestedTwice(stands: readonly WorkbenchRow[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const { tab, suggestion } of stands) {
    if (tab !== 'suggested' || suggestion === null) continue
    if (seen.has(suggestion.externalId)) twice.add(suggestion.externalId)
    seen.add(suggestion.externalId)
  }
  return twice
}

const judged = (stand: WorkbenchRow, rivals: ReadonlySet<string>): WorkbenchRow =>
  stand.tab === 'suggested' && stand.suggestion !== null && rivals.has(stand.suggestion.externalId)
    ? { ...stand, tab: 'review' }
    : stand

function rowOf(
  engine: Engine,
  connection: Connection,
  type: MappedType,
  thing: MappedThing,
  stand: WorkbenchRow,
  holdsUp: MappingRow['holdsUp'],
): MappingRow {
  const { id, ...shown } = thing
  const { tab, linked, suggestion, candidates, excludedBecause } = stand
  return {
    entityId: id,
    ...shown,
    tab,
    linked: linked && { ...linked, deepLink: linkTo(engine, connection, type, linked.externalId) },
    suggestion: suggestion && {
      ...plain(suggestion),
      deepLink: linkTo(engine, connection, type, suggestion.externalId),
      reasons: suggestion.sameEmail ? ['same_name', 'same_email'] : ['same_name'],
    },
    candidates,
    holdsUp,
    excludedBecause,
  }
}

const plain = ({ externalId, name, detail, email, currency, active }: Counterpart): Counterpart => ({
  externalId,
  name,
  detail,
  email,
  currency,
  active,
})

const linkTo = (engine: Engine, connection: Connection, type: MappedType, externalId: string) =>
  engine
    .adapterOf(connection.adapterType)
    .deepLink(connection.environment, connection.realm, COUNTERPART[type], externalId)

/** A page of rows, those without an exact counterpart with the likeliest one; one statement. */
export async function withLikely(
  engine: Engine,
  trx: Trx,
  connection: Connection,
  type: MappedType,
  rows: readonly MappingRow[],
): Promise<MappingRow[]> {
  const open = rows.filter((each) => each.tab === 'review' && each.suggestion === null && each.name !== '')
  const ours = open.map(({ entityId, name, email, currency }) => ({ id: entityId, name, email, currency }))
  const found = await nearby(trx, connection.tenant, connection, COUNTERPART[type], ours)
  const likely = new Map(found.map((each) => [each.id, each]))
  return rows.map((row) => {
    const near = likely.get(row.entityId)
    if (near === undefined) return row
    const { counterpart, reasons } = near
    const deepLink = linkTo(engine, connection, type, counterpart.externalId)
    return { ...row, suggestion: { ...counterpart, deepLink, reasons } }
  })
}
