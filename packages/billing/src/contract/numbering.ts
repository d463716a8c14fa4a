import { defineCommand, defineQuery, mspWith, optionalText } from '@tieout/platform/contract'
import { z } from 'zod'

/** Numbers of documents: one sequence without gaps for each kind. */

export const sequenceKind = z.enum(['invoice', 'credit_note', 'prepayment'])
export type SequenceKind = z.infer<typeof sequenceKind>

const fields = z.object({
  /** Ends in no digit, so that a number always shows where its prefix ends. */
  prefix: optionalText.max(20).regex(/(^|\D)$/, 'ends in a digit'),
  digits: z.number().int().min(1).max(12),
  nextNumber: z.number().int().min(1).max(999_999_999_999),
})
export type SequenceFields = z.infer<typeof fields>

/** The same for the form in the browser, as a hint before sending; the server decides. */
export const SEQUENCE_FORM = fields

export const sequenceView = z.object({
  kind: sequenceKind,
  prefix: z.string(),
  digits: z.number().int(),
  nextNumber: z.number().int(),
  /** What the next document will be called. */
  example: z.string(),
})
export type SequenceView = z.infer<typeof sequenceView>

export const getNumbering = defineQuery({
  name: 'numbering.get',
  summary: 'Show how documents are numbered',
  access: mspWith('billing_settings:read'),
  input: z.object({}),
  output: z.object({ sequences: z.array(sequenceView) }),
  http: { method: 'GET', path: '/numbering' },
})

export const updateNumbering = defineCommand({
  name: 'numbering.update',
  summary: 'Change how one kind of document is numbered; the next number only goes up',
  access: mspWith('billing_settings:update'),
  input: z.object({ kind: sequenceKind, ...fields.partial().shape }),
  output: sequenceView,
  http: { method: 'PATCH', path: '/numbering/:kind' },
})
