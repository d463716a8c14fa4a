import type { CompanyFacts } from '../adapter.ts'
import type { AnswerOf, MappingRow, ParsedOf } from '../contract/index.ts'
import type { listEntries, listHeld, listMappings, listNamed, MappingTab } from '../contract/index.ts'
import type { CanonicalDocument } from '../core/document.ts'
import { nameKey } from '../core/name-key.ts'
import { needsCode, taxKey } from '../core/missing.ts'
import { COUNTERPART, mappedThings, NOTHING, type MappedType } from '../engine/mapping/things.ts'
import type { Engine } from '../engine/engine.ts'
import { catalogueStates, searchCatalogue, type CatalogueState } from '../postgres/catalogue.ts'
import { heldFor, takenAmong } from '../postgres/held-for.ts'
import type { Inside } from './answer.ts'
import { askedConnection } from './asked-connection.ts'
import { mappingRows, withLikely } from './mapping-rows.ts'

/** So many suggestions are accepted by one command. */
const MOST_ACCEPTED = 500

export async function list(
  engine: Engine,
  ctx: Inside,
  input: ParsedOf<typeof listMappings>,
): Promise<AnswerOf<typeof listMappings>> {
  const { trx, tenant } = ctx
  const connection = await askedConnection(ctx, input.connectionId)
  const { kind, entityId } = input
  const lineTax = kind === 'tax' ? connection.facts.lineTax : null
  const rows = await mappingRows(engine, trx, connection, kind, entityId === undefined ? 'all' : [entityId])
  // No tax needs no group.
  const all = lineTax === 'group' ? rows.filter((each) => each.entityId !== NOTHING) : rows
  const found = input.search === undefined ? all : all.filter(holding(nameKey(input.search)))
  const counts: Record<MappingTab, number> = {
    suggested: 0,
    review: 0,
    first_export: 0,
    mapped: 0,
    ignored: 0,
  }
  for (const { tab } of found) counts[tab] += 1
  const shown = found
    .filter(({ tab }) => input.tab === undefined || tab === input.tab)
    .map((row) => ({ row, place: placeOf(row, input.sort) }))
    .toSorted((a, b) => compare(a.place, b.place))
  const after = readCursor(input.cursor)
  const rest = after === null ? shown : shown.filter(({ place }) => compare(place, after) > 0)
  const page = rest.slice(0, input.limit)
  const last = page.at(-1)
  const states = await catalogueStates(trx, tenant, connection)
  const state = states.find((each) => each.kind === COUNTERPART[kind])
  return {
    items: await withLikely(
      engine,
      trx,
      connection,
      kind,
      page.map(({ row }) => row),
    ),
    nextCursor: last !== undefined && rest.length > page.length ? JSON.stringify(last.place) : null,
    counts,
    exact: found
      .filter(({ tab }) => tab === 'suggested')
      .slice(0, MOST_ACCEPTED)
      .map((each) => each.entityId),
    catalogue: readState(connection.catalogueAt, state),
    lineTax,
  }
}

/** A list that was read and is empty has no rows to tell of it. */
function readState(catalogueAt: string | null, state: CatalogueState | undefined) {
  const readAt = state?.readAt ?? catalogueAt
  return readAt === null ? null : { active: state?.active ?? 0, readAt }
}

const holding = (text: string) => (row: MappingRow) =>
  [row.name, row.email, row.detail, row.linked?.name, row.linked?.externalId].some((each) =>
    nameKey(each ?? '').includes(text),
  )

/** Where a row stands in its order; long ids and names are told apart by their beginnings alone. */
type Place = [number, string, string]

const placeOf = ({ holdsUp, name, entityId }: MappingRow, sort: 'holds_up' | 'name'): Place => {
  // Sums of different currencies are added up only to say which is more.
  const money = holdsUp?.money.reduce((sum, each) => sum + each.amountMinor, 0) ?? 0
  const weight = holdsUp === null ? 0 : Math.max(money, 1)
  return [sort === 'holds_up' ? -weight : 0, nameKey(name).slice(0, 100), entityId.slice(0, 150)]
}

