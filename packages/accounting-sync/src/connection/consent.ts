import { createHash } from 'node:crypto'
import { z } from 'zod'
import { TransportFailure, type TokenSet } from '../adapter.ts'
import type { AppChoice, Engine } from '../engine/engine.ts'
import type { SyncHost, Trx } from '../host.ts'
import { isLinkedElsewhere } from '../postgres/across-tenants.ts'
import { isHeldElsewhere, makeDefault } from '../postgres/connecting.ts'
import { listConnections, type Connection } from '../postgres/connection.ts'
import { beginConsent as storeConsent, useConsent } from '../postgres/consents.ts'
import { connect } from './connect.ts'
import { meet, type Met } from './meet.ts'

/** Who asks: a person in one session of the browser. */
export interface Asker {
  tenant: string
  userId: string
  sessionId: string
  /** Told within the transaction that connects, for whoever keeps a record of it. */
  onConnected?(trx: Trx, connection: Connection): Promise<void>
}

const TEN_MINUTES = 600_000

/** Where the browser is sent. Only the hash of the state stays here. */
export async function beginConsent(
  engine: Engine,
  asker: Asker,
  choice: AppChoice & { returnTo: string },
): Promise<{ authorizeUrl: string }> {
  const { oauth } = engine.adapterOf(choice.adapterType)
  if (oauth === undefined) throw new Error(`${choice.adapterType} knows no consent`)
  const { host } = engine
  const app = await engine.config.appFor(asker.tenant, choice)
  const state = randomState(host)
  const now = host.clock.now()
  await host.transactions.inTenant(asker.tenant, (trx) =>
    storeConsent(trx, asker.tenant, {
      ...choice,
      stateHash: hash(state),
      userId: asker.userId,
      sessionHash: hash(asker.sessionId),
      now,
      expiresAt: new Date(now.getTime() + TEN_MINUTES),
    }),
  )
  return { authorizeUrl: oauth.authorizeUrl(app, state) }
}

export type Consented =
  | { kind: 'connected'; connection: Connection; returnTo: string }
  /** Another company than before: a person has to say that this is meant. Nothing is connected yet. */
  | { kind: 'other_company'; confirmation: string; company: string; before: string; returnTo: string }
  | { kind: 'refused'; reason: Refusal; returnTo: string | null }

export type Refusal =
  /** Unknown, too old, used before, or begun by somebody else or in another session. */
  'state' | 'denied' | 'not_taken' | 'held_elsewhere' | 'no_answer'

/** The way back from the consent page, by the whole address that the browser came to. */
export async function finishConsent(engine: Engine, asker: Asker, callbackUrl: string): Promise<Consented> {
  const { host } = engine
  const { searchParams } = new URL(callbackUrl)
  const stateHash = hash(searchParams.get('state') ?? '')
  const mine = { stateHash, userId: asker.userId, sessionHash: hash(asker.sessionId), now: host.clock.now() }
  const consent = await host.transactions.inTenant(asker.tenant, (trx) => useConsent(trx, asker.tenant, mine))
  if (consent === null) return { kind: 'refused', reason: 'state', returnTo: null }
  const { returnTo } = consent
  if (searchParams.has('error')) return { kind: 'refused', reason: 'denied', returnTo }
  try {
    const company = await meet(engine, asker.tenant, consent, callbackUrl)
    if (await isElsewhere(host, asker.tenant, company))
      return { kind: 'refused', reason: 'held_elsewhere', returnTo }
    const before = await otherCompany(host, asker.tenant, company)
    if (before !== null) {
      const confirmation = await putAside(host, asker, { ...company, returnTo })
      return { kind: 'other_company', confirmation, company: company.facts.name, before, returnTo }
    }
    return await connected(engine, asker, company, returnTo)
  } catch (error) {
    if (!(error instanceof TransportFailure)) throw error
    const reason = error.reason === 'unauthorized' ? 'not_taken' : 'no_answer'
    return { kind: 'refused', reason, returnTo }
  }
}

const isElsewhere = ({ transactions }: SyncHost, tenant: string, company: Met) =>
  transactions.acrossTenants((trx) => isLinkedElsewhere(trx, tenant, company))

