import { z } from 'zod'
import { command, query } from './route.ts'
import { connectionPath, day, id, instant, missing, money, page, pageInput, reasonText } from './shapes.ts'

export const batchFilter = z.object({
  from: day.optional(),
  to: day.optional(),
  clientIds: z.array(id).max(200).optional(),
})

export const lineState = z.enum([
  'ready',
  'missing',
  'closed_period',
  'excluded',
  'already_there',
  'queued',
  'other_currency',
  'taxes_apart',
])
export type LineState = z.infer<typeof lineState>

/** A document of a batch that has not gone out, and whether it could. */
export const batchDocument = z.object({
  documentId: id,
  kind: z.enum(['invoice', 'credit_memo']),
  number: z.string(),
  issueDate: day,
  client: z.object({ id, name: z.string() }),
  totalMinor: z.number().int(),
  currency: z.string(),
  state: lineState,
  missing: z.array(missing),
})
export type BatchDocument = z.infer<typeof batchDocument>

const judged = z.object({
  documents: z.array(batchDocument),
  /** More match than a batch takes. */
  more: z.boolean(),
  /** Voided or taken back since they were chosen. */
  gone: z.number().int(),
  totals: z.array(z.object({ state: lineState, documents: z.number().int(), money: z.array(money) })),
})
export type JudgedDocuments = z.infer<typeof judged>

export const previewBatch = query({
  name: 'accounting.batch.preview',
  summary: 'What a batch by this filter would hold, and what of it could go out',
  needs: 'watch',
  input: z.object({ ...connectionPath, ...batchFilter.shape }),
  output: judged,
  http: { method: 'POST', path: '/accounting/connections/:connectionId/batches/preview' },
})

export const batchView = z.object({
  batchId: id,
  connectionId: id.nullable(),
  company: z.string().nullable(),
  origin: z.enum(['manual', 'scheduled']),
  status: z.enum(['draft', 'delivering', 'delivered', 'cancelled']),
  filter: batchFilter,
  documents: z.number().int(),
  createdByName: z.string().nullable(),
  createdAt: instant,
  deliveredAt: instant.nullable(),
  version: z.number().int(),
  /** What delivering it did with the documents; null before, and for those of the schedule. */
  delivery: z
    .object({
      queued: z.number().int(),
      joined: z.number().int(),
      elsewhere: z.number().int(),
      alreadyThere: z.number().int(),
      excluded: z.number().int(),
      closedPeriod: z.number().int(),
      /** Batches of before do not say it. */
      otherCurrency: z.number().int().default(0),
      taxesApart: z.number().int().default(0),
      gone: z.number().int(),
    })
    .nullable(),
  /** Its operations by state; none before it is delivered. */
  lines: z.object({
    pending: z.number().int(),
    in_progress: z.number().int(),
    done: z.number().int(),
    failed: z.number().int(),
    skipped: z.number().int(),
  }),
})
export type BatchView = z.infer<typeof batchView>

export const createBatch = command({
  name: 'accounting.batch.create',
  summary: 'Keep these documents as a draft; nothing goes out',
  needs: 'manage',
  input: z.object({
    ...connectionPath,
    ...batchFilter.shape,
    documentIds: z.array(id).min(1).max(1000),
  }),
  output: batchView,
  once: true,
  http: { method: 'POST', path: '/accounting/connections/:connectionId/batches', status: 201 },
})

export const listBatches = query({
  name: 'accounting.batches',
  summary: 'Batches, newest first',
  needs: 'watch',
  input: z.object({
    ...pageInput,
    origin: z.enum(['manual', 'scheduled']).optional(),
    status: z.enum(['draft', 'delivering', 'delivered', 'cancelled']).optional(),
  }),
  output: page(batchView),
  http: { method: 'GET', path: '/accounting/batches' },
})

const batchPath = { batchId: id }

export const getBatch = query({
  name: 'accounting.batch',
  summary: 'One batch; its lines are the operations that name it',
  needs: 'watch',
  input: z.object(batchPath),
  output: batchView,
  http: { method: 'GET', path: '/accounting/batches/:batchId' },
})

export const validateBatch = query({
  name: 'accounting.batch.validate',
  summary: 'Judge the documents of a draft as things stand now',
  needs: 'watch',
  input: z.object(batchPath),
  output: judged,
  http: { method: 'GET', path: '/accounting/batches/:batchId/documents' },
})

export const deliverBatch = command({
  name: 'accounting.batch.deliver',
  summary: 'Send a draft on its way; what lacks something waits visibly',
  needs: 'manage',
  input: z.object({ ...batchPath, version: z.number().int() }),
  output: batchView,
  http: { method: 'POST', path: '/accounting/batches/:batchId/deliver' },
})

export const cancelBatch = command({
  name: 'accounting.batch.cancel',
  summary: 'Take back what has not left yet; what is on its way arrives',
  needs: 'manage',
  input: z.object({ ...batchPath, version: z.number().int(), reason: reasonText }),
  /** `givenBack` were queued before the batch took them over, and go on waiting for themselves. */
  output: batchView.extend({ takenBack: z.number().int(), givenBack: z.number().int() }),
  http: { method: 'POST', path: '/accounting/batches/:batchId/cancel' },
})
