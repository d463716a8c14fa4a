import { z } from 'zod'
import { CHANGE_KINDS } from '../changes.ts'
import { STANDINGS } from '../core/arrival.ts'
import { operationView } from './documents.ts'
import { query } from './route.ts'
import { day, id, instant, operationState, page, pageInput, searchText } from './shapes.ts'

/** What crossed between the two books, whichever way: what goes out, and what came in. */

export const arrivalStanding = z.enum(STANDINGS)
export type ArrivalState = z.infer<typeof arrivalStanding>

export const arrivalView = z.object({
  arrivalId: id,
  direction: z.literal('in'),
  kind: z.enum(CHANGE_KINDS),
  externalId: z.string(),
  /** `held`, `quarantined` and `differs` wait for a person; once they do no more they are `settled`. */
  status: arrivalStanding,
  /** Why, in a word that screens translate. */
  reason: z.string().nullable(),
  /** What people call it: the number of a cheque or of a document, the name of a customer. */
  reference: z.string().nullable(),
  client: z.object({ id: id.nullable(), name: z.string().nullable() }),
  /** The documents of ours that it touched, and how much of it counts on each. */
  documents: z.array(z.object({ id, number: z.string(), amountMinor: z.number().int().nullable() })),
  amountMinor: z.number().int().nullable(),
  /** What of that could not be applied. */
  heldMinor: z.number().int().nullable(),
  currency: z.string().nullable(),
  /** Its own day over there. */
  dated: day.nullable(),
  /** When it changed there, as far as was told. */
  changedAt: instant.nullable(),
  /** When it came here. */
  at: instant,
})
export type ArrivalView = z.infer<typeof arrivalView>

export const transactionView = z.discriminatedUnion('direction', [operationView, arrivalView])
export type TransactionView = z.infer<typeof transactionView>

/** Of both directions: a payment is a payment, whichever way it went. */
export const TRANSACTION_KINDS = [
  'invoice',
  'credit_note',
  'payment',
  'applied_credit',
  'void',
  'customer',
  'refund',
] as const
export type TransactionKind = (typeof TRANSACTION_KINDS)[number]

export const transactionFilter = {
  direction: z.enum(['out', 'in']).optional(),
  /** A state of what goes out, or what became of something that came in. */
  status: z.union([operationState, arrivalStanding]).optional(),
  kind: z.enum(TRANSACTION_KINDS).optional(),
  from: day.optional(),
  to: day.optional(),
  batchId: id.optional(),
  /** What one run sent, refused, kept waiting or brought in. */
  cycleId: id.optional(),
  clientId: id.optional(),
  documentId: id.optional(),
  /** The beginning of a document's number, or of what people call what came in. */
  search: searchText.optional(),
}

export const listTransactions = query({
  name: 'accounting.transactions',
  summary: 'What went or is to go over there and what came from there, the last changed first',
  needs: 'watch',
  input: z.object({ ...transactionFilter, ...pageInput }),
  output: page(transactionView),
  http: { method: 'GET', path: '/accounting/transactions' },
})

export const countTransactions = query({
  name: 'accounting.transactions.counts',
  summary: 'How many of each state, whatever state is named; none is counted further than 10,001',
  needs: 'watch',
  input: z.object(transactionFilter),
  output: z.object({
    out: z.record(operationState, z.number().int()),
    in: z.record(arrivalStanding, z.number().int()),
  }),
  http: { method: 'GET', path: '/accounting/transactions/counts' },
})

const receiptSide = z.object({
  amountMinor: z.number().int(),
  date: day,
  number: z.string().nullable(),
  allocations: z.array(z.object({ documentId: id, amountMinor: z.number().int() })),
})

export const arrivalDetail = arrivalView.extend({
  company: z.string().nullable(),
  connectionId: id.nullable(),
  /** Each receipt of ours that it made, changed or took back. */
  receipts: z.array(
    z.object({
      receiptId: z.string().nullable(),
      before: receiptSide.nullable(),
      after: receiptSide.nullable(),
    }),
  ),
  /** Credit of ours that it applied, or applies no more. */
  credits: z.array(
    z.object({
      what: z.enum(['applied', 'linked', 'taken_off']),
      creditNoteId: id,
      creditNoteNumber: z.string(),
      documentId: id,
      documentNumber: z.string(),
      amountMinor: z.number().int(),
    }),
  ),
  problems: z.array(
    z.object({
      reason: z.string(),
      amountMinor: z.number().int(),
      documentId: id.nullable(),
      detail: z.string().nullable(),
    }),
  ),
  differences: z.array(z.object({ field: z.string(), here: z.string(), there: z.string() })),
  name: z.object({ before: z.string().nullable(), after: z.string().nullable() }).nullable(),
  detail: z.string().nullable(),
  /** The run that brought it; null: a person had it looked at, or the run is long forgotten. */
  cycle: z.object({ cycleId: id, trigger: z.string(), startedAt: instant }).nullable(),
  deepLink: z.string().nullable(),
  taskId: id.nullable(),
})
export type ArrivalDetail = z.infer<typeof arrivalDetail>

export const getArrival = query({
  name: 'accounting.arrival',
  summary: 'Something that came in, with how it was here before and after',
  needs: 'watch',
  input: z.object({ arrivalId: id }),
  output: arrivalDetail,
  http: { method: 'GET', path: '/accounting/arrivals/:arrivalId' },
})
