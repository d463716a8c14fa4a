import { bandOf } from '../core/token-band.ts'
import type { Engine } from '../engine/engine.ts'
import type { Connection } from '../postgres/connection.ts'
import { claimWarning } from '../postgres/tokens.ts'

/** Warns once for each band, of the end that renewing moves and of the one that it does not. */
export async function warnOfEnds({ host }: Engine, connection: Connection): Promise<void> {
  const now = host.clock.now().getTime()
  const due = endsOf(connection).flatMap(({ end, endsAt, warned }) => {
    const days = endsAt === null ? null : bandOf(Date.parse(endsAt), now)
    return days === null || (warned !== null && warned <= days) ? [] : [{ end, endsAt, days }]
  })
  if (due.length === 0) return
  const { tenant, connectionId } = connection
  await host.transactions.inTenant(tenant, async (trx) => {
    for (const { end, endsAt, days } of due) {
      if (!(await claimWarning(trx, tenant, connectionId, end, days))) continue
      await host.notifications.tellAdmins(trx, tenant, {
        kind: 'accounting_connection_expiring',
        dedupeKey: `accounting_connection_expiring:${connectionId}:${end}:${days}:${endsAt}`,
        params: { company: connection.facts.name, days },
        link: '/settings/accounting',
      })
    }
  })
}

const endsOf = (connection: Connection) =>
  [
    { end: 'refresh', endsAt: connection.refreshExpiresAt, warned: connection.warnedDays },
    { end: 'hard', endsAt: connection.refreshHardExpiresAt, warned: connection.warnedHardDays },
  ] as const
