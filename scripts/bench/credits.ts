import { applyCredit, creditInvoice, finalizeInvoices } from '@tieout/billing/contract'
import type { SystemActor } from '@tieout/platform'
import { HARBOR } from '../../server/src/demo/companies.ts'
import { fillInvoices, invoiceId, queueInvoices } from '../lib/bench-books.ts'
import { isWithin } from '../lib/bench-limits.ts'
import type { Traffic } from '../lib/bench-line.ts'
import { createSyncBench, type SyncBench } from '../lib/bench-sync.ts'
import { step } from '../lib/progress.ts'

const BULK = 500
const CREDIT = 1000

const MOST = {
  memo_requests_alone: 1,
  memo_requests_per_doc: 1 / 20,
  memo_statements_per_doc: 1,
  memo_reads_per_doc: 0,
  credit_requests_alone: 1,
  credit_requests_per_item: 1 / 20,
  credit_statements_per_item: 1,
  credit_reads_per_item: 0,
  echo_statements_per_item: 0.3,
  throttled: 0,
}

const actor: SystemActor = { kind: 'system', tenant: HARBOR.tenant, name: 'bench' }

/** What credit costs on its way out: memos and what they pay, alone and in bulk. False when a count is above its limit. */
export async function run(): Promise<boolean> {
  const world = await createSyncBench()
  try {
    await fillInvoices(world.bench, BULK + 1, BULK + 1)
    await world.cycle()
    await queueInvoices(world, 1, BULK + 1)
    await step(`Exporting ${BULK + 1} invoices`, world.cycle)
    const notes = await step(`Drafting ${BULK + 1} credit notes`, () => draftNotes(world))
    await atRest(world)
    await finalize(world, notes.slice(0, 1))
    const memo = await step('Exporting one credit memo', () => sent(world, 1))
    await finalize(world, notes.slice(1))
    const memos = await step(`Exporting ${BULK}`, () => sent(world, BULK))
    const credits = await poolsOf(world, notes)
    await atRest(world)
    await apply(world, credits.slice(0, 1))
    const credit = await step('Sending what one of them pays', () => sent(world, 1))
    await step(`Applying ${BULK}`, () => apply(world, credits.slice(1)))
    const applied = await step(`Sending what ${BULK} pay`, () => sent(world, BULK))
    const echo = await step('Hearing of them again', () => heard(world))
    allOfItThere(world)
    return report({ memo, memos, credit, applied, echo })
  } finally {
    await world.bench.close()
  }
}

interface Sent {
  statements: number
  traffic: Traffic
  /** Of the machine's time. */
  ms: number
}

async function sent({ bench, cycle, line }: SyncBench, documents: number): Promise<Sent> {
  line.taken()
  let arrived = 0
  line.onWritten((count) => (arrived += count))
  const { statements, ms } = await bench.counted(cycle)
  if (arrived !== documents) throw new Error(`${arrived} of ${documents} went out`)
  return { statements: statements.work, traffic: line.taken(), ms }
}

const QUARTER_OF_AN_HOUR = 900_000

async function heard({ bench, cycle, line, clock }: SyncBench): Promise<Sent> {
  await clock.sleep(QUARTER_OF_AN_HOUR)
  line.taken()
  const { statements, ms } = await bench.counted(cycle)
  return { statements: statements.work, traffic: line.taken(), ms }
}

/** What went out has come back, so that what comes next is counted alone. */
async function atRest({ clock, cycle }: SyncBench): Promise<void> {
  for (let time = 0; time < 2; time += 1) {
    await clock.sleep(QUARTER_OF_AN_HOUR)
    await cycle()
  }
}

/** One for each invoice, of ten dollars. */
async function draftNotes({ bench }: SyncBench): Promise<string[]> {
  const drafts: string[] = []
  for (let n = 1; n <= BULK + 1; n += 1) {
    const part = { by: 'amount', amountMinor: CREDIT } as const
    const draft = await bench.host.application.execute(creditInvoice, actor, {
      invoiceId: invoiceId(n),
      part,
    })
    drafts.push(draft.invoiceId)
  }
  return drafts
}

