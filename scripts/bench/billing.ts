import { recordExternalPayments } from '@tieout/billing'
import { createDraft, finalizeInvoices } from '@tieout/billing/contract'
import type { SystemActor } from '@tieout/platform'
import { z } from 'zod'
import { HARBOR } from '../../server/src/demo/companies.ts'
import { createBenchHost, type BenchHost, type Statements } from '../lib/bench-host.ts'
import { isWithin } from '../lib/bench-limits.ts'

const MANY = 100_000
const ITEMS = 1000
const ROUNDS = 100
/** What asks the database more often than this has lost its plan. */
const MOST_STATEMENTS = {
  list: 4,
  one_invoice: 12,
  payment_search: 4,
  finalize_per_item: 0.1,
  record_payment_per_item: 0.1,
}

const actor: SystemActor = { kind: 'system', tenant: HARBOR.tenant, name: 'bench' }

/** How the books do with a hundred thousand invoices. False when a count is above its limit. */
export async function run(): Promise<boolean> {
  const bench = await createBenchHost()
  try {
    await fillBooks(bench)
    const { items } = z
      .object({ items: z.array(z.object({ invoiceId: z.string() })) })
      .parse(await bench.get('/invoices'))
    const list = await repeated(bench, () => '/invoices?limit=50')
    const detail = await repeated(bench, (round) => `/invoices/${items[round % items.length]?.invoiceId}`)
    const search = await repeated(bench, (round) => `/payments?limit=50&search=ref-${round}`)
    const drafts = await draftMany(bench)
    const finalized = await bench.counted(() =>
      bench.host.application.execute(finalizeInvoices, actor, { invoiceIds: drafts }),
    )
    const paid = await payMany(bench, drafts)
    report({ list, detail, search, finalized, paid })
    const counts = {
      list: list.statements.work,
      one_invoice: detail.statements.work,
      payment_search: search.statements.work,
      finalize_per_item: perItem(finalized),
      record_payment_per_item: perItem(paid),
    }
    return isWithin(counts, MOST_STATEMENTS)
  } finally {
    await bench.close()
  }
}

interface Repeated {
  p95: number
  statements: Statements
}

/** The first rounds warm the caches and are not counted. */
async function repeated(bench: BenchHost, path: (round: number) => string): Promise<Repeated> {
  const times: number[] = []
  let statements: Statements = { work: 0, session: 0 }
  for (let round = -10; round < ROUNDS; round += 1) {
    const measured = await bench.counted(() => bench.get(path(Math.abs(round))))
    if (round >= 0) times.push(measured.ms)
    statements = measured.statements
  }
  return { p95: times.toSorted((a, b) => a - b)[Math.ceil(ROUNDS * 0.95) - 1] ?? 0, statements }
}

/** Invoices of one line each, of which every fourth is still owed; and as many payments. */
async function fillBooks(bench: BenchHost): Promise<void> {
  const bindings = { tenant: HARBOR.tenant, count: MANY }
  // Without triggers: a line of a finalized invoice could not be inserted otherwise.
  await bench.fill('set session_replication_role = replica', {})
  await bench.fill(INVOICES, bindings)
  await bench.fill(LINES, bindings)
  await bench.fill(PAYMENTS, bindings)
  await bench.fill('set session_replication_role = default', {})
  await bench.fill('analyze', {})
}

const ID = `('be000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid`
const LINE_ID = `('be000000-0000-4000-9000-' || lpad(to_hex(n), 12, '0'))::uuid`

const INVOICES = `
  insert into invoices (tenant, invoice_id, client_id, invoice_type, number, currency, issue_date, due_date,
    tax_exempt, parties, net_minor, tax_minor, total_minor, paid_minor, version, created_at, updated_at, finalized_at)
  select :tenant, ${ID}, c.client_id, 'standard', 'B-' || lpad(n::text, 6, '0'), 'USD',
    date '2020-01-01' + n % 2000, date '2020-01-31' + n % 2000, false,
    '{"company": {}, "client": {}}', 10000, 0, 10000, case when n % 4 = 0 then 0 else 10000 end, 1,
    '2026-01-01Z', '2026-01-01Z', '2026-01-01Z'
  from generate_series(1, :count) n
  join (select client_id, row_number() over (order by client_id) - 1 as place, count(*) over () as clients
    from clients where tenant = :tenant) c on c.place = n % c.clients`