function compare(a: Place, b: Place): number {
  if (a[0] !== b[0]) return a[0] - b[0]
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1
  return a[2] === b[2] ? 0 : a[2] < b[2] ? -1 : 1
}

/** One that is none of ours begins at the front. */
function readCursor(cursor: string | undefined): Place | null {
  try {
    const [weight, name, id]: unknown[] = JSON.parse(cursor ?? 'null') ?? []
    const isPlace = typeof weight === 'number' && typeof name === 'string' && typeof id === 'string'
    return isPlace ? [weight, name, id] : null
  } catch {
    return null
  }
}

export async function entries(
  engine: Engine,
  ctx: Inside,
  input: ParsedOf<typeof listEntries>,
): Promise<AnswerOf<typeof listEntries>> {
  const { trx, tenant } = ctx
  const connection = await askedConnection(ctx, input.connectionId)
  const { search: text, currency, limit } = input
  const found = await searchCatalogue(trx, tenant, connection, input.entries, { text, currency, limit })
  const names = input.entries === 'customer' ? await takers() : new Map<string, string>()
  return { items: found.map((entry) => ({ ...entry, takenBy: names.get(entry.id) ?? null })) }

  /** What the clients are called that these customers stand for. */
  async function takers(): Promise<Map<string, string>> {
    const ids = found.map((each) => each.id)
    const taken = await takenAmong(trx, tenant, connection, 'customer', ids)
    const clients = await engine.host.books.clients(trx, tenant, [...taken.values()])
    const nameOf = new Map(clients.map((each) => [each.id, each.name]))
    return new Map([...taken].map(([externalId, clientId]) => [externalId, nameOf.get(clientId) ?? clientId]))
  }
}

const MOST_HELD = 50

export async function held(
  _engine: Engine,
  ctx: Inside,
  { connectionId, kind, entityId }: ParsedOf<typeof listHeld>,
): Promise<AnswerOf<typeof listHeld>> {
  const connection = await askedConnection(ctx, connectionId)
  const cause = `${kind}:${entityId}`
  const found = await heldFor(ctx.trx, ctx.tenant, connection, cause, MOST_HELD)
  return {
    documents: found.operations,
    alsoForOthers: found.alsoForOthers,
    money: found.money,
    items: found.first.map((each) => ({
      documentId: each.entityId,
      kind: each.entityType === 'credit_note' ? 'credit_memo' : 'invoice',
      number: each.number,
      issueDate: each.issueDate,
      client: {
        id: each.clientId,
        name: typeof each.payload['clientName'] === 'string' ? each.payload['clientName'] : '',
      },
      amountMinor: each.amountMinor,
      currency: each.currency,
    })),
  }
}

export async function named(
  engine: Engine,
  ctx: Inside,
  { connectionId, documentId }: ParsedOf<typeof listNamed>,
): Promise<AnswerOf<typeof listNamed>> {
  const { trx, tenant } = ctx
  const connection = await askedConnection(ctx, connectionId)
  const [document] = await engine.host.books.documents(trx, tenant, [documentId])
  if (document === undefined) return { items: [] }
  const { clientId, termsId, lines } = document
  const wanted: [MappedType, string[]][] = [
    ['client', [clientId]],
    ['service', [...new Set(lines.map((each) => each.serviceId ?? 'none'))]],
    ['tax', taxesOf(lines, connection.facts)],
    ['terms', termsId === null ? [] : [termsId]],
  ]
  const items: AnswerOf<typeof listNamed>['items'] = []
  for (const [kind, ids] of wanted) {
    if (ids.length === 0) continue
    const rows = await mappingRows(engine, trx, connection, kind, ids)
    items.push(...rows.map((row) => ({ kind, row })))
  }
  return { items }
}

/** What of its taxes has a counterpart. */
const taxesOf = (lines: CanonicalDocument['lines'], { lineTax }: CompanyFacts): string[] => [
  ...new Set(lines.filter((each) => needsCode(each, lineTax)).map(taxKey)),
]

/** The name of one of ours, for an audit and for refusals. */
export async function thingOf({ host }: Engine, { trx, tenant }: Inside, kind: MappedType, entityId: string) {
  const [thing] = await mappedThings(host, trx, tenant, kind, [entityId])
  return thing ?? null
}
