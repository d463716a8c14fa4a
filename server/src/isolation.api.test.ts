import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Transaction } from '@tieout/platform'
import { z } from 'zod'
import type { UseCase } from '@tieout/platform/contract'
import { JUNIPER_CATALOGUE } from './demo/catalogue.ts'
import { HARBOR, JUNIPER, JUNIPER_CLIENTS } from './demo/companies.ts'
import { createTestHost, type Person, type TestHost } from './testing/test-host.ts'

/**
 * Two companies whose rows carry the very same ids. The first one's administrator asks every route
 * there is, with those ids; whatever of the second company came back or changed is a leak.
 */
describe('isolation of tenants', () => {
  let test: TestHost
  let ada: Person
  let pia: Person
  let useCases: UseCase[]
  let ids: Record<string, string[]>

  beforeAll(async () => {
    test = await createTestHost()
    await test.host.jobs.start()
    await leaveTraces(test)
    ada = await test.as('ada@harborlane.example')
    pia = await test.as('pia@cedarclinic.example', { audience: 'portal' })
    useCases = test.host.implementations.map((each) => each.useCase).filter((each) => each.http)
    ids = await sharedIds(test)
  })
  afterAll(async () => {
    await test.host.jobs.stop(1)
    await test.close()
  })

  it('is tried on rows that both companies have', () => {
    for (const [name, found] of Object.entries(ids)) expect(found.length, name).toBeGreaterThan(0)
  })

  it('shows nothing of the other company on any route', async () => {
    const leaks: string[] = []
    let answered = 0
    for (const useCase of useCases.filter(
      (each) => each.http?.method === 'GET' && each.access.kind !== 'operator',
    )) {
      const person = useCase.access.kind === 'permission' && useCase.access.audience === 'portal' ? pia : ada
      for (const address of addresses(useCase, ids)) {
        const answer = await person.ask('GET', address)
        if (answer.status === 200) answered += 1
        const leaked = JUNIPER_WORDS.filter((word) => answer.text.includes(word))
        if (leaked.length > 0) leaks.push(`${useCase.name} ${address}: ${leaked.join(', ')}`)
      }
    }
    expect(leaks).toEqual([])
    expect(answered).toBeGreaterThan(40)
  })

  it('changes nothing of the other company on any route', async () => {
    const before = await everythingOf(test, JUNIPER.tenant)
    const commands = useCases.filter(
      (each) =>
        each.http?.method !== 'GET' && each.access.kind === 'permission' && each.access.audience === 'msp',
    )
    let done = 0
    for (const useCase of commands) {
      for (const address of addresses(useCase, ids)) {
        const answer = await ada.ask(useCase.http?.method ?? 'POST', address).send(BODIES[useCase.name] ?? {})
        if (answer.status < 300) done += 1
      }
    }
    expect(done).toBeGreaterThan(20)
    expect(await everythingOf(test, JUNIPER.tenant)).toEqual(before)
  })

  it('holds on a pooled connection after a transaction that failed', async () => {
    const { database } = test.host.parts
    await Promise.all(
      Array.from({ length: 40 }, async (_, at) => {
        const tenant = at % 2 === 0 ? HARBOR : JUNIPER
        const work = database.withTenant(tenant.tenant, async (trx) => {
          const seen: string[] = await trx('tenants').pluck('tenant')
          if (at % 4 < 2) await trx.raw('select 1/0')
          return seen
        })
        if (at % 4 < 2) await expect(work).rejects.toThrow(/division by zero/)
        else expect(await work).toEqual([tenant.tenant])
      }),
    )
  })
})

/** Words that occur in the second company's data and nowhere in the first's. */
const JUNIPER_WORDS = [
  JUNIPER.name,
  JUNIPER.slug,
  JUNIPER.tenant,
  'Europe/Berlin',
  'juniperridge.example',
  ...JUNIPER.people
    .filter((person) => !HARBOR.people.some((each) => each.email === person.email))
    .map((person) => person.displayName),
  ...JUNIPER_CLIENTS.map((client) => client.displayName),
  JUNIPER_CATALOGUE.region,
  JUNIPER_CATALOGUE.taxes.name,
  ...JUNIPER_CATALOGUE.services.map((service) => service.name),
]

/** An id that leaveTraces gives to rows of both companies. */
const SHARED = '22222222-2222-4222-8222-222222222222'
/** Drafts 1 to 3, finalized ones 4 to 6, a partly paid one 7 and a credit note 8. */
const documentId = (n: number) => `22222222-2222-4222-8222-22222222220${n}`

