import type { Check, SimTenant, Violation, World } from '../world.ts'
import { changedIn, fingerprintOf } from './fingerprint.ts'

/** I13: one more cycle in which nothing happens asks once what changed, and writes nothing anywhere that counts. */
export const idleIsIdle: Check = async (world) => {
  const found: Violation[] = []
  for (const tenant of world.tenants) {
    // What is read of a company once in a while, such as its lists, is read before.
    await world.cycle(tenant)
    found.push(...(await oneIdle(world, tenant)))
  }
  return found
}

async function oneIdle(world: World, tenant: SimTenant): Promise<Violation[]> {
  const before = await fingerprintOf(world.owner, tenant)
  const asked = await callsDuring(world, tenant)
  const changed = changedIn(before, await fingerprintOf(world.owner, tenant))
  const say = (what: string) => ({ invariant: 'I13', tenant: tenant.tenant, what })
  const polls = asked.filter((each) => each === 'cdc').length
  const wanted = (await isPolling(world, tenant)) ? 1 : 0
  return [
    ...changed.map((table) => say(`an idle cycle wrote to ${table}`)),
    ...((polls === wanted && asked.length === wanted) || isOnePollInParts(world, asked, polls, wanted)
      ? []
      : [
          say(
            `an idle cycle asked ${asked.length === 0 ? 'nothing' : asked.join(', ')} instead of ${wanted === 1 ? 'one change poll' : 'nothing'}`,
          ),
        ]),
  ]
}

/** Kind by kind, and then page by page. */
const isOnePollInParts = (
  { pollsAreCutOff }: World,
  asked: readonly string[],
  polls: number,
  wanted: number,
): boolean =>
  pollsAreCutOff && wanted === 1 && polls > 1 && asked.every((each) => each === 'cdc' || each === 'query')

/** A cycle in which the token ran out is not idle, since it had to be renewed: the next one is looked at. */
async function callsDuring(world: World, tenant: SimTenant): Promise<string[]> {
  const ends = await endsOfTokens(world, tenant)
  const asked = await callsOfOneCycle(world, tenant)
  const soon = world.clock.now().getTime() + SOON
  return asked.includes(A_TOKEN) && ends.some((each) => each <= soon)
    ? await callsOfOneCycle(world, tenant)
    : asked
}

const A_TOKEN = 'a token'

async function callsOfOneCycle(world: World, tenant: SimTenant): Promise<string[]> {
  const asked: string[] = []
  const { state } = world.sandbox.oauth
  const secrets = state.serial
  const stop = world.sandbox.log.listen((entry) => {
    if (entry.realmId === tenant.realm) asked.push(entry.what)
  })
  try {
    await world.cycle(tenant)
  } finally {
    stop()
  }
  // The log tells of no tokens.
  if (state.serial > secrets) asked.push(A_TOKEN)
  return asked
}

/** So long before its end a token is renewed ahead of time. */
const SOON = 5 * 60_000

/**
 * When the token in use ends, as it is believed here and as it is there. Whoever renewed it may have had a clock that
 * was wrong, and of one that was renewed later the answer may be lost: so any that is about to end may be the one.
 */
async function endsOfTokens({ owner, sandbox, clock }: World, { tenant, connectionId, realm }: SimTenant) {
  const [row] = await owner('accounting_connections')
    .where({ tenant, connection_id: connectionId })
    .select('access_expires_at')
  const { grants, accessTokens } = sandbox.oauth.state
  const there = [...accessTokens.values()]
    .filter(({ grantId }) => grants.get(grantId)?.realmId === realm)
    .map(({ expiresAt }) => expiresAt)
  const justNow = clock.now().getTime() - A_MINUTE
  return [
    Date.parse(row?.access_expires_at ?? ''),
    Math.max(...there),
    ...there.filter((each) => each > justNow),
  ]
}

/** The cycle before this one still went through with it. */
const A_MINUTE = 60_000

/** While it is paused or its consent is gone, nothing is asked at all. */
async function isPolling({ owner }: World, { tenant, connectionId }: SimTenant): Promise<boolean> {
  const [row] = await owner('accounting_connections')
    .where({ tenant, connection_id: connectionId })
    .select('status', 'paused_at')
  return row?.status === 'connected' && row.paused_at === null
}
