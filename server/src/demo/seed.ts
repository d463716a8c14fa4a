import { CLIENT_REVIEW, createBillingDefaults, reviewClients } from '@tieout/billing'
import { createClient, listTerms, type ClientView, type TermsView } from '@tieout/billing/contract'
import {
  createOperator,
  createPasswords,
  createTenant,
  createUser,
  systemIds,
  type Ids,
  type Passwords,
  type SystemActor,
} from '@tieout/platform'
import { companySettings } from '@tieout/platform/contract'
import { composeHost, type Host, type HostParts } from '../composition.ts'
import { HARBOR_CATALOGUE, JUNIPER_CATALOGUE, seedCatalogue, type DemoCatalogue } from './catalogue.ts'
import { seedDocuments } from './documents.ts'
import {
  DEMO_PASSWORD,
  HARBOR,
  HARBOR_CLIENTS,
  JUNIPER,
  JUNIPER_CLIENTS,
  OPERATOR,
  type DemoClient,
  type DemoCompany,
} from './companies.ts'

/**
 * Two companies through the same use cases that people use, so that the demo can hold nothing a
 * person could not have entered. Ids are counted, per company from the same beginning.
 */
export async function seedDemo(parts: HostParts): Promise<void> {
  const passwords = createPasswords(parts.passwordCost)
  for (const [company, clients, catalogue] of [
    [HARBOR, HARBOR_CLIENTS, HARBOR_CATALOGUE],
    [JUNIPER, JUNIPER_CLIENTS, JUNIPER_CATALOGUE],
  ] as const) {
    // Mails of the demo's making stay in the outbox, whatever server is configured.
    const config = { ...parts.config, smtpUrl: undefined }
    await seedCompany(
      composeHost({ ...parts, config, ids: countedIds() }),
      passwords,
      company,
      clients,
      catalogue,
    )
  }
  await createOperator(
    parts.database,
    {
      operatorId: '7f1c2a00-0000-4000-8000-0000000000f0',
      ...OPERATOR,
      locale: 'en',
      password: DEMO_PASSWORD,
    },
    { clock: parts.clock, passwords },
  )
}

export function countedIds(): Ids {
  let count = 0
  return {
    ...systemIds,
    uuid() {
      count += 1
      return `de000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`
    },
  }
}

async function seedCompany(
  host: Host,
  passwords: Passwords,
  company: DemoCompany,
  clients: DemoClient[],
  catalogue: DemoCatalogue,
): Promise<void> {
  const { database, clock, ids } = host.parts
  const roles = await createTenant(database, { ...company, locale: 'en' }, { clock, ids })
  const actor: SystemActor = { kind: 'system', tenant: company.tenant, name: 'demo' }

  await database.withTenant(company.tenant, (trx) => createBillingDefaults(trx, company.tenant, ids, clock))
  const terms = (await host.application.execute(listTerms, actor, {})).items
  const { taxRegionId, services } = await seedCatalogue(host, actor, catalogue)
  const isTaxed = ({ region, country }: DemoClient) =>
    [region, country].includes(catalogue.taxes.regionOrCountry)
  const created: ClientView[] = []
  for (const client of clients) {
    const input = { ...asInput(client, terms), taxRegionId: isTaxed(client) ? taxRegionId : null }
    created.push(await host.application.execute(createClient, actor, input))
  }

  const passwordHash = await passwords.hash(DEMO_PASSWORD)
  await database.withTenant(company.tenant, async (trx) => {
    for (const person of company.people) {
      await createUser(trx, company.tenant, {
        userId: ids.uuid(),
        audience: person.client === undefined ? 'msp' : 'portal',
        clientId: person.client === undefined ? null : (created[person.client]?.clientId ?? null),
        email: person.email,
        displayName: person.displayName,
        locale: person.locale ?? 'en',
        status: 'active',
        passwordHash,
        roleIds: [roles[person.role]],
        createdAt: clock.now(),
      })
    }
  })
  await host.application.execute(companySettings.update, actor, {
    legalName: company.name,
    country: clients[0]?.country,
    phone: company.phone,
    email: company.people[1]?.email,
  })
  const { foreignCurrency } = catalogue
  await seedDocuments({ host, actor, clients: created, services, foreignCurrency })
  await reviewFromNowOn(host, company.tenant)
}

/** What recurs in every company; the first review is made at once, so that there is something to see. */
async function reviewFromNowOn(host: Host, tenant: string): Promise<void> {
  const { database, clock } = host.parts
  await database.withTenant(tenant, (trx) => reviewClients({ inbox: host.inbox, clock }, trx, tenant))
  const daily = { everySeconds: 24 * 3600 }
  await host.jobs.scheduleRecurringJob(CLIENT_REVIEW, daily, { tenant }, { singletonKey: CLIENT_REVIEW })
}

function asInput(client: DemoClient, terms: TermsView[]) {
  return {
    displayName: client.displayName,
    legalName: null,
    email: client.email,
    phone: client.phone ?? null,
    currency: client.currency,
    termsId: terms.find((each) => each.name === client.terms)?.termsId ?? null,
    addressLine1: client.line1 ?? null,
    addressLine2: null,
    city: client.city,
    region: client.region ?? null,
    postalCode: client.postalCode ?? null,
    country: client.country,
    notes: null,
  }
}
