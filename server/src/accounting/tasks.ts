import { readConnection, TASK_KINDS, type AccountingSync } from '@tieout/accounting-sync'
import type { Billing } from '@tieout/billing'
import {
  conflict,
  notFound,
  resolutionAction,
  type ResolutionAction,
  type Task,
  type TaskDefinition,
} from '@tieout/platform'
import { longText, reasonText, uuid, type Sentence } from '@tieout/platform/contract'
import { z } from 'zod'
import {
  acceptAction,
  cancelHereAction,
  leaveAction,
  leaveRestAction,
  linkExistingAction,
  recordAnywayAction,
  reExportAction,
} from './incoming-actions.ts'
import { mapAction } from './map-action.ts'

const permission = 'billing_settings:update'

/** What the sync asks people, and how each is answered from the task itself. */
export function accountingTasks(sync: AccountingSync, billing: Billing): TaskDefinition[] {
  const map = mapAction(sync)
  return [
    { kind: TASK_KINDS.unmappedItem, actions: [map] },
    { kind: TASK_KINDS.unmappedTax, actions: [map] },
    {
      kind: TASK_KINDS.customerUnlinked,
      actions: [map, leaveForFirstExportAction(sync), leaveClientOutAction(sync)],
    },
    { kind: TASK_KINDS.exportError, actions: [retryAction(sync), leaveOutAction(sync)] },
    { kind: TASK_KINDS.closedPeriod, actions: [lookAgainAction(sync)] },
    {
      kind: TASK_KINDS.drift,
      actions: [
        cancelHereAction(sync, billing),
        reExportAction(sync, 're_issue'),
        reExportAction(sync, 're_export'),
        acceptAction(sync),
      ],
    },
    {
      kind: TASK_KINDS.unmappedPayment,
      actions: [linkExistingAction(sync), recordAnywayAction(sync), leaveAction(sync)],
    },
    { kind: TASK_KINDS.customerGone, actions: [map, leaveAction(sync)] },
    { kind: TASK_KINDS.unreadable, actions: [leaveAction(sync)] },
    { kind: TASK_KINDS.paymentRest, actions: [leaveRestAction()] },
    // Connecting again closes it; here somebody says why that is not done.
    { kind: TASK_KINDS.connectionExpired, actions: [noteAction('leave')] },
  ]
}

const aboutOperation = z.object({ operationId: uuid })

const isOfVoid = ({ params }: Task): boolean => params['kind'] === 'void_invoice'

const retryAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'retry',
    tone: 'primary',
    permission,
    input: z.object({}),
    effect: async (_ctx, task) => effectOf(task, isOfVoid(task) ? 'retry_void' : 'retry'),
    async handler({ trx, tenant }, task) {
      const { operationId } = aboutOperation.parse(task.context)
      return { tried: await sync.retryNow(trx, tenant, [operationId]) }
    },
  })

const leaveOutAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'leave_out',
    tone: 'danger',
    permission,
    input: z.object({ reason: reasonText }),
    // What is cancelled here and stands there differs until it is void there, by us or by a person.
    offered: (task) => !isOfVoid(task),
    effect: async (_ctx, task) => effectOf(task, 'leave_out'),
    async handler({ trx, tenant, actor }, task, { reason }) {
      const operationIds = [aboutOperation.parse(task.context).operationId]
      return { reason, left: await sync.ignore(trx, tenant, { operationIds, reason, by: actor.userId }) }
    },
  })

/** The client stays out for good, with a reason that shows; what waits for it stays here. */
const leaveClientOutAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'leave_out',
    tone: 'danger',
    permission,
    input: z.object({ reason: reasonText }),
    effect: async (_ctx, task) => effectOf(task, 'leave_out'),
    async handler({ trx, tenant, actor }, task, { reason }) {
      const { entityId } = z.object({ entityId: uuid }).parse(task.context)
      const out = { entityType: 'client', entityId, reason, by: actor.userId } as const
      return { reason, held: (await sync.keepOut(trx, tenant, out)) ?? 0 }
    },
  })

/** Nobody is chosen: the client is created over there with its first document, which goes out now. */
const leaveForFirstExportAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'leave_for_first_export',
    permission,
    input: z.object({}),
    effect: async (_ctx, task) => effectOf(task, 'leave_for_first_export'),
    async handler({ trx, tenant, actor }, task) {
      const { connectionId, entityId } = z.object({ connectionId: uuid, entityId: uuid }).parse(task.context)
      const connection = await readConnection(trx, tenant, connectionId)
      if (connection === null) throw notFound('connection')
      const client = { clientId: entityId, by: actor.userId }
      const left = await sync.leaveForFirstExport(trx, connection, client)
      if (left.kind === 'linked') {
        throw conflict('accounting-client-linked', 'This client is linked to a customer already.')
      }
      return { released: left.released }
    },
  })

/** What pressing does, in the words of the kind, filled in like its title. */
const effectOf = ({ kind, params }: Task, action: string): Sentence => ({
  messageKey: `inbox.${kind}.effects.${action}`,
  params,
})

/** What the company says is read anew; what waited is judged by it, and tried where it is silent. */
const lookAgainAction = (sync: AccountingSync): ResolutionAction =>
  resolutionAction({
    name: 'look_again',
    tone: 'primary',
    permission,
    input: z.object({}),
    effect: async (_ctx, task) => effectOf(task, 'look_again'),
    async handler({ trx, tenant }, task) {
      const { connectionId } = z.object({ connectionId: uuid }).parse(task.context)
      if (!(await sync.refresh(trx, tenant, connectionId))) throw notFound('connection')
      return {}
    },
  })

const noteAction = (name: string): ResolutionAction =>
  resolutionAction({
    name,
    permission,
    input: z.object({ note: longText }),
    handler: async (_ctx, _task, { note }) => ({ note }),
  })
