import { getHealth, getProgress, listCycles as listCyclesRoute, type HealthView } from '../contract/health.ts'
import { EVERY_SECONDS } from '../connection/connect.ts'
import type { Engine } from '../engine/engine.ts'
import { readSettings } from '../engine/settings.ts'
import type { Trx } from '../host.ts'
import { catalogueStates } from '../postgres/catalogue.ts'
import type { Connection } from '../postgres/connection.ts'
import { lastGoodAt, listCycles, type Cycle } from '../postgres/cycles.ts'
import {
  expiredButOpen,
  ledgerTotals,
  openWork,
  receivedNotApplied,
  settledPerDay,
} from '../postgres/health.ts'
import { countDue } from '../postgres/next-due.ts'
import { answer, type Answer } from './answer.ts'
import { askedConnection } from './asked-connection.ts'
import { aliveCycle, cycleView } from './cycle-view.ts'
import { cursorOf, pageFrom, placeIn } from './paging.ts'
import { attentionOf, expiredOf, ledgerOf, receivedOf, verdictOf, waitingOf } from './standing.ts'

/** How the sync of a company is doing, what it did, and what it is at. */
export const healthAnswers = (engine: Engine): Answer[] => [
  answer(getHealth, async ({ trx, tenant }, { connectionId }) =>
    health(engine, trx, await askedConnection({ trx, tenant }, connectionId)),
  ),
  answer(listCyclesRoute, async ({ trx, tenant }, { connectionId, cursor, limit }) => {
    const connection = await askedConnection({ trx, tenant }, connectionId)
    const place = placeIn(cursor)
    const after = place && { startedAt: place.at, cycleId: place.id }
    const rows = await listCycles(trx, tenant, connection, { after, limit: limit + 1 })
    return pageFrom(rows, limit, cycleView, (row) => cursorOf(row.startedAt, row.cycleId))
  }),
  answer(getProgress, async ({ trx, tenant }, { connectionId }) => {
    const connection = await askedConnection({ trx, tenant }, connectionId)
    const now = engine.host.clock.now()
    const running = await aliveCycle(trx, connection, now)
    const last = await lastEnded(trx, connection)
    return {
      running: running && cycleView(running),
      last: last && cycleView(last),
      due: await countDue(trx, tenant, connection, now),
    }
  }),
]

const DAY = 86_400_000
const DAYS = 30

async function health({ host }: Engine, trx: Trx, connection: Connection): Promise<HealthView> {
  const { tenant } = connection
  const now = host.clock.now()
  const settings = readSettings(connection.settings)
  const work = await openWork(trx, tenant, connection)
  const ledger = ledgerOf(await ledgerTotals(trx, tenant, connection))
  const attention = attentionOf(work)
  const received = receivedOf(await receivedNotApplied(trx, tenant, connection))
  const running = await aliveCycle(trx, connection, now)
  const lastCycle = await lastEnded(trx, connection)
  const catalogue = await catalogueStates(trx, tenant, connection)
  return {
    verdict: verdictOf({ connection, settings, work, attention, ledger, received, now }),
    ...ledger,
    attention,
    expired: expiredOf(
      await expiredButOpen(
        trx,
        tenant,
        connection,
        (await host.books.expiredCredits?.(trx, tenant, 'all')) ?? [],
      ),
    ),
    received,
    waiting: waitingOf(work),
    lastCycle: lastCycle && cycleView(lastCycle),
    lastGoodAt: await lastGoodAt(trx, tenant, connection),
    running: running && cycleView(running),
    nextRunAt: nextRunAt(connection, lastCycle, now),
    tokenDays: daysUntil(connection.refreshExpiresAt, now),
    hardDays:
      connection.refreshHardExpiresAt === null ? null : daysUntil(connection.refreshHardExpiresAt, now),
    warnings: warningsOf(connection),
    days: await lastDays(host, trx, connection, now),
    catalogueReadAt:
      catalogue
        .map((each) => each.readAt)
        .toSorted()
        .at(-1) ?? null,
  }
}

/** The newest that is over; the one before the running one, while one runs. */
async function lastEnded(trx: Trx, connection: Connection): Promise<Cycle | null> {
  const newest = await listCycles(trx, connection.tenant, connection, { after: null, limit: 2 })
  return newest.find((each) => each.status !== 'running') ?? null
}

/** The schedule comes by this often after it last did; a service that is down is left alone until then. */
function nextRunAt(
  { status, downUntil, connectedAt }: Connection,
  last: Cycle | null,
  now: Date,
): string | null {
  if (status !== 'connected') return null
  const begun = Date.parse(last?.startedAt ?? connectedAt)
  const next = Math.max(
    begun + EVERY_SECONDS * 1000,
    downUntil === null ? 0 : Date.parse(downUntil),
    now.getTime(),
  )
  return new Date(next).toISOString()
}

const daysUntil = (end: string, now: Date): number =>
  Math.max(0, Math.floor((Date.parse(end) - now.getTime()) / DAY))

function warningsOf({ facts, settings }: Connection): HealthView['warnings'] {
  const { autoSync, goLiveDate, fallbackItemId } = readSettings(settings)
  const live = autoSync && goLiveDate !== null
  return [
    ...(live ? [] : (['not_live'] as const)),
    ...(facts.numbersItself ? (['numbers_itself'] as const) : []),
    ...(facts.autoAppliesCredits ? (['auto_applies_credits'] as const) : []),
    ...(fallbackItemId === null ? (['no_fallback_item'] as const) : []),
  ]
}

async function lastDays(host: Engine['host'], trx: Trx, connection: Connection, now: Date) {
  const { tenant } = connection
  const today = await host.books.today(trx, tenant)
  const timeZone = await host.books.timeZone(trx, tenant)
  // A day more than is shown, wherever the tenant's days begin.
  const from = new Date(now.getTime() - (DAYS + 1) * DAY)
  const settled = await settledPerDay(trx, tenant, connection, { from, timeZone })
  const byDay = new Map(settled.map((each) => [each.day, each]))
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(Date.parse(today) - (DAYS - 1 - index) * DAY).toISOString().slice(0, 10)
    return byDay.get(day) ?? { day, done: 0, failed: 0 }
  })
}
