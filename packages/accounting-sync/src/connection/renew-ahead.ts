import { TransportFailure } from '../adapter.ts'
import type { Engine } from '../engine/engine.ts'
import { tokensRunningOut } from '../postgres/tokens.ts'
import { MARGIN, sessionFor } from './session.ts'

const AT_ONCE = 200

/**
 * Renews what runs out soon, before anybody has to wait for it. One that cannot be renewed does not keep the
 * others from it. Answers how many were renewed.
 */
export async function renewAhead(engine: Engine, signal: AbortSignal): Promise<number> {
  const { host } = engine
  const before = new Date(host.clock.now().getTime() + MARGIN)
  const due = await host.transactions.acrossTenants((trx) => tokensRunningOut(trx, before, AT_ONCE))
  let renewed = 0
  for (const connection of due) {
    try {
      await sessionFor(engine, connection, signal).accessToken()
      renewed += 1
    } catch (error) {
      if (signal.aborted) throw error
      // It may also be that nobody has an app any more to renew it with.
      const { tenant, realm } = connection
      host.log.warn({ tenant, realm, reason: reasonOf(error) }, 'a token was not renewed ahead of time')
    }
  }
  return renewed
}

function reasonOf(error: unknown): string {
  if (error instanceof TransportFailure) return error.reason
  return error instanceof Error ? error.message : 'no reason was given'
}
