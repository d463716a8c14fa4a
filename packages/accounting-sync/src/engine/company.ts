import { TransportFailure, type CompanyFacts } from '../adapter.ts'
import type { SyncHost, Trx } from '../host.ts'
import { saveFacts, wantCatalogue } from '../postgres/connection-settings.ts'
import type { Connection } from '../postgres/connection.ts'
import type { CycleTrigger } from '../postgres/cycles.ts'
import { heldUp, release } from '../postgres/due.ts'
import { readCatalogue } from './catalogue.ts'
import { CYCLE_JOB } from './engine.ts'
import { followCauses } from './exceptions/causes.ts'
import { inTenant, keepLease, type Run } from './outbound/run.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/**
 * Reads anew what the company says about itself and what there is to map to: once it was connected, once a
 * day, and when a person asks. What it says is read sooner while documents wait for its closing date to move.
 */
export async function keepFresh(run: Run, trigger: CycleTrigger, waitsForPeriod: boolean): Promise<void> {
  const { connection } = run
  const whole = connection.catalogueAt === null || isOld(run, connection.catalogueAt, DAY, trigger)
  if (whole || isOld(run, connection.factsAt, waitsForPeriod ? HOUR : DAY, trigger)) await readFacts(run)
  if (whole) await readCatalogue(run)
}

/** Who waits for a document does not wait for this too: the schedule comes by soon enough. */
const isOld = ({ engine }: Run, at: string, age: number, trigger: CycleTrigger): boolean =>
  trigger !== 'sync_now' && engine.host.clock.now().getTime() - Date.parse(at) >= age

/**
 * A person looks again: the next cycle reads all of it, and judges anew what waits for a closed period. It is
 * written down, so that no end of a process forgets it. False: there is no such company.
 */
export async function refresh(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
): Promise<boolean> {
  if (!(await wantCatalogue(trx, tenant, connectionId))) return false
  const payload = { tenant, connectionId, trigger: 'refresh' }
  await host.jobs.scheduleJob(CYCLE_JOB, payload, { singletonKey: `${connectionId} refresh`, trx })
  return true
}

/** What was read holds for the rest of the run. A service that does not answer leaves things as they were. */
export async function readFacts(run: Run): Promise<void> {
  const { engine, adapter, session, signal } = run
  let facts: CompanyFacts
  try {
    await engine.governor.take(session.realm, 1, signal)
    facts = await adapter.companyFacts(session)
  } catch (error) {
    if (error instanceof TransportFailure && error.reason !== 'unauthorized') return
    throw error
  }
  const { connection } = run
  const at = engine.host.clock.now()
  await inTenant(run, async (trx) => {
    await keepLease(run, trx)
    await saveFacts(trx, connection.tenant, connection.connectionId, facts, at)
    // Connected again, it may have told the new date already; looked at again, it may refuse no more.
    const mayHaveOpened = connection.catalogueAt === null
    if (mayHaveOpened || facts.booksClosedThrough !== connection.facts.booksClosedThrough) {
      await judgePeriodsAgain(engine.host, trx, connection, at)
    }
    if (facts.lineTax !== connection.facts.lineTax) await judgeTaxesAgain(engine.host, trx, connection, at)
  })
  run.connection = { ...run.connection, facts, factsAt: at.toISOString() }
}

async function judgePeriodsAgain(host: SyncHost, trx: Trx, connection: Connection, at: Date): Promise<void> {
  const { tenant } = connection
  const held = (await heldUp(trx, tenant, connection)).filter((each) => each.reason === 'closed_period')
  if (held.length === 0) return
  await release(trx, tenant, connection, { reason: 'closed_period', at })
  await followCauses(host, trx, connection, new Set(held.map((each) => each.cause)))
}

/** What was asked for a tax may be needed no more, such as a group of rates since sales tax is automated. */
async function judgeTaxesAgain(host: SyncHost, trx: Trx, connection: Connection, at: Date): Promise<void> {
  const held = await heldUp(trx, connection.tenant, connection)
  const causes = held.map((each) => each.cause).filter((each) => each.startsWith('tax:'))
  if (causes.length === 0) return
  await release(trx, connection.tenant, connection, { reason: 'unmapped', waitsFor: causes, at })
  await followCauses(host, trx, connection, new Set(causes))
}

/**
 * The books were closed further since they were asked about, or refuse what they say is open. Asked once a
 * minute at most, however many documents meet that.
 */
export async function lookAtClosingDate(run: Run): Promise<void> {
  const now = run.engine.host.clock.now().getTime()
  if (run.periodAskedAt === null || now - run.periodAskedAt >= MINUTE) {
    run.periodAskedAt = now
    run.periodAnswer = readFacts(run).catch((error: unknown) => {
      // What was refused is written down all the same; whoever asks next is told that nobody may come in.
      if (!(error instanceof TransportFailure)) throw error
    })
  }
  await run.periodAnswer
}
