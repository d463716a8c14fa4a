import { z } from 'zod'
import { DOCUMENT_ACTIONS, REFUSALS } from '../core/document-actions.ts'
import { badgeState, badgeView } from './badge.ts'
import { command, query } from './route.ts'
import {
  day,
  errorCode,
  id,
  instant,
  missing,
  operationKind,
  operationState,
  reasonText,
  waitReason,
} from './shapes.ts'

/** Never refuses: without a connected company the list is empty. */
export const getBadges = query({
  name: 'accounting.badges',
  summary: 'What each of these documents says of itself',
  needs: 'documents',
  input: z.object({ documentIds: z.array(id).max(200) }),
  output: z.object({
    connected: z.boolean(),
    /** What the company is called. */
    company: z.string().nullable(),
    items: z.array(badgeView),
  }),
  http: { method: 'POST', path: '/accounting/badges' },
})

export const chip = z.enum(['attention', 'queued', 'drift'])
export type Chip = z.infer<typeof chip>

export const countChips = query({
  name: 'accounting.chips',
  summary: 'How many documents stand behind each chip of the list',
  needs: 'documents',
  input: z.object({}),
  output: z.object({
    connected: z.boolean(),
    attention: z.number().int(),
    queued: z.number().int(),
    drift: z.number().int(),
  }),
  http: { method: 'GET', path: '/accounting/chips' },
})

/** Credit between the document and another, and how that stands over there. */
const creditOnCard = z.object({
  allocationId: id,
  /** The document on the other side: what was paid, or the credit it was paid with. */
  documentId: id,
  number: z.string().nullable(),
  kind: z.enum(['invoice', 'credit_memo', 'prepayment']),
  amountMinor: z.number().int(),
  currency: z.string(),
  date: day,
  takenOff: z.boolean(),
  state: badgeState,
  waitReason: waitReason.nullable(),
  errorCode: errorCode.nullable(),
})

/** One side of the card. */
const side = z.object({
  number: z.string().nullable(),
  totalMinor: z.number().int(),
  taxMinor: z.number().int().nullable(),
  balanceMinor: z.number().int().nullable(),
  currency: z.string(),
  issueDate: day,
  customer: z.object({ id: z.string(), name: z.string().nullable() }),
})

export const documentAction = z.enum(DOCUMENT_ACTIONS)

export const storyEvent = z.enum([
  'queued',
  'asked',
  'written',
  'adopted',
  'refused',
  'unknown',
  'throttled',
  'down',
  'verified',
  'drift',
  'voided',
  'kept_out',
  'left_out',
  'taken_back_voided',
  'taken_back_reopened',
  'taken_back_gone',
  'taken_back_there',
  'taken_back_needless',
  'accepted',
  'paid',
  'payment_changed',
  'payment_taken_back',
  'credit_applied',
  'credit_taken_off',
])

export const documentView = z.object({
  /** Null: no company is or was connected. */
  connection: z
    .object({
      connectionId: id,
      company: z.string(),
      status: z.enum(['connected', 'expired', 'disconnected']),
    })
    .nullable(),
  kind: z.enum(['invoice', 'credit_memo', 'prepayment']).nullable(),
  standing: z.enum(['draft', 'posted', 'cancelled']).nullable(),
  /** Whether it goes out by itself, now or once it is finalized; prepayments never do. */
  outlook: z.enum(['export', 'off', 'before_go_live', 'never']).nullable(),
  goLiveDate: day.nullable(),
  badge: badgeView.nullable(),
  here: side.nullable(),
  /** What both sides last agreed on, or what we meant. */
  agreed: side.nullable(),
  /** As last seen over there. */
  there: side.nullable(),
  /** `deleted` and `voided`: nothing is owed on it there. */
  theirStanding: z.enum(['standing', 'voided', 'deleted']).nullable(),
  /** What credit pays it, or what it pays as credit; the first thing first. */
  credits: z.array(creditOnCard),
  /** A credit note that can no longer be used here, and is still open there by so much. */
  expired: z.object({ expiresOn: day, amountMinor: z.number().int(), currency: z.string() }).nullable(),
  differences: z.array(z.object({ field: z.string(), here: z.string(), there: z.string() })),
  checkedAt: instant.nullable(),
  missing: z.array(missing),
  error: z
    .object({ code: errorCode, detail: z.string().nullable(), trace: z.string().nullable() })
    .nullable(),
  /** A person left it out for good, and nothing came after that. */
  leftOut: z.object({ reason: z.string(), byName: z.string().nullable() }).nullable(),
  timeline: z.array(
    z.object({
      at: instant,
      what: storyEvent,
      byName: z.string().nullable(),
      detail: z.string().nullable(),
      errorCode: errorCode.nullable(),
      operationId: id.nullable(),
      /** Of money received: where it came from, and how much of it counts on this document since. */
      payment: z
        .object({
          origin: z.enum(['here', 'captured', 'there']),
          reference: z.string().nullable(),
          amountMinor: z.number().int(),
          currency: z.string(),
        })
        .nullable(),
    }),
  ),
  /** The open task about it, or about what it waits for. */
  taskId: id.nullable(),
  /** Each with the reason why it cannot be done now, or null. */
  actions: z.array(z.object({ action: documentAction, refused: z.enum(REFUSALS).nullable() })),
})
export type DocumentView = z.infer<typeof documentView>

