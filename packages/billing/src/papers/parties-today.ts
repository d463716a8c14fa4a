import { notFound, readCompany, type Transaction } from '@tieout/platform'
import { companySettings } from '@tieout/platform/contract'
import type { Parties, Party } from '../contract/invoice-views.ts'

/** Names and addresses as they are now, for papers that are no finalized document. */
export async function partiesToday(trx: Transaction, tenant: string, clientId: string): Promise<Parties> {
  const client: Party | undefined = await trx('clients').where({ client_id: clientId }).first({
    name: 'display_name',
    legalName: 'legal_name',
    email: 'email',
    phone: 'phone',
    addressLine1: 'address_line1',
    addressLine2: 'address_line2',
    city: 'city',
    region: 'region',
    postalCode: 'postal_code',
    country: 'country',
  })
  if (!client) throw notFound('client')
  const { name } = await readCompany(trx, tenant)
  const profile = await readProfile(trx, tenant)
  const known = (text: string) => (text === '' ? null : text)
  return {
    client,
    company: {
      name,
      legalName: known(profile.legalName),
      email: known(profile.email),
      phone: known(profile.phone),
      addressLine1: known(profile.addressLine1),
      addressLine2: known(profile.addressLine2),
      city: known(profile.city),
      region: known(profile.region),
      postalCode: known(profile.postalCode),
      country: known(profile.country),
      taxNumber: known(profile.taxNumber),
      website: known(profile.website),
    },
  }
}

async function readProfile(trx: Transaction, tenant: string) {
  const row: { value: unknown } | undefined = await trx('tenant_settings')
    .where({ tenant, section: companySettings.section })
    .first('value')
  const parsed = companySettings.shape.safeParse(row?.value ?? {})
  return parsed.success ? parsed.data : companySettings.shape.parse({})
}
