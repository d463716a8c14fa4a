import {
  acceptSuggestions,
  createCustomer,
  leaveForFirstExport,
  linkEntity,
  listEntries,
  listHeld,
  listMappings,
  listNamed,
  takeBackFirstExport,
  unlinkEntity,
  type AnswerOf,
  type ParsedOf,
} from '../contract/index.ts'
import { changeSettings } from '../engine/control.ts'
import type { Engine } from '../engine/engine.ts'
import { causeKeyOf } from '../engine/exceptions/tasks.ts'
import { createCustomerNow } from '../engine/mapping/create-customer.ts'
import {
  leaveForFirstExport as leaveOne,
  takeBackFirstExport as takeBackOne,
} from '../engine/mapping/first-export.ts'
import { map, unlink, type Mapped } from '../engine/mapping/map.ts'
import { acceptSuggestions as acceptExact } from '../engine/mapping/suggestions.ts'
import { NOTHING } from '../engine/mapping/things.ts'
import { readSettings } from '../engine/settings.ts'
import { readEntries } from '../postgres/catalogue.ts'
import type { Connection } from '../postgres/connection.ts'
import { heldFor } from '../postgres/held-for.ts'
import { loadLinks } from '../postgres/links.ts'
import { answer, answerOutside, missing, Refused, type Answer, type Inside, type Outside } from './answer.ts'
import { askedConnection } from './asked-connection.ts'
import { entries, held, list, named, thingOf } from './mapping-list.ts'

/** Who maps: what there is to map, and to what. */
export const mappingAnswers = (engine: Engine): Answer[] => [
  answer(listMappings, (ctx, input) => list(engine, ctx, input)),
  answer(listEntries, (ctx, input) => entries(engine, ctx, input)),
  answer(listHeld, (ctx, input) => held(engine, ctx, input)),
  answer(listNamed, (ctx, input) => named(engine, ctx, input)),
  answer(linkEntity, (ctx, input) => linkOne(engine, ctx, input)),
  answer(unlinkEntity, (ctx, input) => unlinkOne(engine, ctx, input)),
  answer(acceptSuggestions, (ctx, input) => accept(engine, ctx, input)),
  answer(leaveForFirstExport, (ctx, input) => leave(engine, ctx, input)),
  answer(takeBackFirstExport, (ctx, input) => takeBack(engine, ctx, input)),
  answerOutside(createCustomer, (ctx, input) => createOne(engine, ctx, input)),
]

async function linkOne(
  engine: Engine,
  ctx: Inside,
  { connectionId, kind, entityId, externalId }: ParsedOf<typeof linkEntity>,
): Promise<AnswerOf<typeof linkEntity>> {
  const { trx, tenant } = ctx
  const connection = await askedConnection(ctx, connectionId)
  const thing = await thingOf(engine, ctx, kind, entityId)
  if (thing === null) throw missing('entity')
  // The task first, as whoever answers it there does: then two people wait for each other and never in a ring.
  const task = causeKeyOf(connection, `${kind}:${entityId}`)
  if (task !== null) await engine.host.inbox.close(trx, tenant, [task], 'released')
  const isFallback = kind === 'service' && entityId === NOTHING
  const [before] = await loadLinks(trx, tenant, connection, [{ entityType: kind, entityId }])
  const released = isFallback
    ? await chooseFallback(engine, ctx, connection, externalId)
    : releasedBy(
        await map(engine.host, trx, connection, {
          entityType: kind,
          entityId,
          externalId,
          currency: thing.currency,
        }),
      )
  const was = isFallback ? readSettings(connection.settings).fallbackItemId : (before?.externalId ?? null)
  await ctx.audit({
    action: 'accounting_mapping.linked',
    entityType: `accounting_${kind}`,
    entityId,
    before: { externalId: was },
    after: { name: thing.name, externalId, released },
  })
  return { released }
}

/** Where lines without a service go from now on. */
async function chooseFallback(
  { host }: Engine,
  { trx, tenant }: Inside,
  connection: Connection,
  externalId: string,
): Promise<number> {
  const [entry] = await readEntries(trx, tenant, connection, 'item', [externalId])
  if (entry === undefined) throw refusedBecause('unknown')
  if (!entry.active) throw refusedBecause('inactive')
  const { operations } = await heldFor(trx, tenant, connection, `service:${NOTHING}`, 0)
  await changeSettings(host, trx, tenant, connection.connectionId, { fallbackItemId: externalId })
  return operations
}

