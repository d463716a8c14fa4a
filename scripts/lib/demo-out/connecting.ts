import {
  beginConsent,
  changeSettings,
  finishConsent,
  getHealth,
  linkEntity,
  listConnections,
  listEntries,
  refreshCompany,
} from '@tieout/accounting-sync/contract'
import {
  getClient,
  getPortalClient,
  listClients,
  listServices,
  type ClientView,
} from '@tieout/billing/contract'
import { agree } from '../../../server/src/accounting/testing/agree.ts'
import type { Scene } from './scene.ts'

/** Through the consent page, as Bill's browser would walk it. */
export async function connect({ story, bill, world }: Scene): Promise<string> {
  const { offers } = await bill.sync(listConnections, {})
  const [offer] = offers
  story.ensureEqual(offer?.environment, 'sandbox', 'The first place to connect to')
  const begun = await bill.sync(beginConsent, {
    environment: 'sandbox',
    app: 'platform',
    returnTo: '/settings/accounting',
  })
  story.ensure(
    begun.authorizeUrl.startsWith(world.quickbooks),
    'The consent page should be that of QuickBooks.',
  )
  const callbackUrl = await agree(fetch, begun.authorizeUrl, world.realm)
  const end = await bill.sync(finishConsent, { callbackUrl })
  if (end.kind !== 'connected') throw new Error(`the consent ended as ${JSON.stringify(end)}`)
  const { items } = await bill.sync(listConnections, {})
  const found = items.find((each) => each.connectionId === end.connectionId)
  story.ensureEqual(found?.status, 'connected', 'The state of the connection')
  story.ensureEqual(found?.realm, world.realm, 'The connected company')
  return end.connectionId
}

export interface Mapped {
  clientId: string
  clientName: string
  serviceIds: string[]
  unmappedServiceId: string
  unmappedServiceName: string
  /** Something over there that services are mapped to. */
  itemId: string
}

/** One client and all services but one. */
export async function mapSome(scene: Scene, connectionId: string): Promise<Mapped> {
  const { story, bill } = scene
  await bill.sync(refreshCompany, { connectionId })
  const pick = (entries: 'customer' | 'item') =>
    story.until(`the ${entries}s of QuickBooks were read`, async () => {
      const { items } = await bill.sync(listEntries, { connectionId, entries })
      return items.find((each) => each.active && each.takenBy === null)
    })
  const [customer, item] = [await pick('customer'), await pick('item')]
  const client = await portalClient(scene)
  const { items: services } = await bill.api(listServices, { limit: 200 })
  const [unmapped, ...others] = services
  if (unmapped === undefined) throw new Error('the demo has no service')
  await bill.sync(linkEntity, {
    connectionId,
    kind: 'client',
    entityId: client.clientId,
    externalId: customer.id,
  })
  for (const { serviceId } of others) {
    await bill.sync(linkEntity, { connectionId, kind: 'service', entityId: serviceId, externalId: item.id })
  }
  story.ensure(others.length >= 2, 'There should be services that are mapped.')
  return {
    clientId: client.clientId,
    clientName: client.displayName,
    serviceIds: others.map((each) => each.serviceId),
    unmappedServiceId: unmapped.serviceId,
    unmappedServiceName: unmapped.name,
    itemId: item.id,
  }
}

/** The one whose portal is looked into: in the company's currency and paying tax, so that tax has to agree too. */
async function portalClient({ bill, portal, story }: Scene): Promise<ClientView> {
  const { displayName } = await portal.api(getPortalClient, {})
  const { items } = await bill.api(listClients, { search: displayName, limit: 200 })
  const found = items.find((each) => each.displayName === displayName)
  if (found === undefined) throw new Error(`the demo has no client ${displayName}`)
  const client = await bill.api(getClient, { clientId: found.clientId })
  story.ensureEqual(client.currency, 'USD', `The currency of ${displayName}`)
  story.ensure(client.taxRegionId !== null, `${displayName} should pay tax.`)
  return client
}

/** From today on; what is older stays where it is. */
export async function goLive({ story, bill }: Scene, connectionId: string, today: string): Promise<void> {
  const before = await bill.sync(getHealth, { connectionId })
  story.ensureEqual(before.verdict, 'not_live', 'The verdict before anybody confirmed')
  const changed = await bill.sync(changeSettings, { connectionId, autoSync: true, goLiveDate: today })
  story.ensureEqual(changed.settings.autoSync, true, 'The switch of the sync')
  story.ensureEqual(changed.settings.goLiveDate, today, 'The day from which documents go out')
}
