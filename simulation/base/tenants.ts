import { createBillingDefaults } from '@tieout/billing'
import { addTaxRate, createClient, createService, createTaxRegion } from '@tieout/billing/contract'
import { createTenant, createUser, permissionsOf, type SystemActor, type UserActor } from '@tieout/platform'
import { companySettings } from '@tieout/platform/contract'
import { agree } from '../../server/src/accounting/testing/agree.ts'
import { keepsOurNumbers } from '../../server/src/accounting/testing/keeps-our-numbers.ts'
import type { Sandbox } from '@tieout/qbo-sandbox'
import type { Process } from '../machine/process.ts'
import { quietLine } from '../machine/wire.ts'
import type { SimTenant } from '../world.ts'

/** What of a tenant lies in the base, from which every seed begins. */
export type BaseTenant = Omit<SimTenant, 'books' | 'keeper'>

interface Given {
  tenant: string
  realm: string
  name: string
  timeZone: string
}

/** Three companies with nothing in common but what their service calls things by. */
export const GIVEN: readonly Given[] = [
  {
    tenant: '51a00000-0000-4000-8000-000000000001',
    realm: '9131',
    name: 'Harbor Lane IT',
    timeZone: 'America/New_York',
  },
  {
    tenant: '51a00000-0000-4000-8000-000000000002',
    realm: '9132',
    name: 'Juniper Ridge',
    timeZone: 'Europe/Berlin',
  },
  {
    tenant: '51a00000-0000-4000-8000-000000000003',
    realm: '9133',
    name: 'Kestrel Systems',
    timeZone: 'Pacific/Auckland',
  },
]

export const GO_LIVE = '2028-02-01'

const SERVICES = [
  { name: 'Managed workstation', kind: 'service', unitPriceMinor: 8_500, taxable: false, isMapped: true },
  { name: 'Server care', kind: 'service', unitPriceMinor: 24_000, taxable: false, isMapped: true },
  { name: 'Firewall appliance', kind: 'product', unitPriceMinor: 64_900, taxable: true, isMapped: true },
  { name: 'On-site hour', kind: 'service', unitPriceMinor: 14_500, taxable: false, isMapped: false },
] as const

const CLIENTS = [
  { name: 'Cedar Clinic', taxed: true, isLinked: true },
  { name: 'Bluefin Seafood', taxed: false, isLinked: true },
  { name: 'Lantern Press', taxed: false, isLinked: true },
  { name: 'Quarry Hill Dental', taxed: false, isLinked: false },
] as const

/** Through the use cases that people use, and the consent page. */
export async function setUp(process: Process, sandbox: Sandbox, given: Given): Promise<BaseTenant> {
  const { host, sync } = process
  const { database, clock, ids } = host.parts
  const { tenant, realm, name, timeZone } = given
  sandbox.addCompany({ realmId: realm, name })
  keepsOurNumbers(sandbox.company(realm))
  const roles = await createTenant(
    database,
    { tenant, slug: `company-${realm}`, name, timeZone, locale: 'en' },
    { clock, ids },
  )
  const actor = await somebody(process, given, roles.admin)
  await database.withTenant(tenant, (trx) => createBillingDefaults(trx, tenant, ids, clock))
  const system: SystemActor = { kind: 'system', tenant, name: 'simulation' }
  const ask = host.application.execute
  await ask(companySettings.update, system, { legalName: name, country: 'US' })
  const { taxRegionId } = await ask(createTaxRegion, system, { name: 'Maine' })
  await ask(addTaxRate, system, {
    taxRegionId,
    name: 'State sales tax',
    ratePpm: 55_000,
    validFrom: '2020-01-01',
    validTo: null,
  })
  const services: string[] = []
  for (const { isMapped: _, ...service } of SERVICES) {
    services.push((await ask(createService, system, { ...service, currency: 'USD' })).serviceId)
  }
  const clients: string[] = []
  for (const { name: displayName, taxed } of CLIENTS) {
    const client = { ...NOTHING_KNOWN, displayName, taxRegionId: taxed ? taxRegionId : null }
    clients.push((await ask(createClient, system, client)).clientId)
  }
  const asker = { tenant, userId: actor.userId, sessionId: actor.sessionId }
  const choice = { adapterType: 'qbo', environment: 'sandbox', app: 'platform', returnTo: '/' } as const
  const { authorizeUrl } = await sync.beginConsent(asker, choice)
  const end = await sync.finishConsent(asker, await agree(quietLine(sandbox), authorizeUrl, realm))
  if (end.kind !== 'connected') throw new Error(`not connected: ${JSON.stringify(end)}`)
  const { connection } = end
  await sync.refreshCatalogue(connection, new AbortController().signal)
  const { Customer, Item } = sandbox.company(realm).tables
  const customers = [...Customer.rows.values()]
    .filter((row) => !('Job' in row && row['Job'] === true))
    .map((row) => String(row.Id))
  const items = [...Item.rows.values()]
    .filter((row) => row['Type'] === 'Service')
    .map((row) => String(row.Id))
  const linked = CLIENTS.map(({ isLinked }, at) => ({
    clientId: clients[at] ?? '',
    customerId: isLinked ? (customers[at] ?? '') : null,
  }))
  const mapped = SERVICES.map(({ isMapped, taxable }, at) => ({
    serviceId: services[at] ?? '',
    itemId: isMapped ? (items[at] ?? '') : null,
    taxable,
  }))
  await database.withTenant(tenant, async (trx) => {
    await sync.changeSettings(trx, tenant, connection.connectionId, { autoSync: true, goLiveDate: GO_LIVE })
    const links = [
      ...linked.map((each) => ['client', each.clientId, each.customerId] as const),
      ...mapped.map((each) => ['service', each.serviceId, each.itemId] as const),
    ]
    for (const [entityType, entityId, externalId] of links) {
      if (externalId === null) continue
      const done = await sync.map(trx, connection, { entityType, entityId, externalId })
      if (done.kind !== 'mapped') throw new Error(`not mapped: ${JSON.stringify(done)}`)
    }
  })
  return { tenant, realm, connectionId: connection.connectionId, actor, clients: linked, services: mapped }
}

const NOTHING_KNOWN = {
  legalName: null,
  email: null,
  phone: null,
  currency: 'USD',
  termsId: null,
  taxExempt: false,
  addressLine1: null,
  addressLine2: null,
  city: 'Portland',
  region: 'ME',
  postalCode: null,
  country: 'US',
  notes: null,
}

async function somebody({ host }: Process, { tenant, name }: Given, role: string): Promise<UserActor> {
  const { database, clock, ids } = host.parts
  const userId = ids.uuid()
  const email = `ada@${name.toLowerCase().replaceAll(' ', '-')}.example`
  await database.withTenant(tenant, (trx) =>
    createUser(trx, tenant, {
      userId,
      audience: 'msp',
      clientId: null,
      email,
      displayName: 'Ada Lindqvist',
      locale: 'en',
      status: 'active',
      passwordHash: null,
      roleIds: [role],
      createdAt: clock.now(),
    }),
  )
  return {
    kind: 'user',
    audience: 'msp',
    tenant,
    userId,
    displayName: 'Ada Lindqvist',
    email,
    locale: 'en',
    roleIds: [role],
    permissions: permissionsOf('msp'),
    clientId: null,
    sessionId: ids.uuid(),
  }
}
