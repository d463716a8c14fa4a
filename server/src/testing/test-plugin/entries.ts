import {
  notFound,
  protectTenantTable,
  type Clock,
  type TenantContext,
  type Transaction,
} from '@tieout/platform'
import type { TestDatabase } from '@tieout/platform/testing'
import type { CustodyEntry } from './contract.ts'

/** As a module's migration would do it. Its table names no table of the host. */
export async function createCustodyTable(db: TestDatabase['owner']): Promise<void> {
  await db.schema.createTable('custody_entries', (table) => {
    table.uuid('tenant').notNullable()
    table.uuid('invoice_id').notNullable()
    table.text('held_because')
    table.timestamp('entered_at', { precision: 3 }).notNullable()
    table.primary(['tenant', 'invoice_id'])
  })
  await protectTenantTable(db, 'custody_entries', { app: ['select', 'insert', 'update'], system: ['select'] })
}

/** All documents of an announcement in one statement; one that is known already stays as it is. */
export async function enterCustody(
  trx: Transaction,
  clock: Clock,
  tenant: string,
  invoiceIds: readonly string[],
): Promise<void> {
  const entered_at = clock.now()
  await trx('custody_entries')
    .insert(invoiceIds.map((invoice_id) => ({ tenant, invoice_id, entered_at })))
    .onConflict(['tenant', 'invoice_id'])
    .ignore()
}

const entries = (trx: Transaction) =>
  trx('custody_entries as e')
    .join('invoices as i', (on) => on.on('i.tenant', 'e.tenant').on('i.invoice_id', 'e.invoice_id'))
    .orderBy(['i.number', 'e.invoice_id'])
    .select({ invoiceId: 'e.invoice_id', number: 'i.number', heldBecause: 'e.held_because' })

export const entriesOf = async (trx: Transaction, invoiceIds: readonly string[]): Promise<CustodyEntry[]> =>
  await entries(trx).whereIn('e.invoice_id', [...invoiceIds])

export const heldEntries = async (trx: Transaction): Promise<CustodyEntry[]> =>
  await entries(trx).whereNotNull('e.held_because')

export async function hold(ctx: TenantContext, invoiceId: string, reason: string): Promise<void> {
  const { trx, tenant, clock } = ctx
  const known: unknown = await trx('invoices').where({ invoice_id: invoiceId }).first('invoice_id')
  if (!known) throw notFound('document')
  await trx('custody_entries')
    .insert({ tenant, invoice_id: invoiceId, held_because: reason, entered_at: clock.now() })
    .onConflict(['tenant', 'invoice_id'])
    .merge(['held_because'])
  await ctx.audit({ action: 'custody.held', entityType: 'invoice', entityId: invoiceId, reason })
}

/** The one way out, whether somebody asks for it or resolves the task. */
export async function release(ctx: TenantContext, invoiceId: string): Promise<void> {
  const released = await ctx
    .trx('custody_entries')
    .where({ invoice_id: invoiceId })
    .whereNotNull('held_because')
    .update({ held_because: null })
  if (released === 0) throw notFound('held document')
  await ctx.audit({ action: 'custody.released', entityType: 'invoice', entityId: invoiceId })
}
