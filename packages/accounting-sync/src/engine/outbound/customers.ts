import { TransportFailure, type CatalogueEntry, type Found } from '../../adapter.ts'
import type { CanonicalParty } from '../../core/document.ts'
import type { ErrorCode } from '../../core/errors.ts'
import { nameKey } from '../../core/name-key.ts'
import { addEntry, replaceCatalogue } from '../../postgres/catalogue.ts'
import { loadLinksOfTypes, writeLinks, type LinkDraft } from '../../postgres/links.ts'
import { linkTo } from '../mapping/map.ts'
import { digest } from './request-id.ts'
import type { Run } from './run.ts'

/** What it takes to create a customer: a run has it, and so has a person who does not wait for one. */
export type Outward = Pick<Run, 'engine' | 'adapter' | 'connection' | 'session' | 'signal'> &
  Partial<Pick<Run, 'toldUpTo'>>

/** What became of each of our clients over there. */
export interface Newcomers {
  created: Map<string, string>
  /** Linked to the one that bore the name already. */
  adopted: Map<string, string>
  refused: Map<string, { code: ErrorCode; detail: string }>
}

/**
 * Creates customers for clients that have none. One whose name is taken is linked to the only customer of that
 * name and currency that nobody else is linked to: most of all to the one that an earlier attempt made whose
 * answer got lost. Whoever is left over waits for a person.
 */
export async function createCustomers(out: Outward, parties: readonly CanonicalParty[]): Promise<Newcomers> {
  const { engine, session, adapter, connection } = out
  const became: Newcomers = { created: new Map(), adopted: new Map(), refused: new Map() }
  const namesakes: CanonicalParty[] = []
  for (const party of parties) {
    await engine.governor.take(session.realm, 1, out.signal)
    // Other content is another write: the id changes with it.
    const requestId = digest(`customer ${connection.tenant} ${JSON.stringify(party)}`)
    const outcome = await adapter.createCustomer(session, party, requestId)
    if (outcome.kind === 'unknown') {
      // Asked again under the same id, it is answered, or its name is taken by itself.
      throw new TransportFailure('unknown_outcome', outcome.detail)
    }
    if (outcome.kind === 'refused') {
      became.refused.set(party.id, { code: outcome.code, detail: outcome.detail })
      if (outcome.code === 'duplicate_name') namesakes.push(party)
    } else if (await remember(out, party, outcome.object)) {
      became.created.set(party.id, outcome.object.externalId)
    } else {
      const detail = `customer ${outcome.object.externalId} is linked to another client`
      became.refused.set(party.id, { code: 'cannot_be_linked', detail })
    }
  }
  const adopted = namesakes.length === 0 ? [] : await adoptByName(out, namesakes)
  for (const [clientId, customerId] of adopted) {
    became.adopted.set(clientId, customerId)
    became.refused.delete(clientId)
  }
  return became
}

/** At once, one by one: a crash between two of them must not forget the first. */
async function remember(out: Outward, party: CanonicalParty, object: Found): Promise<boolean> {
  const { engine, connection } = out
  const now = engine.host.clock.now()
  const entry: CatalogueEntry = {
    id: object.externalId,
    name: party.name,
    detail: null,
    email: party.email,
    // A company that keeps one currency may name none.
    currency: object.currency === '' ? null : object.currency,
    active: true,
    group: null,
  }
  return await engine.host.transactions.inTenant(connection.tenant, async (trx) => {
    const draft = linkOf(out, party, entry)
    const written = await writeLinks(trx, connection.tenant, connection, [draft], now)
    await addEntry(trx, connection.tenant, connection, 'customer', entry, now)
    return written.length === 1
  })
}

/** What this run was told before was nobody's then, and it is not told again. */
const linkOf = ({ engine, toldUpTo }: Outward, party: CanonicalParty, entry: CatalogueEntry): LinkDraft => ({
  ...linkTo(engine.host, 'client', party.id, entry),
  ...(toldUpTo ? { metadata: { toldUpTo } } : {}),
})

async function adoptByName(out: Outward, parties: readonly CanonicalParty[]): Promise<[string, string][]> {
  const { engine, connection, session, adapter } = out
  const { tenant } = connection
  await engine.governor.take(session.realm, 1, out.signal)
  const entries = await adapter.catalogue(session, 'customer')
  const now = engine.host.clock.now()
  return await engine.host.transactions.inTenant(tenant, async (trx) => {
    await replaceCatalogue(trx, tenant, connection, 'customer', entries, now)
    const linked = await loadLinksOfTypes(trx, tenant, connection, ['client'])
    const drafts = matches(parties, entries, new Set(linked.map((each) => each.externalId)))
    const written = await writeLinks(
      trx,
      tenant,
      connection,
      drafts.map(([party, entry]) => linkOf(out, party, entry)),
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
