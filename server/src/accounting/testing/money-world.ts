import { linesFor, bookkeeperOf, type Bookkeeper } from '@tieout/accounting-sync/testing'
import type { Connection } from '@tieout/accounting-sync'
import { recordExternalPayment } from '@tieout/billing'
import { testClock, testIds, type TestClock } from '@tieout/platform/testing'
import { HARBOR } from '../../demo/companies.ts'
import type { Person } from '../../testing/test-host.ts'
import { COMPANY, connect, createAccountingHost, DESK, type AccountingHost } from './accounting-host.ts'

export { linesFor }

/** An invoice here and there. */
export interface Both {
  invoiceId: string
  number: string
  totalMinor: number
  clientId: string
  /** Its id over there; empty while it is not there. */
  there: string
}

/** The whole host and a company, both standing still until a test moves them. */
export interface MoneyWorld extends AccountingHost {
  clock: TestClock
  connection: Connection
  keeper: Bookkeeper
  /** Customers over there by clients here. */
  clients: { id: string; customerId: string }[]
  /** A quarter of an hour passes, and the schedule comes by. */
  poll(times?: number): Promise<Record<string, unknown>>
  /** Finalized here, and by the next poll over there. */
  invoices(amounts: readonly number[], more?: InvoiceOptions): Promise<Both[]>
  /** What a document owes here and there, in minor units. */
  owed(both: Both): Promise<{ here: number; there: number }>
  openTasks(): Promise<OpenTask[]>
  /** What of ours is linked to what of theirs by a person. */
  linkByHand(entityType: string, entityId: string, externalKind: string, externalId: string): Promise<void>
  receipts(): Promise<StoredReceipt[]>
  byCard(both: Both, amountMinor: number): Promise<void>
  owner: AccountingHost['test']['db']['owner']
}

export interface InvoiceOptions {
  client?: number
  issueDate?: string
  /** It stays here. */
  isLocal?: boolean
  isDraft?: boolean
}

export interface OpenTask {
  taskId: string
  kind: string
  minor: number | null
  currency: string | null
  context: Record<string, unknown>
}

export interface StoredReceipt {
  paymentId: string
  provider: string
  method: string
  reference: string | null
  paidOn: string
  amountMinor: number
  reversedAt: string | null
}

export async function createMoneyWorld(): Promise<MoneyWorld> {
  const clock = testClock('2026-03-02T15:00:00.000Z')
  const host = await createAccountingHost({ clock, isAtRest: true })
  const connection = await connect(host)
  const { owner, database } = host.test.db
  const { tenant } = HARBOR
  const keeper = bookkeeperOf(host.sandbox, COMPANY.realmId, DESK)
  const inTenant = database.withTenant
  const ids = testIds(0x66)
  const clients = await linkClients(host, connection)
  const [service] = (await host.bill.ask('GET', '/services?limit=1')).body.items
  await inTenant(tenant, (trx) =>
    host.sync.map(trx, connection, { entityType: 'service', entityId: service.serviceId, externalId: '1' }),
  )
  const world: MoneyWorld = {
    ...host,
    sync: host.sync,
    clock,
    connection,
    keeper,
    clients,
    owner,
    async poll(times = 1) {
      for (let round = 0; round < times; round += 1) {
        clock.advance(900)
        const order = { tenant, connectionId: connection.connectionId, trigger: 'schedule' } as const
        const end = await passing(clock, host.sync.runCycle(order, new AbortController().signal))
        if (end.kind !== 'ran') throw new Error(JSON.stringify(end))
      }
      const [cycle] = await owner('accounting_sync_cycles').orderBy('started_at', 'desc').limit(1)
      return cycle.stats
    },
    async invoices(amounts, { client = 0, issueDate, isLocal = false, isDraft = false } = {}) {
      const made: Both[] = []
      for (const unitPriceMinor of amounts) {
        const lines = [
          { description: 'Server care', serviceId: service.serviceId, unitPriceMinor, taxable: false },
        ]
        const draft = { clientId: clients[client]?.id, lines, ...(issueDate ? { issueDate } : {}) }
        made.push(await drafted(host.bill, draft))
      }
      if (isDraft) return made
      await finalizeAll(host.bill, made)
      if (!isLocal) await world.poll()
      return await Promise.all(made.map((each) => standing(world, each.invoiceId, isLocal)))
    },
    async owed(both) {
      const [row] = await owner('invoice_balances').where({ tenant, invoice_id: both.invoiceId })
      const there = host.sandbox.company(COMPANY.realmId).tables.Invoice.rows.get(both.there)
      return { here: row.balance_due_minor, there: Math.round(Number(there?.['Balance'] ?? 0) * 100) }
    },
    async openTasks() {
      return await owner('inbox_tasks')
        .where({ tenant, status: 'open' })
        .whereLike('kind', 'accounting%')
        .orderBy('raised_at')
        .select({
          taskId: 'task_id',
          kind: 'kind',
          minor: 'money_minor',
          currency: 'currency',
          context: 'context',
        })
    },
    async linkByHand(entityType, entityId, externalKind, externalId) {
      await inTenant(tenant, (trx) =>
        trx('tenant_external_entity_mappings').insert({
          tenant,
          mapping_id: ids.uuid(),
          adapter_type: connection.adapterType,
          target_realm: connection.realm,
          alga_entity_type: entityType,
          alga_entity_id: entityId,
          external_kind: externalKind,
          external_id: externalId,
          external_part: '',
          exclusive: true,
          status: 'linked',
          metadata: '{}',
          generation: 1,
          created_at: clock.now(),
          updated_at: clock.now(),
        }),
      )
    },
    async receipts() {
      return await owner('payments')
        .where({ tenant })
        .whereIn('provider', ['quickbooks', 'manual'])
        .where('recorded_at', '>=', '2026-03-02T15:00:00.000Z')
        .orderBy(['recorded_at', 'payment_id'])
        .select({
          paymentId: 'payment_id',
          provider: 'provider',
          method: 'method',
          reference: 'reference',
          paidOn: 'paid_on',
          amountMinor: 'amount_minor',
          reversedAt: 'reversed_at',
        })
    },
    async byCard({ invoiceId, clientId }, amountMinor) {
      await inTenant(tenant, (trx) =>
        recordExternalPayment(
          { tenant, trx, clock, ids, billing: host.test.host.billing },
          {
            provider: 'stripe',
            providerReference: ids.uuid(),
            clientId,
            paidOn: '2026-03-02',
            currency: 'USD',
            amountMinor,
            method: 'card',
            allocations: [{ invoiceId, amountMinor }],
          },
        ),
      )
    },
  }
  return world
}