/** The name of the company that was connected before, when this is not one of those. */
async function otherCompany(host: SyncHost, tenant: string, company: Met): Promise<string | null> {
  const all = await host.transactions.inTenant(tenant, (trx) => listConnections(trx, tenant))
  const own = all.filter((each) => each.adapterType === company.adapterType)
  return own.some((each) => each.realm === company.realm) ? null : (own.at(-1)?.facts.name ?? null)
}

async function connected(
  engine: Engine,
  asker: Asker,
  company: Met,
  returnTo: string,
): Promise<Extract<Consented, { kind: 'connected' | 'refused' }>> {
  try {
    return { kind: 'connected', connection: await connect(engine, asker, company), returnTo }
  } catch (error) {
    // Two tenants at the same instant: the index lets one of them.
    if (isHeldElsewhere(error)) return { kind: 'refused', reason: 'held_elsewhere', returnTo }
    throw error
  }
}

const aside = z.object({
  userId: z.string(),
  sessionHash: z.string(),
  until: z.number(),
  returnTo: z.string(),
  company: z.custom<Met>((value) => typeof value === 'object' && value !== null),
  times: z.object({ access: z.number(), refresh: z.number(), hard: z.number().nullable() }),
})

const placeOf = (tenant: string, confirmation: string) => ({
  tenant,
  purpose: 'accounting_consent',
  ref: hash(confirmation),
})

/** Tokens that nobody may use yet wait sealed, for as long as a consent may take. */
async function putAside(host: SyncHost, asker: Asker, met: Met & { returnTo: string }): Promise<string> {
  const { returnTo, ...company } = met
  const confirmation = randomState(host)
  const { accessExpiresAt, refreshExpiresAt, refreshHardExpiresAt } = company.tokens
  const secret: z.infer<typeof aside> = {
    userId: asker.userId,
    sessionHash: hash(asker.sessionId),
    until: host.clock.now().getTime() + TEN_MINUTES,
    returnTo,
    company,
    times: {
      access: accessExpiresAt.getTime(),
      refresh: refreshExpiresAt.getTime(),
      hard: refreshHardExpiresAt?.getTime() ?? null,
    },
  }
  await host.transactions.inTenant(asker.tenant, (trx) =>
    host.secrets.put(trx, placeOf(asker.tenant, confirmation), JSON.stringify(secret)),
  )
  return confirmation
}

/**
 * A person said that the other company is meant: what is made from here on goes there. Once, by the same
 * person in the same session, in time.
 */
export async function confirmOtherCompany(
  engine: Engine,
  asker: Asker,
  confirmation: string,
): Promise<Extract<Consented, { kind: 'connected' | 'refused' }>> {
  const { host } = engine
  const place = placeOf(asker.tenant, confirmation)
  const secret = await host.transactions.inTenant(asker.tenant, async (trx) => {
    const found = await host.secrets.get(trx, place)
    // Whoever removes it has it; of two who come at once the second removes nothing.
    return (await host.secrets.remove(trx, place)) ? found : null
  })
  const kept = secret === null ? null : aside.parse(JSON.parse(secret))
  const isTheirs = kept?.userId === asker.userId && kept.sessionHash === hash(asker.sessionId)
  if (kept === null || !isTheirs || kept.until <= host.clock.now().getTime()) {
    return { kind: 'refused', reason: 'state', returnTo: null }
  }
  const { access, refresh, hard } = kept.times
  const tokens: TokenSet = {
    ...kept.company.tokens,
    accessExpiresAt: new Date(access),
    refreshExpiresAt: new Date(refresh),
    refreshHardExpiresAt: hard === null ? null : new Date(hard),
  }
  return await connected(engine, meantFromNowOn(asker), { ...kept.company, tokens }, kept.returnTo)
}

const meantFromNowOn = (asker: Asker): Asker => ({
  ...asker,
  async onConnected(trx, connection) {
    await makeDefault(trx, asker.tenant, connection.connectionId)
    await asker.onConnected?.(trx, connection)
  },
})

const hash = (text: string) => createHash('sha256').update(text).digest('hex')

/** Three random ids hold more chance than the 256 bits that are left of them. */
function randomState({ ids }: SyncHost): string {
  return createHash('sha256').update([ids.uuid(), ids.uuid(), ids.uuid()].join()).digest('base64url')
}
