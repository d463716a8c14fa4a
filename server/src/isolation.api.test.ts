import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { UseCase } from '@tieout/platform/contract'
import { unreachableAccounting } from './accounting/testing/unreachable.ts'
import { JUNIPER_CATALOGUE } from './demo/catalogue.ts'
import { HARBOR, JUNIPER, JUNIPER_CLIENTS } from './demo/companies.ts'
import { createTestHost, type Person, type TestHost } from './testing/test-host.ts'
import { createCustodyTable } from './testing/test-plugin/entries.ts'
import { custodyPlugin } from './testing/test-plugin/server-plugin.ts'
import { BODIES, documentId, SHARED } from './testing/twin-bodies.ts'
import { leaveTraces } from './testing/twin-traces.ts'

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
    test = await createTestHost({
      plugins: [custodyPlugin, unreachableAccounting],
      prepare: createCustodyTable,
    })
    await test.host.jobs.start()
    await leaveTraces(test)
    await holdForBoth(test)
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
        const leaked = JUNIPER_WORDS.filter((word) => textOf(answer).includes(word))
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
        const body = { ...BODIES, ...CUSTODY_BODIES }[useCase.name] ?? {}
        const answer = await ada.ask(useCase.http?.method ?? 'POST', address).send(body)
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

/** A module that is plugged in is asked like the host itself. */
const CUSTODY_BODIES: Record<string, Record<string, unknown>> = {
  'custody.look_up': { invoiceIds: [documentId(4)] },
  'custody.hold': { reason: 'by the other company' },
}

async function holdForBoth({ host, db }: TestHost): Promise<void> {
  const entered_at = host.parts.clock.now()
  await db.owner('custody_entries').insert(
    [HARBOR, JUNIPER].map(({ tenant, name }) => ({
      tenant,
      invoice_id: documentId(4),
      held_because: `Held for ${name}`,
      entered_at,
    })),
  )
}

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
  ...JUNIPER_CATALOGUE.taxes.rates.map((rate) => rate.name),
  ...JUNIPER_CATALOGUE.services.map((service) => service.name),
]

const TABLES: Record<string, [table: string, column: string]> = {
  clientId: ['clients', 'client_id'],
  invoiceId: ['invoices', 'invoice_id'],
  documentId: ['invoices', 'invoice_id'],
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
  connectionId: ['accounting_connections', 'connection_id'],
  batchId: ['accounting_export_batches', 'batch_id'],
  operationId: ['accounting_sync_operations', 'op_id'],
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

/** Of a PDF what is not compressed: its title and author, which name client and company. */
const textOf = (answer: { text?: string; body: unknown }) =>
  answer.text ?? (Buffer.isBuffer(answer.body) ? answer.body.toString('latin1') : '')

const LONG_PERIOD = '?from=2020-01-01&to=2100-01-01'

/** What routes need in their address before they answer anything. */
const QUERIES: Record<string, string> = {
  'payment.suggest': '?currency=EUR',
  'statement.get': LONG_PERIOD,
  'statement.pdf': LONG_PERIOD,
  'statement.export': LONG_PERIOD,
  'accounting.mapping.held': `?entityId=${SHARED}`,
}

function addresses(useCase: UseCase, ids: Record<string, string[]>): string[] {
  const path = useCase.http?.path ?? ''
  const name = path.match(/:(\w+Id)/)?.[1]
  const withAction = path
    .replace(':action', 'confirm')
    .replace(':sessionId', '22222222-2222-4222-8222-222222222222')
    .replace(':position', '0')
    .replace(':environment', 'sandbox')
    .replace(':kind', 'client')
    .replace(':entries', 'customer')
    .replace(':connectionId/named/:documentId', `:connectionId/named/${documentId(4)}`)
    .concat(QUERIES[useCase.name] ?? '')
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
