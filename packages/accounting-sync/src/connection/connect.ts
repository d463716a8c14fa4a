import { TransportFailure } from '../adapter.ts'
import { CYCLE_JOB, type Engine } from '../engine/engine.ts'
import { expiredKey } from '../engine/exceptions/tasks.ts'
import type { Trx } from '../host.ts'
import { connectedEverywhere } from '../postgres/across-tenants.ts'
import { markDisconnected, saveConnection } from '../postgres/connecting.ts'
import { saveRecurringJob } from '../postgres/connection-settings.ts'
import { readConnection, type Connection } from '../postgres/connection.ts'
import { keepFirstCursor } from '../postgres/cycles.ts'
import type { Asker } from './consent.ts'
import type { Met } from './meet.ts'
import { getTokens, putTokens, removeTokens } from './tokens.ts'

export const EVERY_SECONDS = 900

/** The same company again is the same row, with its links and its queue: nothing goes out twice. */
export async function connect(engine: Engine, asker: Asker, company: Met): Promise<Connection> {
  const { host } = engine
  const { tenant } = asker
  return await host.transactions.inTenant(tenant, async (trx) => {
    const connection = await saveConnection(trx, tenant, {
      ...company,
      ...company.tokens,
      realm: company.realm,
      connectionId: host.ids.uuid(),
      settings: {},
      connectedBy: asker.userId,
      at: host.clock.now(),
    })
    const { connectionId } = connection
    await putTokens(host, trx, tenant, connectionId, company.tokens)
    await host.inbox.close(trx, tenant, [expiredKey(connection)], 'connected')
    const cursor = company.facts.askedAt ?? null
    const first = { cycleId: host.ids.uuid(), at: host.clock.now() }
    if (cursor !== null) await keepFirstCursor(trx, tenant, connection, { ...first, cursor })
    const recurringJobId = await keepRunning(engine, trx, connection)
    const payload = { tenant, connectionId, trigger: 'connect' }
    await host.jobs.scheduleJob(CYCLE_JOB, payload, { singletonKey: connectionId, trx })
    await asker.onConnected?.(trx, connection)
    return { ...connection, recurringJobId }
  })
}

async function keepRunning({ host }: Engine, trx: Trx, connection: Connection): Promise<string> {
  const { tenant, connectionId } = connection
  const jobId = await host.jobs.scheduleRecurringJob(
    CYCLE_JOB,
    { everySeconds: EVERY_SECONDS },
    { tenant, connectionId },
    { singletonKey: connectionId, trx },
  )
  await saveRecurringJob(trx, tenant, connectionId, jobId)
  return jobId
}

/**
 * Lets a company go. Links and queue stay for the day it comes back. It is over here first, then the service
 * is told; when that fails the tokens are gone all the same.
 */
export async function disconnect(
  engine: Engine,
  tenant: string,
  connectionId: string,
  /** Within the same transaction, for whoever keeps a record of it. */
  onDisconnected?: (trx: Trx, connection: Connection) => Promise<void>,
): Promise<'disconnected' | 'was_not_connected'> {
  const { host } = engine
  const left = await host.transactions.inTenant(tenant, async (trx) => {
    const tokens = await getTokens(host, trx, tenant, connectionId)
    const before = await readConnection(trx, tenant, connectionId)
    const connection = await markDisconnected(trx, tenant, connectionId, host.clock.now())
    if (connection === null) return null
    const jobId = before?.recurringJobId ?? null
    if (jobId !== null) await host.jobs.cancelJob(jobId, tenant, { trx })
    await removeTokens(host, trx, tenant, connectionId)
    await host.inbox.close(trx, tenant, [expiredKey(connection)], 'disconnected')
    await onDisconnected?.(trx, connection)
    return { connection, tokens }
  })
  if (left === null) return 'was_not_connected'
  if (left.tokens !== null) await revoke(engine, left.connection, left.tokens.refreshToken)
  return 'disconnected'
}

async function revoke(engine: Engine, connection: Connection, refreshToken: string): Promise<void> {
  const { tenant, realm, adapterType } = connection
  const { oauth } = engine.adapterOf(adapterType)
  if (oauth === undefined) return
  try {
    await oauth.revoke(await engine.config.appFor(tenant, connection), refreshToken)
  } catch (error) {
    const reason = error instanceof TransportFailure ? error.reason : 'unknown'
    engine.host.log.warn({ tenant, realm, reason }, 'the service was not told that we disconnected')
  }
}

/**
 * At start-up: whoever is connected has a recurring cycle, whatever happened before; one for whom that fails
 * does not keep the others from it. Answers how many had none.
 */
export async function convergeSchedules(engine: Engine): Promise<number> {
  const { transactions, log } = engine.host
  let mended = 0
  let after: { tenant: string; connectionId: string } | null = null
  for (;;) {
    const page: Connection[] = await transactions.acrossTenants((trx) => connectedEverywhere(trx, after, 500))
    for (const connection of page.filter((each) => each.recurringJobId === null)) {
      const { tenant, realm } = connection
      try {
        await transactions.inTenant(tenant, (trx) => keepRunning(engine, trx, connection))
        mended += 1
      } catch (error) {
        const reason = error instanceof Error ? error.message : 'no reason was given'
        log.error({ tenant, realm, reason }, 'a company has no recurring cycle')
      }
    }
    after = page.at(-1) ?? null
    if (page.length < 500) return mended
  }
}
