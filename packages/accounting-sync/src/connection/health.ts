import { bandOf } from '../core/token-band.ts'
import type { Engine } from '../engine/engine.ts'
import type { Connection } from '../postgres/connection.ts'
import { claimWarning } from '../postgres/tokens.ts'

/** Warns once for each band, of the end that renewing moves and of the one that it does not. */
export async function warnOfEnds({ host }: Engine, connection: Connection): Promise<void> {
  const now = host.clock.now().getTime()
  const due = endsOf(connection).flatMap(({ end, endsAt, warned }) => {
    const days = endsAt === null ? null : bandOf(Date.parse(endsAt), now)
    return endsAt === null || days === null || (warned !== null && warned <= days)
      ? []
      : [{ end, endsAt, days }]
  })
  if (due.length === 0) return
  const { tenant, connectionId } = connection
  await host.transactions.inTenant(tenant, async (trx) => {
    for (const { end, endsAt, days } of due) {
      if (!(await claimWarning(trx, tenant, connectionId, end, days))) continue
      await host.notifications.tellAdmins(trx, tenant, {
        kind: KIND[end],
        dedupeKey: `${KIND[end]}:${connectionId}:${days}:${endsAt}`,
        params: { company: connection.facts.name, days, endsOn: endsAt.slice(0, 10) },
        link: '/settings/accounting',
      })
    }
  })
}

/** Consent that runs out has to be given anew; access that runs out means that renewing it does not work. */
const KIND = { refresh: 'accounting_connection_expiring', hard: 'accounting_consent_expiring' }

const endsOf = (connection: Connection) =>
  [
    { end: 'refresh', endsAt: connection.refreshExpiresAt, warned: connection.warnedDays },
    { end: 'hard', endsAt: connection.refreshHardExpiresAt, warned: connection.warnedHardDays },
  ] as const
