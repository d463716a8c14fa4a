import type { Check } from '../world.ts'

/**
 * At every step: a connection is over only where its company took the consent back. Where a fault ends tokens as
 * soon as they are made, it looks as if it had.
 */
export const consentStands: Check = async ({ owner, sandbox, tenants }) => {
  const { rows }: { rows: { tenant: string; reason: string | null }[] } = await owner.raw(
    `select tenant, expired_reason as reason from accounting_connections where status = 'expired' order by tenant`,
  )
  const ended = Object.values(sandbox.chaos.counts()['token-expired'] ?? {})
  if (ended.some((each) => each > 0)) return []
  return rows.flatMap(({ tenant, reason }) => {
    const realm = tenants.find((each) => each.tenant === tenant)?.realm
    const grants = [...sandbox.oauth.state.grants.values()].filter((each) => each.realmId === realm)
    const isTakenBack = realm === undefined || grants.some((each) => each.revoked)
    return isTakenBack
      ? []
      : [{ invariant: 'I9', tenant, what: `the connection is over (${reason}), and nobody took the consent back` }]
  })
}
