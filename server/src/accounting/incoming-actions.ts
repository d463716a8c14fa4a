import { readConnection, type AccountingSync, type Connection } from '@tieout/accounting-sync'
import { cancelInvoice, type Billing } from '@tieout/billing'
import {
  conflict,
  notFound,
  resolutionAction,
  type ResolutionAction,
  type Task,
  type TenantContext,
  type Transaction,
  type UserActor,
} from '@tieout/platform'
import { reasonText, uuid, type Sentence } from '@tieout/platform/contract'
import { z } from 'zod'
import { sumsText } from './sums-text.ts'

/** What people answer to what came in from the accounting system. */

const permission = 'billing_settings:update'

const aboutTheirs = z.object({ connectionId: uuid, externalKind: z.string(), externalId: z.string() })
const aboutOurs = z.object({ connectionId: uuid, entityType: z.string(), entityId: z.string() })

export const linkExistingAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'link_existing',
    tone: 'primary',
    permission,
    input: z.object({}),
    effect: async (ctx, task) => effectOf(ctx, task, 'link_existing'),
    async handler({ trx, tenant, actor }, task) {
      const { connectionId, externalId } = aboutTheirs.parse(task.context)
      const connection = await connectionOf(trx, tenant, connectionId)
      settled(await sync.linkExisting(trx, connection, { externalId, by: actor.userId }))
      return {}
    },
  })

export const recordAnywayAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'record_anyway',
    permission,
    input: z.object({ reason: reasonText }),
    effect: async (ctx, task) => effectOf(ctx, task, 'record_anyway'),
    async handler({ trx, tenant, actor }, task, { reason }) {
      const { connectionId, externalId } = aboutTheirs.parse(task.context)
      const connection = await connectionOf(trx, tenant, connectionId)
      settled(await sync.recordAnyway(trx, connection, { externalId, reason, by: actor.userId }))
      return { reason }
    },
  })

export const leaveAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'leave',
    tone: 'danger',
    permission,
    input: z.object({ reason: reasonText }),
    effect: async (ctx, task) => effectOf(ctx, task, 'leave'),
    async handler({ trx, tenant, actor }, task, { reason }) {
      const { connectionId, externalKind, externalId } = aboutTheirs.parse(task.context)
      const connection = await connectionOf(trx, tenant, connectionId)
      const left = { externalKind, externalId, reason, by: actor.userId }
      settled(await sync.leaveObservation(trx, connection, left))
      return { reason }
    },
  })

/** Nothing is decided by it: the payment follows its documents all the same, should they ever come. */
export const leaveRestAction = (): ResolutionAction =>
  resolutionAction({
    name: 'leave',
    permission,
    input: z.object({ reason: reasonText }),
    effect: async (ctx, task) => effectOf(ctx, task, 'leave'),
    handler: async (_ctx, _task, { reason }) => ({ reason }),
  })

export const acceptAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'accept',
    permission,
    input: z.object({ reason: reasonText }),
    effect: (ctx, task) => driftEffect(sync, ctx, task, 'accept'),
    async handler({ trx, tenant, actor }, task, { reason }) {
      const { connectionId, entityType, entityId } = aboutOurs.parse(task.context)
      const connection = await connectionOf(trx, tenant, connectionId)
      const accepted = { entityType, entityId, reason, by: actor.userId }
      settled(await sync.acceptDrift(trx, connection, accepted))
      return { reason }
    },
  })

/** By another name where it was voided there: then it is issued again, under its number. */
export const reExportAction = (sync: AccountingSync, name: 're_export' | 're_issue'): ResolutionAction =>
  resolutionAction({
    name,
    tone: 'primary',
    permission,
    offered: (task) => isVoidThere(task) === (name === 're_issue'),
    input: z.object({}),
    effect: (ctx, task) => driftEffect(sync, ctx, task, name),
    async handler({ trx, tenant }, task) {
      const { connectionId, entityType, entityId } = aboutOurs.parse(task.context)
      const connection = await connectionOf(trx, tenant, connectionId)
      settled(await sync.reExport(trx, connection, { entityType, entityId }))
      return {}
    },
  })

/** By the same rules as any void here; since it is void there, nothing is sent. */
export const cancelHereAction = (sync: AccountingSync, billing: Billing): ResolutionAction =>
  resolutionAction({
    name: 'cancel_here',
    tone: 'danger',
    permission: 'invoice:void',
    offered: isVoidThere,
    input: z.object({ reason: reasonText }),
    effect: (ctx, task) => driftEffect(sync, ctx, task, 'cancel_here'),
    async handler(ctx, task, { reason }) {
      const { connectionId, entityType, entityId } = aboutOurs.parse(task.context)
      const connection = await connectionOf(ctx.trx, ctx.tenant, connectionId)
      const differs = await sync.whatDiffers(ctx.trx, connection, { entityType, entityId })
      if (differs === null || differs.change === 'changed') settled({ kind: 'refused', reason: 'gone' })
      await cancelInvoice(ctx, billing, { invoiceId: entityId, reason })
      return { reason }
    },
  })

const differing = z.object({ differences: z.array(z.looseObject({ field: z.string() })) })

function isVoidThere({ context }: Task): boolean {
  const { data } = differing.safeParse(context)
  return data?.differences.some((each) => each.field === 'standing') ?? false
}

type Asked = TenantContext<UserActor>

/** What pressing does, filled in like the title, with the money that it is about. */
const effectOf = ({ actor }: Asked, { kind, params, money }: Task, action: string): Sentence => ({
  messageKey: `inbox.${kind}.effects.${action}`,
  params: {
    ...params,
    money:
      money === null ? '' : sumsText(actor.locale, [{ amountMinor: money.minor, currency: money.currency }]),
  },
})

/** By what differs now, which may be something else than when the task was raised. */
async function driftEffect(
  sync: AccountingSync,
  { trx, tenant, actor }: Asked,
  { kind, params, context }: Task,
  action: 'accept' | 're_export' | 're_issue' | 'cancel_here',
): Promise<Sentence> {
  const { connectionId, entityType, entityId } = aboutOurs.parse(context)
  const connection = await connectionOf(trx, tenant, connectionId)
  const differs = await sync.whatDiffers(trx, connection, { entityType, entityId })
  if (differs === null) return { messageKey: `inbox.${kind}.effects.nothing`, params }
  const { change, hereMinor, thereMinor, currency } = differs
  const money = (amountMinor: number) => sumsText(actor.locale, [{ amountMinor, currency }])
  return {
    messageKey: `inbox.${kind}.effects.${action}`,
    params: {
      ...params,
      change,
      totals: hereMinor === thereMinor ? 'same' : 'apart',
      here: money(hereMinor),
      there: money(thereMinor),
      apart: money(Math.abs(thereMinor - hereMinor)),
    },
  }
}

async function connectionOf(trx: Transaction, tenant: string, connectionId: string): Promise<Connection> {
  const connection = await readConnection(trx, tenant, connectionId)
  if (connection === null) throw notFound('connection')
  return connection
}

function settled(decided: Awaited<ReturnType<AccountingSync['acceptDrift']>>): void {
  if (decided.kind === 'decided') return
  const { code, detail } = REFUSALS[decided.reason]
  throw conflict(code, detail)
}

const REFUSALS = {
  gone: { code: 'accounting-already-settled', detail: 'This has been settled in the meantime.' },
  taken: { code: 'accounting-payment-taken', detail: 'That payment is linked to another one already.' },
  no_twin: { code: 'accounting-no-twin', detail: 'There is no equal payment here that it could be.' },
}
