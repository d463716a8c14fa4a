import { createDraft, finalizeInvoices } from '@tieout/billing/contract'
import type { SystemActor } from '@tieout/platform'
import { HARBOR } from '../../server/src/demo/companies.ts'
import { floorMilliseconds } from '../lib/batch-floor.ts'
import { badgesOverHttp, type Badges } from '../lib/bench-badges.ts'
import { fillInvoices, linkInvoices, queueInvoices } from '../lib/bench-books.ts'
import { isWithin } from '../lib/bench-limits.ts'
import { LATENCY, latencyOf, type Traffic } from '../lib/bench-line.ts'
import { growthWhileDraining } from '../lib/bench-memory.ts'
import { createSyncBench, type SyncBench } from '../lib/bench-sync.ts'
import { step } from '../lib/progress.ts'

const MANY = 100_000
const BULK = 1000
const LONG = 10_000
const QUEUED = 50_000

const MOST = {
  requests_alone: 1,
  statements_alone: 30,
  requests_per_doc: 1 / 20,
  statements_per_doc: 1,
  metered_reads_per_doc: 0,
  change_polls_per_cycle: 1,
  floor_ratio: 1.1,
  throttled: 0,
  rss_growth_mb: 64,
}

const actor: SystemActor = { kind: 'system', tenant: HARBOR.tenant, name: 'bench' }

/** What the way out costs: alone, in bulk, over a long time and in memory. False when a count is above its limit. */
export async function run(): Promise<boolean> {
  const world = await createSyncBench()
  try {
    const sent = BULK + LONG + QUEUED
    await step(`Filling the books with ${MANY} invoices`, () => fillInvoices(world.bench, MANY, sent))
    // What a connection does once is not counted.
    await world.cycle()
    await finalizeOne(world)
    const alone = await step('Exporting one', () => exported(world, 1))
    await queueInvoices(world, 1, BULK)
    const bulk = await step(`Exporting ${BULK}`, () => exported(world, BULK))
    await queueInvoices(world, BULK + 1, BULK + LONG)
    const long = await step(`Exporting ${LONG}`, () => exported(world, LONG))
    await queueInvoices(world, BULK + LONG + 1, sent)
    const growth = await step(`Exporting ${QUEUED}`, () => growthWhileDraining(world, QUEUED))
    await linkInvoices(world, sent + 1, MANY)
    const badges = await step('Looking up badges', () => badgesOverHttp(world.bench, MANY))
    return report({ alone, bulk, long, growth, badges })
  } finally {
    await world.bench.close()
  }
}

interface Exported {
  documents: number
  statements: number
  traffic: Traffic
  /** Of the machine's time, and of the company's. */
  ms: number
  virtualMs: number
}

async function exported({ bench, cycle, line, clock }: SyncBench, documents: number): Promise<Exported> {
  line.taken()
  let arrived = 0
  line.onWritten((count) => (arrived += count))
  const before = clock.now().getTime()
  const { statements, ms } = await bench.counted(cycle)
  if (arrived !== documents) throw new Error(`${arrived} of ${documents} documents went out`)
  const virtualMs = clock.now().getTime() - before
  return { documents, statements: statements.work, traffic: line.taken(), ms, virtualMs }
}

/** By the way that people take: drafted, finalized, and queued by whoever hears of that. */
async function finalizeOne({ bench }: SyncBench): Promise<void> {
  const { application, parts } = bench.host
  const { clientId, serviceIds } = await parts.database.withTenant(HARBOR.tenant, async (trx) => {
    const { client_id } = await trx('clients')
      .where({ currency: 'USD' })
      .orderBy('client_id')
      .first('client_id')
    return {
      clientId: client_id,
      serviceIds: await trx('services').orderBy('service_id').pluck('service_id'),
    }
  })
  const lines = Array.from({ length: 5 }, (_, n) => ({
    description: `Support ${n}`,
    serviceId: serviceIds[n % serviceIds.length],
    unitPriceMinor: 10_000 + n,
    taxable: false,
  }))
  const { invoiceId } = await application.execute(createDraft, actor, { clientId, lines })
  await application.execute(finalizeInvoices, actor, { invoiceIds: [invoiceId] })
}

interface Report {
  alone: Exported
  bulk: Exported
  long: Exported
  growth: number
  badges: Badges
}

function report({ alone, bulk, long, growth, badges }: Report): boolean {
  const floor = floorMilliseconds(long.documents, latencyOf(30))
  const ratio = long.virtualMs / floor
  const each = (count: number) => count / bulk.documents
  console.log(
    `A request takes ${LATENCY.request} ms and ${LATENCY.document} ms for each document in it, ±${LATENCY.spread * 100} %, in virtual time.`,
  )
  console.table({
    'one invoice of five lines': rowOf(alone),
    [`${bulk.documents} of them`]: rowOf(bulk),
    [`${long.documents} of them`]: rowOf(long),
  })
  console.table({
    [`floor for ${long.documents}`]: { value: `${Math.round(floor / 1000)} s`, aim: '' },
    'needed, over the floor': { value: ratio.toFixed(3), aim: '≤ 1.10' },
    [`50 badges of ${MANY} over HTTP, p95`]: { value: `${rounded(badges.p95)} ms`, aim: '≤ 15 ms' },
    'the same, median': { value: `${rounded(badges.p50)} ms`, aim: '' },
    'statements for them, and for the session': {
      value: `${badges.statements} + ${badges.session}`,
      aim: '',
    },
    [`memory grown while ${QUEUED} drained`]: { value: `${rounded(growth)} MB`, aim: 'flat' },
  })
  console.log(
    JSON.stringify({
      export_alone: { requests: asked(alone), round_trips: alone.statements },
      export_bulk: {
        documents: bulk.documents,
        requests_per_doc: each(asked(bulk)),
        round_trips_per_doc: each(bulk.statements),
        metered_reads_per_doc: each(bulk.traffic.reads),
        floor_ratio: Math.round(ratio * 1000) / 1000,
      },
      badges_50_of_100k: { p95_ms: rounded(badges.p95) },
      rss_growth_mb_50k_queued: rounded(growth),
    }),
  )
  const all = [alone, bulk, long]
  const counts = {
    requests_alone: asked(alone),
    statements_alone: alone.statements,
    requests_per_doc: each(asked(bulk)),
    statements_per_doc: each(bulk.statements),
    metered_reads_per_doc: each(bulk.traffic.reads),
    // Where more than a poll holds has changed, the way in asks for the rest page by page.
    change_polls_per_cycle: Math.max(alone.traffic.changePolls, bulk.traffic.changePolls),
    floor_ratio: ratio,
    throttled: Math.max(...all.map(({ traffic }) => traffic.throttled)),
    rss_growth_mb: growth,
  }
  return isWithin(counts, MOST)
}

/** By the way out: the one change poll of a cycle belongs to the way in. */
const asked = ({ traffic }: Exported) => traffic.writes + traffic.reads + traffic.tokens

const rowOf = ({ statements, traffic, ms, virtualMs }: Exported) => ({
  statements,
  ...traffic,
  'company time': `${Math.round(virtualMs / 100) / 10} s`,
  'our time': `${Math.round(ms)} ms`,
})
const rounded = (value: number) => Math.round(value * 10) / 10
