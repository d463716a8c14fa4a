import { addTaxRate, createService, createTaxRegion } from '@tieout/billing/contract'
import type { SystemActor } from '@tieout/platform'
import type { Host } from '../composition.ts'

export interface DemoCatalogue {
  currency: string
  region: string
  /** Where clients are whom the tax concerns: a region of their address, or a country. */
  taxes: { regionOrCountry: string; name: string; ratePpm: number }
  services: { name: string; kind: 'service' | 'product'; unitPriceMinor: number; taxable: boolean }[]
}

export const HARBOR_CATALOGUE: DemoCatalogue = {
  currency: 'USD',
  region: 'Maine',
  taxes: { regionOrCountry: 'ME', name: 'Sales tax', ratePpm: 55_000 },
  services: [
    { name: 'Managed workstation', kind: 'service', unitPriceMinor: 8_500, taxable: false },
    { name: 'Server care', kind: 'service', unitPriceMinor: 24_000, taxable: false },
    { name: 'On-site hour', kind: 'service', unitPriceMinor: 14_500, taxable: false },
    { name: 'Firewall appliance', kind: 'product', unitPriceMinor: 64_900, taxable: true },
  ],
}

export const JUNIPER_CATALOGUE: DemoCatalogue = {
  currency: 'EUR',
  region: 'Deutschland',
  taxes: { regionOrCountry: 'DE', name: 'Umsatzsteuer', ratePpm: 190_000 },
  services: [
    { name: 'Arbeitsplatzbetreuung', kind: 'service', unitPriceMinor: 7_900, taxable: true },
    { name: 'Serverwartung', kind: 'service', unitPriceMinor: 21_500, taxable: true },
    { name: 'Technikerstunde', kind: 'service', unitPriceMinor: 11_800, taxable: true },
    { name: 'Netzwerkschrank', kind: 'product', unitPriceMinor: 48_900, taxable: true },
  ],
}

/** Answers the tax region, for the clients whom it concerns. */
export async function seedCatalogue(
  host: Host,
  actor: SystemActor,
  catalogue: DemoCatalogue,
): Promise<string> {
  const { application } = host
  const { currency, region, taxes } = catalogue
  for (const service of catalogue.services) {
    await application.execute(createService, actor, { ...service, currency })
  }
  const { taxRegionId } = await application.execute(createTaxRegion, actor, { name: region })
  const { name, ratePpm } = taxes
  await application.execute(addTaxRate, actor, { taxRegionId, name, ratePpm, validFrom: '2020-01-01' })
  return taxRegionId
}
