import { resolutionAction, type TaskDefinition, type TaskDraft } from '@tieout/platform'
import { email, longText, uuid } from '@tieout/platform/contract'
import { z } from 'zod'
import type { ClientView } from '../contract/clients.ts'
import { changeClient } from './changes.ts'
import { confirmClient, findClient } from './store.ts'

const KIND = 'client_review'

/** What stands in the task; `missing` names the details nobody has filled in yet. */
const context = z.object({ clientId: uuid, clientName: z.string(), missing: z.array(z.string()) })

const WORTH_KNOWING = ['email', 'phone', 'addressLine1', 'city', 'postalCode', 'country'] as const

type Reviewed = Pick<ClientView, 'clientId' | 'displayName' | (typeof WORTH_KNOWING)[number]>

export const reviewKey = (clientId: string) => `${KIND}:${clientId}`

/** Asks somebody to look over the details of a client; there is one such open task per client. */
export function reviewOf(client: Reviewed): TaskDraft {
  const { clientId, displayName: clientName } = client
  const missing = WORTH_KNOWING.filter((detail) => client[detail] === null)
  return {
    kind: KIND,
    dedupeKey: reviewKey(clientId),
    params: { clientName },
    context: { clientId, clientName, missing } satisfies z.infer<typeof context>,
  }
}

export const clientReviewTask: TaskDefinition = {
  kind: KIND,
  viewPermission: 'client:read',
  actions: [
    resolutionAction({
      name: 'set_email',
      tone: 'primary',
      permission: 'client:update',
      input: z.object({ email }),
      async effect({ trx }, task) {
        const { clientId, clientName } = context.parse(task.context)
        const now = await findClient(trx, clientId)
        if (!now?.email) return say('set_email', { clientName: now?.displayName ?? clientName })
        return say('replace_email', { clientName: now.displayName, email: now.email })
      },
      async handler(ctx, task, input) {
        const { clientId } = context.parse(task.context)
        const changed = await changeClient(ctx, {
          clientId,
          to: { email: input.email },
          action: 'client.updated',
        })
        return { email: changed.email }
      },
    }),
    resolutionAction({
      name: 'confirm',
      permission: 'client:update',
      input: z.object({ note: longText }),
      effect: async (_ctx, task) => say('confirm', { clientName: context.parse(task.context).clientName }),
      async handler(ctx, task, input) {
        const { clientId } = context.parse(task.context)
        await confirmClient(ctx.trx, clientId)
        await ctx.audit({
          action: 'client.confirmed',
          entityType: 'client',
          entityId: clientId,
          after: { note: input.note },
        })
        return { note: input.note }
      },
    }),
    resolutionAction({
      name: 'deactivate',
      tone: 'danger',
      permission: 'client:update',
      input: z.object({}),
      effect: async (_ctx, task) => say('deactivate', { clientName: context.parse(task.context).clientName }),
      async handler(ctx, task) {
        const { clientId } = context.parse(task.context)
        await changeClient(ctx, { clientId, to: { status: 'inactive' }, action: 'client.deactivated' })
        return { status: 'inactive' }
      },
    }),
  ],
}

const say = (key: string, params: Record<string, string>) => ({
  messageKey: `inbox.${KIND}.effects.${key}`,
  params,
})