const LINES = `
  insert into invoice_lines (tenant, invoice_id, line_id, position, description, quantity, unit_price_minor,
    discount_minor, net_minor, taxable, tax_minor)
  select :tenant, ${ID}, ${LINE_ID}, 1, 'Support', 1, 10000, 0, 10000, true, 0
  from generate_series(1, :count) n`

const PAYMENTS = `
  insert into payments (tenant, payment_id, client_id, provider, provider_reference, content_hash, method, reference,
    paid_on, currency, amount_minor, unapplied_minor, recorded_at)
  select :tenant, ${ID}, c.client_id, 'bench', 'filled ' || n, 'x', 'cheque', 'REF-' || n, date '2020-01-01' + n % 2000,
    'USD', 10000, 0, '2026-01-01Z'
  from generate_series(1, :count) n
  join (select client_id, row_number() over (order by client_id) - 1 as place, count(*) over () as clients
    from clients where tenant = :tenant) c on c.place = n % c.clients`

async function draftMany(bench: BenchHost): Promise<string[]> {
  const clientId = await aClient(bench)
  const ids: string[] = []
  const lines = [{ description: 'Support', unitPriceMinor: 10_000 }]
  for (let count = 0; count < ITEMS; count += 1) {
    const draft = await bench.host.application.execute(createDraft, actor, { clientId, lines })
    ids.push(draft.invoiceId)
  }
  return ids
}

async function aClient(bench: BenchHost): Promise<string> {
  const clients = z.object({ items: z.array(z.object({ clientId: z.string() })) })
  const [first] = clients.parse(await bench.get('/clients?limit=1')).items
  if (!first) throw new Error('the demo has no client')
  return first.clientId
}

async function payMany(bench: BenchHost, invoiceIds: readonly string[]) {
  const { host } = bench
  const { database, clock, ids } = host.parts
  const clientId = await aClient(bench)
  const payments = invoiceIds.map((invoiceId) => ({
    provider: 'bench',
    providerReference: invoiceId,
    clientId,
    paidOn: '2026-03-01',
    currency: 'USD',
    amountMinor: 100,
    method: 'bank_transfer',
    allocations: [{ invoiceId, amountMinor: 100 }],
  }))
  return await bench.counted(() =>
    database.withTenant(actor.tenant, async (trx) => {
      const books = { tenant: actor.tenant, trx, clock, ids, billing: host.billing }
      const outcomes = await recordExternalPayments(books, payments)
      if (outcomes.some((outcome) => outcome.kind === 'refused')) throw new Error('a payment was refused')
    }),
  )
}

interface Measured {
  statements: Statements
  ms: number
}

interface Report {
  list: Repeated
  detail: Repeated
  search: Repeated
  finalized: Measured
  paid: Measured
}

function report({ list, detail, search, finalized, paid }: Report): void {
  const rows = {
    [`list of ${MANY} invoices`]: {
      p95: shown(list.p95),
      statements: list.statements.work,
      session: list.statements.session,
    },
    'one invoice': {
      p95: shown(detail.p95),
      statements: detail.statements.work,
      session: detail.statements.session,
    },
    [`search in ${MANY} payments`]: {
      p95: shown(search.p95),
      statements: search.statements.work,
      session: search.statements.session,
    },
    [`finalize ${ITEMS}`]: { total: shown(finalized.ms), statements: finalized.statements.work },
    [`record ${ITEMS} payments`]: { total: shown(paid.ms), statements: paid.statements.work },
  }
  console.table(rows)
  const json = {
    list_100k: { p95_ms: rounded(list.p95), statements: list.statements.work },
    detail: { p95_ms: rounded(detail.p95), statements: detail.statements.work },
    payment_search: { p95_ms: rounded(search.p95), statements: search.statements.work },
    finalize: { statements_per_item: perItem(finalized) },
    record_payment: { statements_per_item: perItem(paid) },
  }
  console.log(JSON.stringify(json))
}

const perItem = ({ statements }: Measured) => statements.work / ITEMS
const rounded = (ms: number) => Math.round(ms * 10) / 10
const shown = (ms: number) => `${rounded(ms)} ms`
