import { z } from 'zod'
import { page, pageInput } from './paging.ts'
import { instantText, shortText, uuid } from './text.ts'
import { defineQuery, mspWith } from './use-case.ts'

const changes = z.record(z.string(), z.unknown()).nullable()

const auditEvent = z.object({
  eventId: z.string(),
  recordedAt: z.string(),
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  entityType: z.string(),
  entityId: z.string(),
  /** Only what changed. */
  before: changes,
  after: changes,
  reason: z.string().nullable(),
  requestId: z.string(),
  /** Part of the hash chain; a new event becomes so after two or three minutes. */
  sealed: z.boolean(),
})
export type AuditEvent = z.infer<typeof auditEvent>

export const auditSearch = defineQuery({
  name: 'audit.search',
  summary: 'Who did what, newest first',
  access: mspWith('audit:read'),
  http: { method: 'GET', path: '/audit-events' },
  input: z.object({
    /** The id of a person, or the name of a part of the product. */
    actorId: shortText.optional(),
    /** The beginning of an action: `invoice.` finds all that happened to invoices. */
    action: z
      .string()
      .max(100)
      .regex(/^[a-z0-9._-]+$/, 'is not the beginning of an action')
      .optional(),
    entityType: shortText.optional(),
    entityId: shortText.optional(),
    from: instantText.optional(),
    /** Not included, so that one day's end is the next one's beginning. */
    to: instantText.optional(),
    ...pageInput,
  }),
  output: page(auditEvent),
})

export const auditGet = defineQuery({
  name: 'audit.get',
  summary: 'One audit event with its seal',
  access: mspWith('audit:read'),
  http: { method: 'GET', path: '/audit-events/:eventId' },
  input: z.object({ eventId: uuid }),
  output: auditEvent.extend({
    seal: z.object({ seq: z.number(), hash: z.string(), sealedAt: z.string() }).nullable(),
  }),
})

export const auditStatus = defineQuery({
  name: 'audit.status',
  summary: 'How far the audit is sealed',
  access: mspWith('audit:read'),
  http: { method: 'GET', path: '/audit-status' },
  input: z.object({}),
  output: z.object({
    sealedCount: z.number(),
    unsealedCount: z.number(),
    lastSealedAt: z.string().nullable(),
    /** Stands for the whole chain. Kept elsewhere, it proves later that nothing was cut off. */
    headHash: z.string().nullable(),
  }),
})
