import type { CatalogueKind } from '../adapter.ts'
import { sessionFor } from '../connection/session.ts'
import { replaceCatalogue } from '../postgres/catalogue.ts'
import type { Connection } from '../postgres/connection.ts'
import type { Engine } from './engine.ts'

const KINDS: readonly CatalogueKind[] = ['customer', 'item', 'tax_code', 'terms', 'account']

/** Reads anew what there is to map to. Each kind is kept as soon as it was read whole. */
export async function refreshCatalogue(
  engine: Engine,
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const { host } = engine
  const { tenant } = connection
  const adapter = engine.adapterOf(connection.adapterType)
  const session = sessionFor(engine, connection, signal)
  for (const kind of KINDS) {
    const entries = await adapter.catalogue(session, kind)
    await host.transactions.inTenant(tenant, (trx) =>
      replaceCatalogue(trx, tenant, connection, kind, entries, host.clock.now()),
    )
  }
}
