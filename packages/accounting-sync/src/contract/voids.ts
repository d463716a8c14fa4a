import { z } from 'zod'
import { command } from './route.ts'
import { day, id } from './shapes.ts'

/** Why a document cannot be voided now, in a word that screens translate. */
export const voidRefusal = z.enum([
  'unreachable',
  'not_connected',
  'unreadable',
  'moving',
  'paid_there',
  'spent_there',
])

export const voidOutlook = z.object({
  /** Null: it is not over there, and is on no way there. */
  there: z
    .object({
      company: z.string(),
      /** `on_its_way`: it arrives there first, and is voided then. */
      standing: z.enum(['on_its_way', 'standing', 'voided', 'deleted']),
      number: z.string().nullable(),
      currency: z.string(),
      /** What is open on it there; null where nobody could look. */
      openMinor: z.number().int().nullable(),
      /** What settles it there and is not known here. */
      unknownMinor: z.number().int(),
      /** Which payments there that is, as far as they can be told. */
      unknownBy: z.array(
        z.object({
          /** What the payer calls it, such as the number of a cheque. */
          number: z.string().nullable(),
          date: day,
          amountMinor: z.number().int(),
          page: z.url().nullable(),
        }),
      ),
      /** What keeps the void there from happening at once. */
      waits: z.enum(['paused', 'excluded', 'disconnected', 'closed_period']).nullable(),
      booksClosedThrough: day.nullable(),
    })
    .nullable(),
  /** Voiding changes the month in which it is dated. */
  month: z.enum(['this', 'earlier']),
  issueDate: day,
  refused: voidRefusal.nullable(),
})
export type VoidOutlook = z.infer<typeof voidOutlook>

/** Nothing is changed over there. Whoever voids it afterwards relies on this look for some minutes. */
export const lookBeforeVoid = command({
  name: 'accounting.document.look_before_void',
  summary: 'Look at a document over there before it is voided, and say what follows there',
  needs: 'documents',
  input: z.object({ documentId: id }),
  output: voidOutlook,
  http: { method: 'POST', path: '/accounting/documents/:documentId/look-before-void' },
})

/** Queued like any other: over a voided one it keeps its number, a deleted one is made anew. */
export const reissueDocument = command({
  name: 'accounting.document.reissue',
  summary: 'Write a document that was voided or deleted over there again',
  needs: 'manage',
  input: z.object({ documentId: id }),
  output: z.object({}),
  http: { method: 'POST', path: '/accounting/documents/:documentId/reissue' },
})
