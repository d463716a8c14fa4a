import { createApplication, systemIds, type Application, type Implementation } from '@tieout/platform'
import {
  createTestDatabase,
  insertTenant,
  systemActor,
  TENANT_A,
  TENANT_B,
  testClock,
  testIds,
  testLog,
  type TestClock,
  type TestDatabase,
} from '@tieout/platform/testing'
import { createBilling, type Billing, type BooksContext } from '../billing.ts'
import { createDraft, finalizeInvoices } from '../contract/invoice-commands.ts'
import type { InvoiceDocument } from '../contract/invoice-views.ts'
import { documentUseCases } from '../documents/use-cases.ts'
import { recordExternalPayment } from '../payments/record.ts'

export const CLIENT = '00000000-0000-4000-9000-000000000001'
export const CLIENT_OF_BIRCH = '00000000-0000-4000-9000-000000000002'
export const REGION = '00000000-0000-4000-9000-0000000000a1'
export const STATE_TAX = '00000000-0000-4000-9000-0000000000b1'
export const CITY_TAX = '00000000-0000-4000-9000-0000000000b2'

/** Two companies on a real database with a client each; the first one taxes at 8.875 % and 1 %. */
export interface Books {
  db: TestDatabase
  clock: TestClock
  billing: Billing
  app: Application
  /** A draft of the first company, one line of 100.00 unless told otherwise. */
  draft(fields?: Record<string, unknown>): Promise<InvoiceDocument>
  finalized(fields?: Record<string, unknown>): Promise<InvoiceDocument>
  close(): Promise<void>
}

export const alder = systemActor(TENANT_A, 'test')
export const birch = systemActor(TENANT_B, 'test')

export const line = (changes: Record<string, unknown> = {}) => ({
  description: 'Support',
  quantity: '1',
  unitPriceMinor: 10000,
  ...changes,
})

export async function createBooks(
  moreUseCases: (billing: Billing) => Implementation[] = () => [],
): Promise<Books> {
  const db = await createTestDatabase({ max: 24 })
  await insertTenant(db.database, TENANT_A, 'Alder')
  await insertTenant(db.database, TENANT_B, 'Birch')
  await insertClient(db, TENANT_A, CLIENT, 'Cedar Clinic')
  await insertClient(db, TENANT_B, CLIENT_OF_BIRCH, 'Dogwood')
  await insertTaxes(db)
  const clock = testClock()
  const billing = createBilling()
  const parts = { database: db.database, clock, ids: testIds(), log: testLog().log }
  const app = createApplication(parts, [...documentUseCases(billing), ...moreUseCases(billing)])
  const draft = (fields: Record<string, unknown> = {}) =>
    app.execute(createDraft, alder, { clientId: CLIENT, lines: [line()], ...fields })
  return {
    db,
    clock,
    billing,
    app,
    draft,
    async finalized(fields) {
      const made = await draft(fields)
      const { finalized } = await app.execute(finalizeInvoices, alder, { invoiceIds: [made.invoiceId] })
      return { ...made, ...finalized[0] }
    },
    close: () => db.close(),
  }
}

export async function insertClient(
  db: TestDatabase,
  tenant: string,
  clientId: string,
  name: string,
): Promise<void> {
  await db.database.withTenant(tenant, async (trx) => {
    await trx('clients').insert({
      tenant,
      client_id: clientId,
      display_name: name,
      display_name_lower: name.toLowerCase(),
      name_key: name.toLowerCase(),
      currency: 'USD',
      address_line1: '1 Main St',
      city: 'Portland',
      status: 'active',
      created_at: '2026-01-01Z',
      updated_at: '2026-01-01Z',
      updated_by: 'test',
      version: 1,
    })
  })
}

/** A cheque over this document. */
export async function pay(books: Books, invoiceId: string, amountMinor: number): Promise<void> {
  const payment = {
    provider: 'manual',
    providerReference: systemIds.uuid(),
    clientId: CLIENT,
    paidOn: '2026-03-02',
    currency: 'USD',
    amountMinor,
    method: 'cheque',
    reference: '1077',
    allocations: [{ invoiceId, amountMinor }],
  }
  await books.db.database.withTenant(TENANT_A, async (trx) => {
    const ctx: BooksContext = {
      tenant: TENANT_A,
      trx,
      clock: books.clock,
      ids: systemIds,
      billing: books.billing,
    }
    await recordExternalPayment(ctx, payment)
  })
}

/** The trail sums to what is owed, whatever happened. */
export async function trailAndBalances({ db }: Books): Promise<{ trail: number; owed: number }> {
  const { rows } = await db.owner.raw(
    `select (select coalesce(sum(receivable_minor), 0) from transactions)::bigint as trail,
       (select coalesce(sum(balance_due_minor), 0) from invoice_balances)::bigint as owed`,
  )
  return rows[0]
}

async function insertTaxes({ database }: TestDatabase): Promise<void> {
  const stamps = { created_at: '2026-01-01Z' }
  await database.withTenant(TENANT_A, async (trx) => {
    await trx('tax_regions').insert({
      tenant: TENANT_A,
      tax_region_id: REGION,
      name: 'New York',
      status: 'active',
      updated_at: '2026-01-01Z',
      ...stamps,
    })
    const rate = { tenant: TENANT_A, tax_region_id: REGION, valid_from: '2020-01-01', ...stamps }
    await trx('tax_rates').insert([
      { ...rate, tax_rate_id: STATE_TAX, name: 'State', rate_ppm: 88750 },
      { ...rate, tax_rate_id: CITY_TAX, name: 'City', rate_ppm: 10000 },
    ])
  })
}