export const getDocument = query({
  name: 'accounting.document',
  summary: 'One document here and over there',
  needs: 'documents',
  input: z.object({ documentId: id }),
  output: documentView,
  http: { method: 'GET', path: '/accounting/documents/:documentId' },
})

/** Asks the service about this one document, now, and judges it as a poll would. Nothing is changed over there. */
export const checkDocument = command({
  name: 'accounting.document.check',
  summary: 'Look at one document over there and compare it',
  needs: 'watch',
  input: z.object({ documentId: id }),
  output: documentView,
  http: { method: 'POST', path: '/accounting/documents/:documentId/check' },
})

/** Whatever its date: a person chose them. */
export const syncDocuments = command({
  name: 'accounting.documents.sync',
  summary: 'Send these documents now',
  needs: 'manage',
  input: z.object({ documentIds: z.array(id).min(1).max(200) }),
  output: z.object({
    queued: z.number().int(),
    hastened: z.number().int(),
    retried: z.number().int(),
    /** Over there already, voided, a draft or a prepayment. */
    left: z.number().int(),
  }),
  http: { method: 'POST', path: '/accounting/documents/sync' },
})

export const operationView = z.object({
  operationId: id,
  direction: z.literal('out'),
  kind: operationKind,
  documentId: id,
  documentType: z.string(),
  number: z.string(),
  client: z.object({ id: id.nullable(), name: z.string().nullable() }),
  amountMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  issueDate: day,
  status: operationState,
  attempts: z.number().int(),
  waitReason: waitReason.nullable(),
  errorCode: errorCode.nullable(),
  nextAttemptAt: instant.nullable(),
  batchId: id.nullable(),
  createdAt: instant,
  updatedAt: instant,
  processedAt: instant.nullable(),
  /** Of the last attempt. */
  milliseconds: z.number().int().nullable(),
})
export type OperationView = z.infer<typeof operationView>

/** No list is counted further: a chip says "more than" from here on, and nobody waits longer. */
export const MOST_COUNTED = 10_000

export const getOperation = query({
  name: 'accounting.operation',
  summary: 'One operation with everything that was tried',
  needs: 'watch',
  input: z.object({ operationId: id }),
  output: operationView.extend({
    /** Where it went or is to go. */
    company: z.string().nullable(),
    detail: z.string().nullable(),
    trace: z.string().nullable(),
    missing: z.array(missing),
    skip: z.object({ reason: z.string(), byName: z.string().nullable() }).nullable(),
    deepLink: z.string().nullable(),
    taskId: id.nullable(),
    attemptsMade: z.array(
      z.object({
        sequence: z.number().int(),
        at: instant,
        milliseconds: z.number().int(),
        outcome: z.string(),
        errorCode: errorCode.nullable(),
        detail: z.string().nullable(),
        trace: z.string().nullable(),
        /** Redacted before they were written. */
        request: z.unknown(),
        response: z.unknown(),
      }),
    ),
  }),
  http: { method: 'GET', path: '/accounting/operations/:operationId' },
})

export const retryOperations = command({
  name: 'accounting.operations.retry',
  summary: 'Try what was refused or skipped again',
  needs: 'manage',
  input: z.object({ operationIds: z.array(id).min(1).max(200) }),
  output: z.object({ retried: z.number().int() }),
  http: { method: 'POST', path: '/accounting/operations/retry' },
})

export const skipOperations = command({
  name: 'accounting.operations.skip',
  summary: 'Leave these out for good, with a reason that shows',
  needs: 'manage',
  input: z.object({ operationIds: z.array(id).min(1).max(200), reason: reasonText }),
  output: z.object({ skipped: z.number().int() }),
  http: { method: 'POST', path: '/accounting/operations/skip' },
})