async function finalize({ bench }: SyncBench, invoiceIds: readonly string[]): Promise<void> {
  for (let start = 0; start < invoiceIds.length; start += 100) {
    await bench.host.application.execute(finalizeInvoices, actor, {
      invoiceIds: invoiceIds.slice(start, start + 100),
    })
  }
}

interface Pool {
  creditId: string
  invoiceId: string
}

/** Each with the invoice that it was made for. */
async function poolsOf({ bench }: SyncBench, notes: readonly string[]): Promise<Pool[]> {
  return await bench.host.parts.database.withTenant(HARBOR.tenant, async (trx) =>
    trx('credits as c')
      .join('invoices as i', 'i.invoice_id', 'c.source_invoice_id')
      .whereIn('c.source_invoice_id', [...notes])
      .orderBy('i.source_invoice_id')
      .select({ creditId: 'c.credit_id', invoiceId: 'i.source_invoice_id' }),
  )
}

async function apply({ bench }: SyncBench, pools: readonly Pool[]): Promise<void> {
  for (const { creditId, invoiceId: paid } of pools) {
    await bench.host.application.execute(applyCredit, actor, {
      invoiceId: paid,
      creditId,
      amountMinor: CREDIT,
    })
  }
}

/** Every memo is used up, and every invoice is owed that much less. */
function allOfItThere({ sandbox, connection }: SyncBench): void {
  const { CreditMemo, Invoice } = sandbox.company(connection.realm).tables
  const memos = [...CreditMemo.rows.values()].filter((row) => Number(row['Balance']) === 0)
  const paid = [...Invoice.rows.values()].filter(
    (row) => Math.round((Number(row['TotalAmt']) - Number(row['Balance'])) * 100) === CREDIT,
  )
  for (const { length } of [memos, paid])
    if (length < BULK + 1) throw new Error(`${length} of ${BULK + 1} are settled over there`)
}

interface Report {
  memo: Sent
  memos: Sent
  credit: Sent
  applied: Sent
  echo: Sent
}

function report({ memo, memos, credit, applied, echo }: Report): boolean {
  console.table({
    'one credit memo': rowOf(memo),
    [`${BULK} of them`]: rowOf(memos),
    'one application': rowOf(credit),
    [`${BULK} of them `]: rowOf(applied),
    'their echo': rowOf(echo),
  })
  const alone = {
    credit_memo: { requests: asked(memo), round_trips: memo.statements },
    apply_credit: {
      requests: asked(credit),
      metered_reads: credit.traffic.reads,
      round_trips: credit.statements,
    },
  }
  console.log(`Alone: ${JSON.stringify(alone)}`)
  const counts = {
    memo_requests_alone: asked(memo),
    memo_requests_per_doc: asked(memos) / BULK,
    memo_statements_per_doc: memos.statements / BULK,
    memo_reads_per_doc: memos.traffic.reads / BULK,
    credit_requests_alone: asked(credit),
    credit_requests_per_item: asked(applied) / BULK,
    credit_statements_per_item: applied.statements / BULK,
    credit_reads_per_item: applied.traffic.reads / BULK,
    echo_statements_per_item: echo.statements / BULK,
    throttled: Math.max(...[memo, memos, credit, applied].map(({ traffic }) => traffic.throttled)),
  }
  console.log(
    JSON.stringify({
      credit_memo: {
        requests_per_doc: counts.memo_requests_per_doc,
        round_trips_per_doc: counts.memo_statements_per_doc,
      },
      apply_credit: {
        requests_per_item: counts.credit_requests_per_item,
        metered_reads_per_item: counts.credit_reads_per_item,
        round_trips_per_item: counts.credit_statements_per_item,
      },
    }),
  )
  return isWithin(counts, MOST)
}

/** By the way out: the one change poll of a cycle belongs to the way in. */
const asked = ({ traffic }: Sent) => traffic.writes + traffic.reads + traffic.tokens

const rowOf = ({ statements, traffic, ms }: Sent) => ({
  statements,
  ...traffic,
  'our time': `${Math.round(ms)} ms`,
})
