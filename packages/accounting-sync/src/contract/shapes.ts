import { z, type ZodType } from 'zod'
import type { ErrorCode } from '../core/errors.ts'
import { ERRORS } from '../core/errors.ts'
import { OPERATION_KINDS } from '../core/operation.ts'

/** Postgres text holds no NUL; other control characters only come from broken clients. */
// oxlint-disable-next-line no-control-regex
const printable = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/
const text = (max: number) => z.string().trim().max(max).regex(printable, 'contains control characters')

export const id = z.uuid()
export const shortText = text(200).min(1)
export const searchText = text(100)
export const reasonText = text(500).min(3)
export const day = z.iso.date()
export const instant = z.iso.datetime({ offset: true })

/** Keyset paging: the cursor is opaque and names the row to go on from. */
export const pageInput = {
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
}
export const page = <T extends ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() })

export const money = z.object({ amountMinor: z.number().int(), currency: z.string().length(3) })
export type Money = z.infer<typeof money>

export const operationKind = z.enum(OPERATION_KINDS)
export const operationState = z.enum(['pending', 'in_progress', 'done', 'failed', 'skipped'])
export const waitReason = z.enum([
  'paused',
  'excluded',
  'not_connected',
  'unmapped',
  'closed_period',
  'waits_for_document',
  'backing_off',
  'service_down',
  'throttled',
])
export const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])

/** What keeps a document, in words that a screen translates and links. */
export const missing = z.object({
  what: z.enum(['customer', 'item', 'tax_code']),
  /** Of the client, the service (null: lines without one) or the combination of rates. */
  entityId: z.string().nullable(),
  name: z.string().nullable(),
})

export const connectionPath = { connectionId: id }
