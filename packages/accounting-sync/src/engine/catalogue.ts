import { TransportFailure, type CatalogueKind, type Session } from '../adapter.ts'
import { sessionFor } from '../connection/session.ts'
import { replaceCatalogue } from '../postgres/catalogue.ts'
import { noteCatalogueRead } from '../postgres/connection-settings.ts'
import type { Connection } from '../postgres/connection.ts'
import type { Engine } from './engine.ts'
import { inTenant, isLeaseOld, keepLease, type Run } from './outbound/run.ts'

const KINDS: readonly CatalogueKind[] = ['customer', 'item', 'tax_code', 'terms', 'account']

/**
 * Reads anew what there is to map to, as part of a cycle: kind by kind, each kept as soon as it was read
 * whole. A service that does not answer leaves it wanted, so that the next cycle goes on.
 */
export async function readCatalogue(run: Run): Promise<void> {
  const { engine, connection } = run
  const { tenant, realm, connectionId } = connection
  let entries = 0
  try {
    for (const [read, kind] of KINDS.entries()) {
      await run.progress({ step: 'catalogue', kind, read, kinds: KINDS.length, entries })
      const found = await entriesOf(engine, connection, underLease(run), kind)
      entries += found.length
      await inTenant(run, async (trx) => {
        await keepLease(run, trx)
        await replaceCatalogue(trx, tenant, connection, kind, found, engine.host.clock.now())
      })
    }
  } catch (error) {
    if (!(error instanceof TransportFailure) || error.reason === 'unauthorized') throw error
    const { reason, trace } = error
    engine.host.log.warn({ tenant, realm, reason, trace }, 'what there is to map to was not read whole')
    return
  }
  run.done.catalogueEntries += entries
  const at = engine.host.clock.now()
  await inTenant(run, (trx) => noteCatalogueRead(trx, tenant, connectionId, at))
  run.connection = { ...run.connection, catalogueAt: at.toISOString() }
}

/** A list may be long: between its pages the lease is made longer before anybody could take it. */
const underLease = (run: Run): Session => ({
  ...run.session,
  async turn() {
    if (isLeaseOld(run)) await inTenant(run, (trx) => keepLease(run, trx))
    await run.session.turn?.()
  },
})

/** The same at once, for whoever waits for it outside of a cycle. */
export async function refreshCatalogue(
  engine: Engine,
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const { host } = engine
  const { tenant } = connection
  const session = sessionFor(engine, connection, signal)
  for (const kind of KINDS) {
    const found = await entriesOf(engine, connection, session, kind)
    await host.transactions.inTenant(tenant, (trx) =>
      replaceCatalogue(trx, tenant, connection, kind, found, host.clock.now()),
    )
  }
  await host.transactions.inTenant(tenant, (trx) =>
    noteCatalogueRead(trx, tenant, connection.connectionId, host.clock.now()),
  )
}

async function entriesOf(
  { governor, adapterOf }: Engine,
  connection: Connection,
  session: Session,
  kind: CatalogueKind,
) {
  await governor.take(connection.realm, 1, session.signal)
  return await adapterOf(connection.adapterType).catalogue(session, kind)
}
