import { TransportFailure, type CatalogueEntry, type Found } from '../../adapter.ts'
import type { CanonicalParty } from '../../core/document.ts'
import { nameKey } from '../../core/name-key.ts'
import { addEntry, replaceCatalogue } from '../../postgres/catalogue.ts'
import { loadLinksOfTypes, writeLinks, type LinkDraft } from '../../postgres/links.ts'
import { digest } from './request-id.ts'
import { inTenant, type Run } from './run.ts'

/**
 * Creates the customers that documents wait for, where the tenant asked for it, and answers those that have
 * a counterpart now. One whose name is taken is linked to the only customer of that name and currency that
 * nobody else is linked to: most of all to the one that an earlier attempt made whose answer got lost.
 * Whoever is left over waits for a person.
 */
export async function createCustomers(
  run: Run,
  newcomers: readonly CanonicalParty[],
): Promise<Map<string, string>> {
  const made = new Map<string, string>()
  const namesakes: CanonicalParty[] = []
  for (const party of newcomers) {
    const { engine, session, adapter, connection } = run
    await engine.governor.take(session.realm, 1, run.signal)
    // Other content is another write: the id changes with it.
    const requestId = digest(`customer ${connection.tenant} ${JSON.stringify(party)}`)
    const outcome = await adapter.createCustomer(session, party, requestId)
    if (outcome.kind === 'written') {
      await remember(run, party, outcome.object)
      made.set(party.id, outcome.object.externalId)
    } else if (outcome.kind === 'unknown') {
      // Asked again under the same id, it is answered, or its name is taken by itself.
      throw new TransportFailure('unknown_outcome', outcome.detail)
    } else if (outcome.code === 'duplicate_name') {
      namesakes.push(party)
    }
  }
  const adopted = namesakes.length === 0 ? [] : await adoptByName(run, namesakes)
  for (const [clientId, customerId] of adopted) made.set(clientId, customerId)
  run.done.customersCreated += made.size - adopted.length
  return made
}

/** At once, one by one: a crash between two of them must not forget the first. */
async function remember(run: Run, party: CanonicalParty, object: Found): Promise<void> {
  const { engine, connection } = run
  const now = engine.host.clock.now()
  const entry: CatalogueEntry = {
    id: object.externalId,
    name: party.name,
    detail: null,
    email: party.email,
    currency: object.currency,
    active: true,
    group: null,
  }
  await inTenant(run, async (trx) => {
    await writeLinks(trx, connection.tenant, connection, [linkTo(run, party, entry)], now)
    await addEntry(trx, connection.tenant, connection, 'customer', entry, now)
  })
}

async function adoptByName(run: Run, parties: readonly CanonicalParty[]): Promise<[string, string][]> {
  const { engine, connection, session, adapter } = run
  const { tenant } = connection
  await engine.governor.take(session.realm, 1, run.signal)
  const entries = await adapter.catalogue(session, 'customer')
  const now = engine.host.clock.now()
  return await inTenant(run, async (trx) => {
    await replaceCatalogue(trx, tenant, connection, 'customer', entries, now)
    const linked = await loadLinksOfTypes(trx, tenant, connection, ['client'])
    const drafts = matches(parties, entries, new Set(linked.map((each) => each.externalId)))
    const written = await writeLinks(
      trx,
      tenant,
      connection,
      drafts.map(([party, entry]) => linkTo(run, party, entry)),
      now,
    )
    const kept = new Set(written.map((each) => each.entityId))
    return drafts.flatMap(([party, entry]): [string, string][] =>
      kept.has(party.id) ? [[party.id, entry.id]] : [],
    )
  })
}

/** Each with the only one of exactly its name and currency; with none when there are several. */
export function matches(
  parties: readonly CanonicalParty[],
  entries: readonly CatalogueEntry[],
  taken: ReadonlySet<string>,
): [CanonicalParty, CatalogueEntry][] {
  return parties.flatMap((party): [CanonicalParty, CatalogueEntry][] => {
    const alike = entries.filter(
      (each) =>
        each.active &&
        !taken.has(each.id) &&
        nameKey(each.name) === nameKey(party.name) &&
        (each.currency === null || each.currency === party.currency),
    )
    const [only, ...others] = alike
    return only === undefined || others.length > 0 ? [] : [[party, only]]
  })
}

const linkTo = (run: Run, party: CanonicalParty, entry: CatalogueEntry): LinkDraft => ({
  mappingId: run.engine.host.ids.uuid(),
  entityType: 'client',
  entityId: party.id,
  externalKind: 'customer',
  externalId: entry.id,
  exclusive: true,
  name: entry.name,
  status: 'linked',
})
