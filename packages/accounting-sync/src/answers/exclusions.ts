import {
  exclude,
  include,
  listExclusions,
  type AnswerOf,
  type ExclusionView,
  type ParsedOf,
} from '../contract/index.ts'
import { keepOut, takeBackIn } from '../engine/control.ts'
import type { Engine } from '../engine/engine.ts'
import type { Exclusion } from '../postgres/exclusions.ts'
import { listExclusions as readExclusions } from '../postgres/exclusions.ts'
import { answer, missing, type Answer, type Inside } from './answer.ts'
import { cursorOf, pageFrom, placeIn } from './paging.ts'

/** What stays out, and why. */
export const exclusionAnswers = (engine: Engine): Answer[] => [
  answer(exclude, (ctx, input) => leaveOut(engine, ctx, input)),
  answer(include, (ctx, input) => takeBack(engine, ctx, input)),
  answer(listExclusions, (ctx, input) => list(engine, ctx, input)),
]

async function leaveOut(
  { host }: Engine,
  ctx: Inside,
  { entityType, entityId, reason }: ParsedOf<typeof exclude>,
): Promise<AnswerOf<typeof exclude>> {
  const { trx, tenant, userId } = ctx
  const names = await namesOf(host, ctx, [{ entityType, entityId }])
  // A draft is none of the books' documents yet, and may be kept out before it is one.
  if (entityType === 'client' && !names.has(entityId)) throw missing('entity')
  const held = await keepOut(host, trx, tenant, { entityType, entityId, reason, by: userId })
  await ctx.audit({
    action: 'accounting_exclusion.excluded',
    entityType,
    entityId,
    after: { name: names.get(entityId) ?? null, held: held ?? 0, alreadyOut: held === null },
    reason,
  })
  return { held: held ?? 0 }
}

async function takeBack(
  { host }: Engine,
  ctx: Inside,
  { entityType, entityId }: ParsedOf<typeof include>,
): Promise<AnswerOf<typeof include>> {
  const released = await takeBackIn(host, ctx.trx, ctx.tenant, { entityType, entityId })
  await ctx.audit({
    action: 'accounting_exclusion.taken_back',
    entityType,
    entityId,
    after: { released: released ?? 0, wasOut: released !== null },
  })
  return { released: released ?? 0 }
}

async function list(
  { host }: Engine,
  ctx: Inside,
  { cursor, limit }: ParsedOf<typeof listExclusions>,
): Promise<AnswerOf<typeof listExclusions>> {
  const { trx, tenant } = ctx
  const place = placeIn(cursor)
  const after = place && { createdAt: place.at, entityId: place.id }
  const found = await readExclusions(trx, tenant, { after, limit: limit + 1 })
  const names = await namesOf(host, ctx, found)
  const people = await host.people.names(trx, tenant, [...new Set(found.map((each) => each.excludedBy))])
  const view = (each: Exclusion): ExclusionView => ({
    entityType: each.entityType,
    entityId: each.entityId,
    name: names.get(each.entityId) ?? null,
    reason: each.reason,
    byName: people.get(each.excludedBy) ?? null,
    at: each.createdAt,
  })
  return pageFrom(found, limit, view, ({ createdAt, entityId }) => cursorOf(createdAt, entityId))
}

/** Clients by their name, documents by their number; one read of each. */
async function namesOf(
  { books }: Engine['host'],
  { trx, tenant }: Inside,
  things: readonly Pick<Exclusion, 'entityType' | 'entityId'>[],
): Promise<Map<string, string>> {
  const idsOf = (type: Exclusion['entityType']) =>
    things.filter((each) => each.entityType === type).map((each) => each.entityId)
  const [clientIds, documentIds] = [idsOf('client'), idsOf('invoice')]
  const clients = clientIds.length === 0 ? [] : await books.clients(trx, tenant, clientIds)
  const documents = documentIds.length === 0 ? [] : await books.documents(trx, tenant, documentIds)
  return new Map([
    ...clients.map(({ id, name }): [string, string] => [id, name]),
    ...documents.map(({ id, number }): [string, string] => [id, number]),
  ])
}