/** The first clients with the company's currency, each linked to a customer over there. */
async function linkClients(host: AccountingHost, connection: Connection): Promise<MoneyWorld['clients']> {
  const { body } = await host.bill.ask('GET', '/clients?limit=50')
  const own = body.items.filter((each: { currency: string }) => each.currency === 'USD').slice(0, 3)
  const clients = own.map((each: { clientId: string }, at: number) => ({
    id: each.clientId,
    customerId: ['1', '3', '4'][at] ?? '',
  }))
  await host.test.db.database.withTenant(HARBOR.tenant, async (trx) => {
    for (const { id, customerId } of clients) {
      const link = { entityType: 'client', entityId: id, externalId: customerId } as const
      const mapped = await host.sync.map(trx, connection, link)
      if (mapped.kind !== 'mapped') throw new Error(JSON.stringify(mapped))
    }
  })
  return clients
}

async function drafted(person: Person, draft: object): Promise<Both> {
  const made = await person.ask('POST', '/invoices').send(draft)
  if (made.status !== 201) throw new Error(made.text)
  const { invoiceId, clientId, totalMinor } = made.body
  return { invoiceId, clientId, totalMinor, number: '', there: '' }
}

async function finalizeAll(person: Person, made: readonly Both[]): Promise<void> {
  const invoiceIds = made.map((each) => each.invoiceId)
  const answer = await person.ask('POST', '/invoices/finalize').send({ invoiceIds })
  if (answer.status !== 200) throw new Error(answer.text)
}

async function standing(world: MoneyWorld, invoiceId: string, isLocal: boolean): Promise<Both> {
  const { body } = await world.bill.ask('GET', `/invoices/${invoiceId}`)
  const { number, totalMinor, clientId } = body
  const rows = [...world.sandbox.company(COMPANY.realmId).tables.Invoice.rows.values()]
  const there = rows.find((each) => each['DocNumber'] === number)?.Id ?? ''
  if (!isLocal && there === '') throw new Error(`${number} did not arrive`)
  return { invoiceId, number, totalMinor, clientId, there }
}

/** Time goes on while something takes long, so that whoever waits until the company may be asked again is let through. */
async function passing<T>(clock: TestClock, work: Promise<T>): Promise<T> {
  const passes = setInterval(() => clock.advance(1), 200)
  try {
    return await work
  } finally {
    clearInterval(passes)
  }
}
