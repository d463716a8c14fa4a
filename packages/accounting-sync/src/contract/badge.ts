import { z } from 'zod'
import { errorCode, id, instant, missing, operationKind, waitReason } from './shapes.ts'

/** What a document says of itself, in lists and on its own page. */
export const badgeState = z.enum(['not_synced', 'queued', 'synced', 'drift', 'error', 'voided'])

/** A difference that somebody lives with, for as long as it is just that one. */
export const acceptedView = z.object({
  /** What is there less what is here. */
  amountMinor: z.number().int(),
  currency: z.string(),
  byName: z.string().nullable(),
  at: instant,
  reason: z.string(),
})
export type AcceptedView = z.infer<typeof acceptedView>

export const badgeView = z.object({
  documentId: id,
  state: badgeState,
  /** A tick on `synced`, not another word. */
  verified: z.boolean(),
  number: z.string().nullable(),
  sentAt: instant.nullable(),
  verifiedAt: instant.nullable(),
  deepLink: z.string().nullable(),
  operation: z
    .object({
      operationId: id,
      kind: operationKind,
      waitReason: waitReason.nullable(),
      errorCode: errorCode.nullable(),
      nextAttemptAt: instant.nullable(),
      /** What it waits for, named. */
      missing: z.array(missing),
    })
    .nullable(),
  excludedBecause: z.string().nullable(),
  accepted: acceptedView.nullable(),
})
export type BadgeView = z.infer<typeof badgeView>