/** What makes a command really do something, so that it could do it in the wrong place. */
const BODIES: Record<string, Record<string, unknown>> = {
  'client.update': { version: 1, displayName: 'Changed by the other company', notes: 'mine now' },
  'client.create': { displayName: 'A new one', currency: 'USD', termsId: null, taxRegionId: null, taxExempt: false, email: null, legalName: null, phone: null, addressLine1: null, addressLine2: null, city: null, region: null, postalCode: null, country: null, notes: null },
  'service.create': { name: 'A new service', unitPriceMinor: 100, currency: 'USD' },
  'service.update': { version: 1, name: 'Changed by the other company' },
  'tax.create_region': { name: 'A new region' },
  'tax.rename_region': { name: 'Renamed by the other company' },
  'tax.add_rate': { name: 'New', ratePpm: 1, validFrom: '2026-01-01' },
  'tax.end_rate': { validTo: '2030-01-01' },
  'terms.create': { name: 'New terms', rule: 'net', days: 1 },
  'terms.update': { days: 99 },
  'numbering.update': { nextNumber: 1000 },
  'invoice.create_draft': { clientId: SHARED, lines: [{ description: 'Work', unitPriceMinor: 100 }] },
  'invoice.update_draft': { version: 1, clientId: SHARED, notes: 'mine now', lines: [{ description: 'Work', unitPriceMinor: 1 }] },
  'invoice.preview': { clientId: SHARED, lines: [] },
  'invoice.readiness': { invoiceIds: [documentId(1)] },
  'invoice.finalize': { invoiceIds: [documentId(1)] },
  'invoice.void': { reason: 'by the other company' },
  'credit_note.create_from_invoice': { part: { by: 'amount', amountMinor: 1 } },
  'payment.record': {
    idempotencyKey: SHARED,
    clientId: SHARED,
    paidOn: '2026-03-02',
    currency: 'USD',
    amountMinor: 100,
    method: 'cash',
    allocations: [{ invoiceId: documentId(7), amountMinor: 50 }],
  },
  'payment.apply': { allocations: [{ invoiceId: documentId(7), amountMinor: 1 }] },
  'payment.reverse': { reason: 'by the other company' },
  'payment.reverse_allocation': { reason: 'by the other company' },
  'credit.apply': { amountMinor: 1 },
  'credit.unapply': { reason: 'by the other company' },
  'credit.set_expiry': { expiresOn: '2026-12-31' },
  'settings.general.update': { name: 'Renamed' },
  'settings.company.update': { city: 'Elsewhere' },
  'settings.retention.update': { mails: 30 },
  'role.update': { name: 'Renamed role' },
  'role.create': { name: 'New role', permissions: [] },
  'inbox.comment': { text: 'seen' },
  'inbox.snooze': { until: null },
  'inbox.resolve': { input: { note: 'fine' } },
  'inbox.definitions.create': { name: 'Call back' },
  'inbox.definitions.update': { name: 'Call back soon' },
}

const TABLES: Record<string, [table: string, column: string]> = {
  clientId: ['clients', 'client_id'],
  invoiceId: ['invoices', 'invoice_id'],
  paymentId: ['payments', 'payment_id'],
  allocationId: ['invoice_payments', 'allocation_id'],
  creditId: ['credits', 'credit_id'],
  creditAllocationId: ['credit_allocations', 'allocation_id'],
  userId: ['users', 'user_id'],
  roleId: ['roles', 'role_id'],
  taskId: ['inbox_tasks', 'task_id'],
  mailId: ['mails', 'mail_id'],
  notificationId: ['notifications', 'notification_id'],
  eventId: ['audit_events', 'event_id'],
  definitionId: ['inbox_task_definitions', 'definition_id'],
  scheduleId: ['job_schedules', 'schedule_id'],
  serviceId: ['services', 'service_id'],
  taxRegionId: ['tax_regions', 'tax_region_id'],
  taxRateId: ['tax_rates', 'tax_rate_id'],
  termsId: ['payment_terms', 'terms_id'],
}

