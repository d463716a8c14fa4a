import { Problem } from '@tieout/platform'
import { TENANT_A, testIds } from '@tieout/platform/testing'
import type { BooksContext } from '../billing.ts'
import type { ExternalPayment } from '../payments/external-payment.ts'
import { CLIENT, line, type Books } from './books.ts'

const ids = testIds(0x77)

/** A transaction of the first company, as jobs and other modules have it. */
export const inBooks = <T>(
  { db, clock, billing }: Books,
  work: (ctx: BooksContext) => Promise<T>,
  tenant = TENANT_A,
): Promise<T> => db.database.withTenant(tenant, (trx) => work({ tenant, trx, clock, ids, billing }))

let references = 0

/** Money of the first company's client, applied to nothing unless told. */
export function money(changes: Partial<ExternalPayment> = {}): ExternalPayment {
  references += 1
  return {
    provider: 'bank',
    providerReference: `ref ${references}`,
    clientId: CLIENT,
    paidOn: '2026-03-01',
    currency: 'USD',
    amountMinor: 10000,
    method: 'bank_transfer',
    allocations: [],
    ...changes,
  }
}

/** A finalized credit note, and the pool it gave rise to. */
export async function creditNote(
  books: Books,
  amountMinor = 10000,
  fields: Record<string, unknown> = {},
): Promise<{ noteId: string; creditId: string }> {
  const lines = [line({ unitPriceMinor: amountMinor })]
  const note = await books.finalized({ invoiceType: 'credit_note', lines, ...fields })
  const pool = await books.db.owner('credits').where({ source_invoice_id: note.invoiceId }).first('credit_id')
  return { noteId: note.invoiceId, creditId: pool.credit_id }
}

/** The refusal, or a failure when there was none. */
export async function refusal(work: Promise<unknown>): Promise<Problem> {
  const thrown = await work.then(
    () => new Error('it was not refused'),
    (error: unknown) => error,
  )
  if (thrown instanceof Problem) return thrown
  throw thrown
}
