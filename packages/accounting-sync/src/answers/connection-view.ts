import type { ConnectionView } from '../contract/connection.ts'
import type { Engine } from '../engine/engine.ts'
import { readSettings } from '../engine/settings.ts'
import type { Trx } from '../host.ts'
import { entryKey, namesOfEntries } from '../postgres/catalogue.ts'
import type { Connection } from '../postgres/connection.ts'

/** Companies as people see them: ids have their names, in two statements however many there are. */
export async function connectionViews(
  engine: Engine,
  trx: Trx,
  tenant: string,
  connections: readonly Connection[],
): Promise<ConnectionView[]> {
  const entries = await namesOfEntries(trx, tenant, connections.flatMap(chosenEntries))
  const pausers = connections.flatMap((each) => each.pausedBy ?? [])
  const people = await engine.host.people.names(trx, tenant, pausers)
  return connections.map((each) => viewOf(engine, each, entries, people))
}

export async function connectionView(
  engine: Engine,
  trx: Trx,
  tenant: string,
  connection: Connection,
): Promise<ConnectionView> {
  const [view] = await connectionViews(engine, trx, tenant, [connection])
  if (view === undefined) throw new Error('a company has a view')
  return view
}

const KIND_OF = { fallbackItemId: 'item', depositAccountId: 'account' } as const

type Chosen = keyof typeof KIND_OF

function chosenEntries(connection: Connection) {
  const settings = readSettings(connection.settings)
  return (Object.keys(KIND_OF) as Chosen[]).flatMap((name) => {
    const id = settings[name]
    return id === null ? [] : placeOf(connection, name, id)
  })
}

const placeOf = ({ adapterType, realm }: Connection, name: Chosen, id: string) => ({
  adapterType,
  realm,
  kind: KIND_OF[name],
  id,
})

function viewOf(
  engine: Engine,
  connection: Connection,
  entries: ReadonlyMap<string, string>,
  people: ReadonlyMap<string, string>,
): ConnectionView {
  const { adapterType, environment, realm, facts } = connection
  const { autoSync, goLiveDate, createCustomers, ...ids } = readSettings(connection.settings)
  const chosen = (name: Chosen) => {
    const id = ids[name]
    return id === null ? null : { id, name: entries.get(entryKey(placeOf(connection, name, id))) ?? null }
  }
  const { pausedAt, pausedReason, pausedBy } = connection
  return {
    connectionId: connection.connectionId,
    adapterType,
    realm,
    environment,
    app: connection.app,
    status: connection.status,
    isDefault: connection.isDefault,
    company: {
      name: facts.name,
      country: facts.country,
      homeCurrency: facts.homeCurrency,
      multiCurrency: facts.multiCurrency,
      numbersItself: facts.numbersItself,
      usesSalesTax: facts.usesSalesTax,
      automatedSalesTax: facts.automatedSalesTax,
      autoAppliesCredits: facts.autoAppliesCredits,
      booksClosedThrough: facts.booksClosedThrough,
    },
    companyReadAt: connection.factsAt,
    settings: {
      autoSync,
      goLiveDate,
      createCustomers,
      fallbackItem: chosen('fallbackItemId'),
      depositAccount: chosen('depositAccountId'),
    },
    paused:
      pausedAt === null || pausedReason === null
        ? null
        : { reason: pausedReason, at: pausedAt, byName: people.get(pausedBy ?? '') ?? null },
    connectedAt: connection.connectedAt,
    disconnectedAt: connection.disconnectedAt,
    refreshExpiresAt: connection.refreshExpiresAt,
    hardExpiresAt: connection.refreshHardExpiresAt,
    downUntil: connection.downUntil,
    deepLink: engine.adapterOf(adapterType).deepLink(environment, realm, 'company', ''),
  }
}
