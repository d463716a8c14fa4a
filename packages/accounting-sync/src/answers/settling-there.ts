import { TransportFailure } from '../adapter.ts'
import type { TheirPayment } from '../changes.ts'
import { sessionFor } from '../connection/session.ts'
import type { VoidOutlook } from '../contract/voids.ts'
import type { Engine } from '../engine/engine.ts'
import { loadLinksOfTheirs } from '../postgres/links.ts'
import type { Standing } from '../producers/voids.ts'

type Settling = NonNullable<VoidOutlook['there']>['unknownBy'][number]

/** It was just looked at; its name is not worth waiting for as long as its amount. */
const PATIENCE = 10_000

/**
 * Which payments over there settle a document and are linked to nothing here, so that a person finds them. Asked
 * only once something is known to be unknown. Without an answer its amount alone is told.
 */
export async function unknownSettling(
  engine: Engine,
  { link, connection, there }: Standing,
): Promise<Settling[]> {
  const adapter = engine.adapterOf(connection.adapterType)
  if (adapter.settling === undefined) return []
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    await engine.governor.take(connection.realm, 1, signal)
    const session = sessionFor(engine, connection, signal)
    const found = await adapter.settling(session, there.kind, link.externalId)
    const known = await engine.host.transactions.inTenant(connection.tenant, (trx) =>
      loadLinksOfTheirs(
        trx,
        connection.tenant,
        connection,
        found.map(({ externalId }) => ({ externalKind: 'payment', externalId })),
      ),
    )
    return found
      .filter(({ externalId }) =>
        known.every((each) => each.externalId !== externalId || each.status === 'voided'),
      )
      .flatMap(({ externalId, payment }) => {
        const amountMinor = payment === null ? 0 : appliedTo(payment, there.kind, link.externalId)
        if (payment === null || amountMinor === 0) return []
        const { environment, realm } = connection
        const page = adapter.deepLink(environment, realm, 'payment', externalId)
        return [{ number: payment.number, date: payment.date, amountMinor, page }]
      })
  } catch (error) {
    const isNoAnswer =
      error instanceof TransportFailure || (error instanceof DOMException && error.name === 'TimeoutError')
    if (isNoAnswer) return []
    throw error
  }
}

const appliedTo = ({ shares }: TheirPayment, kind: string, externalId: string): number =>
  shares
    .filter((each) => each.on === kind && each.externalId === externalId)
    .reduce((sum, each) => sum + each.amountMinor, 0)
