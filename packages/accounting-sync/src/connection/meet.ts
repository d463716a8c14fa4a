import { TransportFailure, type CompanyFacts, type Session, type TokenSet } from '../adapter.ts'
import type { AppChoice, Engine } from '../engine/engine.ts'

/** A company that answered for itself, with the tokens that opened it. */
export interface Met extends AppChoice {
  realm: string
  facts: CompanyFacts
  tokens: TokenSet
}

/** A person waits in front of an open page. */
const PATIENCE = 60_000

/** Which company it is, the address of the browser claims; asking that very company shows whether it is so. */
export async function meet(
  engine: Engine,
  tenant: string,
  choice: AppChoice,
  callbackUrl: string,
): Promise<Met> {
  const adapter = engine.adapterOf(choice.adapterType)
  if (adapter.oauth === undefined) throw new Error(`${choice.adapterType} knows no consent`)
  const { adapterType, environment, app } = choice
  const tokens = await adapter.oauth.exchange(await engine.config.appFor(tenant, choice), callbackUrl)
  const { realm, accessToken } = tokens
  if (realm === null) throw new TransportFailure('unauthorized', 'no company was named')
  const signal = AbortSignal.timeout(PATIENCE)
  const turn = () => engine.governor.take(realm, 1, signal)
  const session: Session = { realm, environment, accessToken: async () => accessToken, turn, signal }
  const facts = await inTime(signal, () =>
    askedPatiently(engine, signal, async () => {
      await turn()
      return await adapter.companyFacts(session)
    }),
  )
  return { adapterType, environment, app, realm, facts, tokens }
}

/** Before each further try. */
const PAUSES = [500, 2000]

/**
 * The code of a consent works once: where only the answer to a mere question got lost, asking again spares a
 * person another consent.
 */
async function askedPatiently<T>({ host }: Engine, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  for (const pause of PAUSES) {
    try {
      return await ask()
    } catch (error) {
      if (signal.aborted || !(error instanceof TransportFailure) || error.reason === 'unauthorized')
        throw error
      await host.clock.sleep(pause, signal)
    }
  }
  return await ask()
}

/** Given up in a call or in a pause, it is the same to the person: there was no answer. */
async function inTime<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted && !(error instanceof TransportFailure))
      throw new TransportFailure('down', 'The company did not answer in time.')
    throw error
  }
}
