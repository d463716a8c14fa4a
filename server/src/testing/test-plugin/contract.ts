import { defineCommand, defineQuery, mspWith, reasonText, uuid } from '@tieout/platform/contract'
import { z } from 'zod'

/** What is kept of one document. While it is held, nobody may take the document away. */
const custodyEntry = z.object({
  invoiceId: z.string(),
  /** `null` while it is a draft. */
  number: z.string().nullable(),
  heldBecause: z.string().nullable(),
})
export type CustodyEntry = z.infer<typeof custodyEntry>
const entries = z.object({ items: z.array(custodyEntry) })

export const lookUpCustody = defineQuery({
  name: 'custody.look_up',
  summary: 'Which of these documents are in custody, and which are held',
  access: mspWith('invoice:read'),
  input: z.object({ invoiceIds: z.array(uuid).max(200) }),
  output: entries,
  http: { method: 'POST', path: '/custody/look-up' },
})

export const listHeld = defineQuery({
  name: 'custody.held',
  summary: 'The documents that are held, by their number',
  access: mspWith('invoice:read'),
  input: z.object({}),
  output: entries,
  http: { method: 'GET', path: '/custody/held' },
})

const oneInvoice = { invoiceId: uuid }

export const holdInvoice = defineCommand({
  name: 'custody.hold',
  summary: 'Hold a document, so that it is neither voided nor reopened nor deleted',
  access: mspWith('invoice:update'),
  input: z.object({ ...oneInvoice, reason: reasonText }),
  output: z.void(),
  http: { method: 'POST', path: '/custody/:invoiceId/hold', status: 204 },
})

export const releaseInvoice = defineCommand({
  name: 'custody.release',
  summary: 'Hold a document no longer',
  access: mspWith('invoice:update'),
  input: z.object(oneInvoice),
  output: z.void(),
  http: { method: 'POST', path: '/custody/:invoiceId/release', status: 204 },
})

/** As the host's `permission-matrix.ts` has it for its own routes. */
export const CUSTODY_MATRIX = {
  'custody.look_up': 'ABK',
  'custody.held': 'ABK',
  'custody.hold': 'AB',
  'custody.release': 'AB',
}
