import {
  resolutionAction,
  type Database,
  type Inbox,
  type JobHandler,
  type JobPayload,
  type TaskDefinition,
} from '@tieout/platform'
import { longText, uuid } from '@tieout/platform/contract'
import { z } from 'zod'
import { heldEntries, release } from './entries.ts'

/** Every day somebody is asked whether what is held must still be. */
export const CUSTODY_REVIEW = 'custody.review'
const KIND = 'custody_review'

const context = z.object({ invoiceId: uuid })

export const reviewKey = (invoiceId: string) => `${KIND}:${invoiceId}`

export const reviewTask: TaskDefinition = {
  kind: KIND,
  actions: [
    resolutionAction({
      name: 'release',
      tone: 'primary',
      permission: 'invoice:update',
      input: z.object({}),
      async handler(ctx, task) {
        await release(ctx, context.parse(task.context).invoiceId)
        return {}
      },
    }),
    resolutionAction({
      name: 'keep',
      permission: 'invoice:update',
      input: z.object({ note: longText }),
      handler: async (_ctx, _task, { note }) => ({ note }),
    }),
  ],
}

interface ReviewParts {
  database: Database
  inbox: Inbox
}

export const reviewHandler = (parts: ReviewParts): JobHandler<JobPayload> => {
  return async () => await askAboutHeld(parts)
}

export async function askAboutHeld({ database, inbox }: ReviewParts): Promise<void> {
  const tenants: string[] = await database.withSystem((trx) =>
    trx('custody_entries').whereNotNull('held_because').distinct('tenant').orderBy('tenant').pluck('tenant'),
  )
  for (const tenant of tenants) {
    await database.withTenant(tenant, async (trx) => {
      const drafts = (await heldEntries(trx)).map(({ invoiceId, number, heldBecause }) => ({
        kind: KIND,
        dedupeKey: reviewKey(invoiceId),
        params: { number: number ?? '–', reason: heldBecause ?? '' },
        context: { invoiceId },
      }))
      await inbox.raise(trx, tenant, drafts)
    })
  }
}
