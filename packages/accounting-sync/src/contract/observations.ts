import { z } from 'zod'
import { CHANGE_KINDS } from '../changes.ts'
import { PROBLEM_REASONS } from '../core/reconcile-payments.ts'
import { query } from './route.ts'
import { connectionPath, day, id, instant } from './shapes.ts'

const documentHere = z.object({
  id,
  number: z.string().nullable(),
  standing: z.enum(['draft', 'posted', 'cancelled']),
  balanceMinor: z.number().int(),
  currency: z.string(),
  clientName: z.string(),
})

export const problemReason = z.enum([...PROBLEM_REASONS, 'unreadable', 'inactive', 'gone'])

export const observationView = z.object({
  kind: z.enum(CHANGE_KINDS),
  externalId: z.string(),
  deepLink: z.string().nullable(),
  state: z.enum(['standing', 'voided', 'gone', 'active', 'inactive']).nullable(),
  firstSeenAt: instant,
  payment: z
    .object({
      number: z.string().nullable(),
      date: day,
      currency: z.string(),
      totalMinor: z.number().int(),
      /** What pays nothing yet: it stays there as credit of the customer. */
      unappliedMinor: z.number().int(),
      customer: z.object({ name: z.string().nullable(), clientId: id.nullable() }),
      /** What it settles, and what of that is not recorded here. */
      shares: z.array(
        z.object({
          on: z.enum(['invoice', 'credit_memo', 'journal', 'other']),
          externalId: z.string(),
          deepLink: z.string().nullable(),
          amountMinor: z.number().int(),
          missingMinor: z.number().int(),
          document: documentHere.nullable(),
        }),
      ),
    })
    .nullable(),
  problems: z.array(
    z.object({
      reason: problemReason,
      amountMinor: z.number().int(),
      document: documentHere.nullable(),
      detail: z.string().nullable(),
      /** Ours that is meant: the equal one that was keyed here, or the one that a gateway took. */
      receipt: z
        .object({
          id,
          origin: z.enum(['here', 'captured', 'there']),
          date: day,
          amountMinor: z.number().int(),
          currency: z.string(),
          reference: z.string().nullable(),
          isReversed: z.boolean(),
          documents: z.array(z.object({ id, number: z.string().nullable(), amountMinor: z.number().int() })),
        })
        .nullable(),
    }),
  ),
  /** As it came, where it cannot be read. */
  raw: z.unknown(),
  decision: z
    .object({
      kind: z.enum(['left', 'not_a_twin']),
      byName: z.string().nullable(),
      at: instant,
      reason: z.string(),
    })
    .nullable(),
})
export type ObservationView = z.infer<typeof observationView>

export const getObservation = query({
  name: 'accounting.observation',
  summary: 'Something over there that cannot be applied here, or not all of it; null once it is settled',
  needs: 'watch',
  input: z.object({
    ...connectionPath,
    externalKind: z.enum(CHANGE_KINDS),
    externalId: z.string().min(1).max(64),
  }),
  output: z.object({ observation: observationView.nullable() }),
  http: {
    method: 'GET',
    path: '/accounting/connections/:connectionId/observations/:externalKind/:externalId',
  },
})
