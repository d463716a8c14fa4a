import type { Check, Violation } from '../world.ts'
import { changedIn, fingerprintOf } from './fingerprint.ts'

/** I14: told the whole history of changes again, nothing changes. */
export const toldAgain: Check = async (world) => {
  const found: Violation[] = []
  for (const tenant of world.tenants) {
    await world.cycle(tenant)
    const before = await fingerprintOf(world.owner, tenant)
    await world.owner.raw(BACK_TO_THE_START, { tenant: tenant.tenant, realm: tenant.realm })
    await world.cycle(tenant)
    const changed = changedIn(before, await fingerprintOf(world.owner, tenant))
    found.push(
      ...changed.map((table) => ({
        invariant: 'I14',
        tenant: tenant.tenant,
        what: `told the whole history again, ${table} changed`,
      })),
    )
  }
  return found
}

/** The next run asks from where the first one began; no further back than the service tells changes of. */
const BACK_TO_THE_START = `
  update accounting_sync_cycles c set cursor_after = s.first
  from (select to_char(greatest(min(started_at), max(started_at) - interval '29 days') at time zone 'utc',
      'YYYY-MM-DD"T"HH24:MI:SS"Z"') as first
    from accounting_sync_cycles where tenant = :tenant and target_realm = :realm) s
  where c.tenant = :tenant and c.target_realm = :realm and c.status = 'done' and c.cursor_after is not null`