async function unlinkOne(
  { host }: Engine,
  ctx: Inside,
  { connectionId, kind, entityId }: ParsedOf<typeof unlinkEntity>,
): Promise<AnswerOf<typeof unlinkEntity>> {
  const { trx, tenant } = ctx
  const connection = await askedConnection(ctx, connectionId)
  let was: string | null
  if (kind === 'service' && entityId === NOTHING) {
    was = readSettings(connection.settings).fallbackItemId
    if (was !== null) await changeSettings(host, trx, tenant, connectionId, { fallbackItemId: null })
  } else {
    const unlinked = await unlink(host, trx, connection, { entityType: kind, entityId })
    was = unlinked.kind === 'unlinked' ? unlinked.link.externalId : null
  }
  await ctx.audit({
    action: 'accounting_mapping.unlinked',
    entityType: `accounting_${kind}`,
    entityId,
    before: { externalId: was },
    after: { externalId: null },
  })
  return { unlinked: was !== null }
}

async function accept(
  { host }: Engine,
  ctx: Inside,
  { connectionId, kind, entityIds }: ParsedOf<typeof acceptSuggestions>,
): Promise<AnswerOf<typeof acceptSuggestions>> {
  const { trx } = ctx
  const connection = await askedConnection(ctx, connectionId)
  const { linked, refused, released } = await acceptExact(host, trx, connection, kind, entityIds)
  await ctx.audit([
    {
      action: 'accounting_mapping.accepted',
      entityType: 'accounting_connection',
      entityId: connectionId,
      after: { mapped: kind, linked: linked.length, left: refused.length, released },
    },
    ...linked.map(({ id, externalId }) => ({
      action: 'accounting_mapping.linked',
      entityType: `accounting_${kind}`,
      entityId: id,
      after: { externalId },
    })),
  ])
  return { linked: linked.length, released, left: refused.map((each) => each.id) }
}

async function createOne(
  engine: Engine,
  ctx: Outside,
  { connectionId, clientId }: ParsedOf<typeof createCustomer>,
): Promise<AnswerOf<typeof createCustomer>> {
  const { tenant, userId } = ctx
  const noted = (verb: string, after: Record<string, unknown> = {}) => ({
    action: `accounting_customer.${verb}`,
    entityType: 'accounting_client',
    entityId: clientId,
    after,
  })
  const made = await createCustomerNow(engine, tenant, connectionId, clientId, userId, {
    // Whatever ends this process from here on, it stands written who asked for it.
    asked: (trx) => ctx.auditIn(trx, noted('asked_for')),
    async ended(trx, { kind, ...end }) {
      if (kind === 'unknown_client' || kind === 'not_connected') return
      await ctx.auditIn(trx, noted(kind, end))
    },
  })
  if (made.kind === 'unknown_client') throw missing('entity')
  if (made.kind === 'not_connected') {
    throw new Refused('accounting-not-connected', 'This company is not connected.')
  }
  return made
}

async function leave(
  engine: Engine,
  ctx: Inside,
  { connectionId, clientId }: ParsedOf<typeof leaveForFirstExport>,
): Promise<AnswerOf<typeof leaveForFirstExport>> {
  const { trx, userId } = ctx
  const connection = await askedConnection(ctx, connectionId)
  const client = await thingOf(engine, ctx, 'client', clientId)
  if (client === null) throw missing('entity')
  const left = await leaveOne(engine.host, trx, connection, { clientId, by: userId })
  if (left.kind === 'linked') {
    throw new Refused('accounting-client-linked', 'This client is linked to a customer already.')
  }
  const { chosen, released } = left
  await ctx.audit({
    action: 'accounting_customer.left_for_first_export',
    entityType: 'accounting_client',
    entityId: clientId,
    after: { name: client.name, chosen, released },
  })
  return { released }
}

async function takeBack(
  engine: Engine,
  ctx: Inside,
  { connectionId, clientId }: ParsedOf<typeof takeBackFirstExport>,
): Promise<AnswerOf<typeof takeBackFirstExport>> {
  const connection = await askedConnection(ctx, connectionId)
  const takenBack = await takeBackOne(engine.host, ctx.trx, connection, clientId)
  await ctx.audit({
    action: 'accounting_customer.first_export_taken_back',
    entityType: 'accounting_client',
    entityId: clientId,
    after: { takenBack },
  })
  return { takenBack }
}

function releasedBy(mapped: Mapped): number {
  if (mapped.kind === 'mapped') return mapped.released
  throw refusedBecause(mapped.reason)
}

type Reason = Extract<Mapped, { kind: 'refused' }>['reason']

const REFUSALS: Record<Reason, { code: `accounting-${string}`; detail: string }> = {
  unknown: { code: 'accounting-entry-unknown', detail: 'There is no such entry in the accounting system.' },
  inactive: { code: 'accounting-entry-inactive', detail: 'That entry is inactive in the accounting system.' },
  other_currency: { code: 'accounting-entry-currency', detail: 'That entry is kept in another currency.' },
  taken: { code: 'accounting-entry-taken', detail: 'That entry is linked to another client already.' },
}

export const refusedBecause = (reason: Reason): Refused =>
  new Refused(REFUSALS[reason].code, REFUSALS[reason].detail)
