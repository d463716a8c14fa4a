import { bookkeeperOf, linesFor } from '@tieout/accounting-sync/testing'
import { fillInvoices, queueInvoices } from '../lib/bench-books.ts'
import { fillHistory } from '../lib/bench-history.ts'
import { isWithin } from '../lib/bench-limits.ts'
import type { Traffic } from '../lib/bench-line.ts'
import { createSyncBench, type SyncBench } from '../lib/bench-sync.ts'
import { step } from '../lib/progress.ts'

const BULK = 1000
const HISTORY = 1_000_000

const MOST = {
  payment_alone: 6,
  per_payment_in_bulk: 0.3,
  idle_change_polls: 1,
  idle_other_requests: 0,
  idle_statements: 5,
  idle_growth: 0,
}

/** What the way in costs: a payment alone and in bulk, our own echo, and nothing at all. */
export async function run(): Promise<boolean> {
  const world = await createSyncBench()
  try {
    await fillInvoices(world.bench, BULK, 0)
    const idle = await step('Running while nothing happens', () => atRest(world))
    await queueInvoices(world, 1, BULK)
    await step(`Exporting ${BULK}`, world.cycle)
    const echo = await step('Hearing of them again', () => counted(world))
    await atRest(world)
    await pay(world, 1)
    const alone = await step('Taking in one payment', () => counted(world))
    await atRest(world)
    await pay(world, BULK)
    const bulk = await step(`Taking in ${BULK}`, () => counted(world))
    await step(`Filling in ${HISTORY} rows of history`, () => fillHistory(world, HISTORY))
    const old = await step('Running while nothing happens', () => atRest(world))
    return report({ idle, echo, alone, bulk, old })
  } finally {
    await world.bench.close()
  }
}

interface Counted {
  statements: number
  traffic: Traffic
  ms: number
}

const QUARTER_OF_AN_HOUR = 900_000
const HOUR = 3_600_000

/** One cycle, a quarter of an hour after the one before. */
async function counted({ bench, cycle, line, clock }: SyncBench): Promise<Counted> {
  await clock.sleep(QUARTER_OF_AN_HOUR)
  line.taken()
  const { statements, ms } = await bench.counted(cycle)
  return { statements: statements.work, traffic: line.taken(), ms }
}

/** What is done once an hour or once a day is done by the cycle before; nothing has happened since. */
async function atRest(world: SyncBench): Promise<Counted> {
  await world.clock.sleep(HOUR)
  await world.cycle()
  return await counted(world)
}

/** The bookkeeper's, a dollar for each of the first invoices; all of them have to arrive. */
async function pay({ sandbox, connection }: SyncBench, count: number): Promise<void> {
  const keeper = bookkeeperOf(sandbox, connection.realm, 'http://desk.test')
  const invoices = [...sandbox.company(connection.realm).tables.Invoice.rows.values()].slice(0, count)
  await keeper.createMany(
    'Payment',
    invoices.map(({ Id, CustomerRef }) => ({
      CustomerRef,
      TotalAmt: 1,
      Line: linesFor([[Id, 1]]),
    })),
  )
}

interface Report {
  idle: Counted
  echo: Counted
  alone: Counted
  bulk: Counted
  old: Counted
}

function report({ idle, echo, alone, bulk, old }: Report): boolean {
  // A cycle asks for the same when nothing has come in; what is more belongs to the payments.
  const more = ({ statements }: Counted) => statements - idle.statements
  console.table({
    'nothing happened': rowOf(idle),
    [`the echo of ${BULK} exports`]: rowOf(echo),
    'one payment': rowOf(alone),
    [`${BULK} payments`]: rowOf(bulk),
    [`nothing, after ${HISTORY} rows`]: rowOf(old),
  })
  console.log(
    JSON.stringify({
      payment_alone: { round_trips: more(alone) },
      payment_bulk: { round_trips_per_payment: more(bulk) / BULK },
      echo_1000: { round_trips: echo.statements },
      idle_cycle: {
        change_polls: idle.traffic.changePolls,
        other_requests: others(idle),
        round_trips: idle.statements,
      },
      idle_after_1m_history: { round_trips: old.statements },
    }),
  )
  return isWithin(
    {
      payment_alone: more(alone),
      per_payment_in_bulk: more(bulk) / BULK,
      idle_change_polls: Math.max(idle.traffic.changePolls, old.traffic.changePolls),
      idle_other_requests: Math.max(others(idle), others(old)),
      idle_statements: idle.statements,
      idle_growth: old.statements - idle.statements,
    },
    MOST,
  )
}

const others = ({ traffic }: Counted) => traffic.writes + traffic.reads + traffic.tokens

const rowOf = ({ statements, traffic, ms }: Counted) => ({
  statements,
  ...traffic,
  'our time': `${Math.round(ms)} ms`,
})