/** Ids that exist in both companies, by the name routes give them. */
async function sharedIds(test: TestHost): Promise<Record<string, string[]>> {
  const entries = Object.entries(TABLES).map(async ([name, [table, column]]) => {
    const found: string[] = await test.db
      .owner(table)
      .whereIn('tenant', [HARBOR.tenant, JUNIPER.tenant])
      .groupBy(column)
      .havingRaw('count(*) = 2')
      .orderBy(column)
      .limit(6)
      .pluck(column)
    return [name, found] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

/** Both companies also get a definition, a schedule and a waiting job, with the same ids. */
async function leaveTraces({ host }: TestHost): Promise<void> {
  for (const company of [HARBOR, JUNIPER]) {
    await host.parts.database.withTenant(company.tenant, async (trx) => {
      await trx('inbox_task_definitions').insert({
        tenant: company.tenant,
        definition_id: SHARED,
        name: `Definition of ${company.name}`,
        name_lower: `definition of ${company.name}`.toLowerCase(),
        description: '',
        default_priority: 'normal',
        active: true,
        created_at: host.parts.clock.now(),
        updated_at: host.parts.clock.now(),
      })
      await trx('job_schedules').insert({
        tenant: company.tenant,
        schedule_id: SHARED,
        kind: 'identity.sweep',
        singleton_key: 'shared',
        payload: JSON.stringify({ tenant: company.tenant, note: company.name }),
        every_seconds: 3600,
        next_due_at: new Date('2099-01-01T00:00:00Z'),
        created_at: host.parts.clock.now(),
      })
      await leaveDocuments(trx, company, host.parts.clock.now())
      await leaveMoney(trx, company, host.parts.clock.now())
    })
  }
}

async function leaveDocuments(trx: Transaction, company: { tenant: string; name: string }, now: Date): Promise<void> {
  const stamps = { created_at: now, updated_at: now, version: 1 }
  const { tenant } = company
  const name = `Client of ${company.name}`
  await trx('clients').insert({
    tenant,
    client_id: SHARED,
    display_name: name,
    display_name_lower: name.toLowerCase(),
    name_key: name.toLowerCase(),
    currency: 'USD',
    status: 'active',
    updated_by: 'test',
    ...stamps,
  })
  const document = {
    tenant,
    client_id: SHARED,
    invoice_type: 'standard',
    currency: 'USD',
    issue_date: '2026-03-01',
    due_date: '2026-03-31',
    tax_exempt: false,
    notes: `Notes of ${company.name}`,
    net_minor: 10000,
    tax_minor: 0,
    total_minor: 10000,
    ...stamps,
  }
  const numbers = [1, 2, 3, 4, 5, 6]
  await trx('invoices').insert(numbers.map((n) => ({ ...document, invoice_id: documentId(n) })))
  await trx('invoice_lines').insert(
    numbers.map((n) => ({
      tenant,
      invoice_id: documentId(n),
      line_id: documentId(n),
      position: 1,
      description: `Line of ${company.name}`,
      quantity: '1',
      unit_price_minor: 10000,
      discount_minor: 0,
      net_minor: 10000,
      taxable: false,
      tax_minor: 0,
    })),
  )
  await trx('invoices')
    .whereIn('invoice_id', numbers.slice(3).map(documentId))
    .update({ finalized_at: now, number: trx.raw(`'SHARED-' || right(invoice_id::text, 1)`) })
}

/** A receipt and a pool of credit, each partly applied to document 7. */
async function leaveMoney(trx: Transaction, company: { tenant: string; name: string }, now: Date): Promise<void> {
  const { tenant } = company
  await trx.raw(
    `insert into invoices (tenant, invoice_id, client_id, invoice_type, currency, issue_date, due_date, tax_exempt,
       net_minor, tax_minor, total_minor, paid_minor, credit_applied_minor, number, finalized_at, created_at,
       updated_at, version)
     select tenant, d.id, client_id, d.type, currency, issue_date, due_date, tax_exempt, net_minor, tax_minor,
       total_minor, d.paid, d.credited, d.number, created_at, created_at, updated_at, 1
     from invoices i, (values
       (?::uuid, 'standard', 4000, 1000, 'SHARED-7'), (?::uuid, 'credit_note', 0, 0, 'SHARED-8')
     ) as d (id, type, paid, credited, number)
     where i.invoice_id = ?`,
    [documentId(7), documentId(8), documentId(1)],
  )
  const common = { tenant, recorded_at: now }
  await trx('payments').insert({
    ...common,
    payment_id: SHARED,
    client_id: SHARED,
    provider: 'bank',
    provider_reference: 'shared',
    content_hash: 'shared',
    method: 'bank_transfer',
    paid_on: '2026-03-01',
    currency: 'USD',
    amount_minor: 5000,
    unapplied_minor: 1000,
    note: `Money of ${company.name}`,
  })
  const applied = { ...common, allocation_id: SHARED, invoice_id: documentId(7), applied_on: '2026-03-01' }
  await trx('invoice_payments').insert({ ...applied, payment_id: SHARED, amount_minor: 4000 })
  await trx('credits').insert({
    tenant,
    credit_id: SHARED,
    client_id: SHARED,
    source_invoice_id: documentId(8),
    currency: 'USD',
    amount_minor: 10000,
    remaining_minor: 9000,
    issued_on: '2026-03-01',
    created_at: now,
  })
  await trx('credit_allocations').insert({ ...applied, credit_id: SHARED, amount_minor: 1000 })
}

function addresses(useCase: UseCase, ids: Record<string, string[]>): string[] {
  const path = useCase.http?.path ?? ''
  const name = path.match(/:(\w+Id)/)?.[1]
  const withAction = path
    .replace(':action', 'confirm')
    .replace(':sessionId', '22222222-2222-4222-8222-222222222222')
  if (!name || name === 'sessionId') return [withAction]
  return (ids[name] ?? ['22222222-2222-4222-8222-222222222222']).map((id) =>
    withAction.replace(`:${name}`, id),
  )
}

/** Every row of a tenant in every table, to the byte. */
async function everythingOf({ db }: TestHost, tenant: string): Promise<Record<string, unknown[]>> {
  const columns = z.array(z.object({ table_name: z.string() }))
  const { rows } = await db.owner.raw(
    `select table_name from information_schema.columns where table_schema = 'public' and column_name = 'tenant' order by 1`,
  )
  const tables = columns.parse(rows).map((row) => row.table_name)
  const dumps = tables.map(async (table) => {
    const dump = await db.owner.raw(`select to_jsonb(t)::text as row from ?? t where tenant = ? order by 1`, [
      table,
      tenant,
    ])
    return [table, dump.rows] as const
  })
  return Object.fromEntries(await Promise.all(dumps))
}
