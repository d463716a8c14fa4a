import { TransportFailure, type Session, type TokenSet } from '../adapter.ts'
import type { Engine } from '../engine/engine.ts'
import { readConnection, type Connection } from '../postgres/connection.ts'
import { claimRefresh, dropRefresh, saveTokenTimes } from '../postgres/tokens.ts'
import { expire } from './expire.ts'
import { getTokens, putTokens, type SealedTokens } from './tokens.ts'

/** Renewed this long before it ends, so that none runs out on the way. */
export const MARGIN = 300_000
/** Longer than the call may take: nobody else tries in the meantime. */
const CLAIM = 120_000
/** A renewal takes a second as a rule. Whoever waits for one that takes minutes asks less and less often. */
const LOOK_AGAIN = 250
const LOOK_AGAIN_AT_MOST = 5000
const TRIES = 3
/** No single call takes longer. */
const CALL = 30_000

/** A company with a token that is good: read once, renewed by one of all who need it. */
export function sessionFor(engine: Engine, connection: Connection, signal: AbortSignal): Session {
  let known: SealedTokens | null = null
  return {
    realm: connection.realm,
    environment: connection.environment,
    signal,
    turn: () => engine.governor.take(connection.realm, 1, signal),
    async accessToken(refused) {
      if (known === null || !isGood(engine, known, refused)) {
        known = await goodTokens(engine, connection, refused, signal)
      }
      return known.accessToken
    },
  }
}

const isGood = ({ host }: Engine, tokens: SealedTokens, refused: string | undefined) =>
  tokens.accessToken !== refused && Date.parse(tokens.accessExpiresAt) - MARGIN > host.clock.now().getTime()

/**
 * Reads what is stored; if that is no good, one of all who find it so renews it, in whatever process they
 * are, and the others wait for what that one leaves behind. No transaction is open during the call.
 */
async function goodTokens(
  engine: Engine,
  connection: Connection,
  refused: string | undefined,
  signal: AbortSignal,
): Promise<SealedTokens> {
  const { host } = engine
  const { tenant, connectionId } = connection
  const holder = `${engine.config.worker} ${host.ids.uuid()}`
  const giveUpAt = host.clock.now().getTime() + 2 * CLAIM
  let pause = LOOK_AGAIN
  while (host.clock.now().getTime() < giveUpAt) {
    const step = await host.transactions.inTenant(tenant, async (trx) => {
      const tokens = await getTokens(host, trx, tenant, connectionId)
      if (tokens === null) return { kind: 'gone' } as const
      if (isGood(engine, tokens, refused)) return { kind: 'good', tokens } as const
      const current = await readConnection(trx, tenant, connectionId)
      if (current?.status !== 'connected') return { kind: 'gone' } as const
      const now = host.clock.now()
      const claim = { holder, now, until: new Date(now.getTime() + CLAIM) }
      const mine = await claimRefresh(trx, tenant, connectionId, claim)
      // What was read before the row was held may be old by now: it is read again under the claim.
      const latest = mine ? await getTokens(host, trx, tenant, connectionId) : null
      if (latest !== null && isGood(engine, latest, refused)) {
        await dropRefresh(trx, tenant, connectionId, holder)
        return { kind: 'good', tokens: latest } as const
      }
      return latest === null
        ? ({ kind: 'wait' } as const)
        : ({ kind: 'mine', tokens: latest, claim } as const)
    })
    if (step.kind === 'good') return step.tokens
    if (step.kind === 'gone') throw new TransportFailure('unauthorized', 'the company is not connected')
    if (step.kind === 'mine') return await renew(engine, connection, step.claim, step.tokens, signal)
    await host.clock.sleep(pause, signal)
    pause = Math.min(pause * 1.5, LOOK_AGAIN_AT_MOST)
  }
  throw new TransportFailure('down', 'somebody else is renewing the token and does not come to an end')
}

/** Asks for new ones and stores them before anybody uses them. */
async function renew(
  engine: Engine,
  connection: Connection,
  { holder, until }: { holder: string; until: Date },
  old: SealedTokens,
  signal: AbortSignal,
): Promise<SealedTokens> {
  const { host } = engine
  const { tenant, connectionId } = connection
  try {
    const fresh = await askForNew(engine, connection, old.refreshToken, until, signal)
    await host.transactions.inTenant(tenant, async (trx) => {
      if (!(await saveTokenTimes(trx, tenant, connectionId, { ...fresh, holder }))) return
      await putTokens(host, trx, tenant, connectionId, fresh)
    })
    const { accessToken, refreshToken } = fresh
    return { accessToken, refreshToken, accessExpiresAt: fresh.accessExpiresAt.toISOString() }
  } catch (error) {
    await host.transactions.inTenant(tenant, async (trx) => {
      if (isRefusal(error)) await expire(host, trx, connection, 'the refresh token was not taken')
      else await dropRefresh(trx, tenant, connectionId, holder)
    })
    throw error
  }
}

const isRefusal = (error: unknown) => error instanceof TransportFailure && error.reason === 'unauthorized'

/**
 * An answer that got lost may have changed the token: the old one is taken for some time still, so it is
 * shown again. Only a plain no means that the connection is over. Whoever stood still for so long that the claim may
 * end during the call shows it no more: somebody else is at it by then.
 */
async function askForNew(
  engine: Engine,
  connection: Connection,
  refreshToken: string,
  until: Date,
  signal: AbortSignal,
): Promise<TokenSet> {
  const { oauth } = engine.adapterOf(connection.adapterType)
  if (oauth === undefined) throw new Error(`${connection.adapterType} knows no consent`)
  const app = await engine.config.appFor(connection.tenant, connection)
  for (let attempt = 1; ; attempt += 1) {
    if (engine.host.clock.now().getTime() + CALL > until.getTime())
      throw new TransportFailure('down', 'renewing the token took so long that it is left to somebody else')
    try {
      return await oauth.refresh(app, refreshToken)
    } catch (error) {
      if (isRefusal(error) || attempt === TRIES || !(error instanceof TransportFailure)) throw error
      await engine.host.clock.sleep(attempt * 1000, signal)
    }
  }
}
