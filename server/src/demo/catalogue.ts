import { addTaxRate, createService, createTaxRegion, type ServiceView } from '@tieout/billing/contract'
import type { SystemActor } from '@tieout/platform'
import type { Host } from '../composition.ts'

export interface DemoCatalogue {
  currency: string
  region: string
  /** Where clients are whom the tax concerns: a region of their address, or a country. */
  taxes: {
    regionOrCountry: string
    /** As many in each company, so that ids stay the same. */
    rates: { name: string; ratePpm: number; validFrom: string; validTo: string | null }[]
  }
  foreignCurrency: string
  services: { name: string; kind: 'service' | 'product'; unitPriceMinor: number; taxable: boolean }[]
}

export const HARBOR_CATALOGUE: DemoCatalogue = {
  currency: 'USD',
  region: 'Maine',
  taxes: {
    regionOrCountry: 'ME',
    rates: [
      { name: 'State sales tax', ratePpm: 55_000, validFrom: '2020-01-01', validTo: null },
      { name: 'City tax', ratePpm: 8_750, validFrom: '2020-01-01', validTo: null },
    ],
  },
  foreignCurrency: 'EUR',
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
  taxes: {
    regionOrCountry: 'DE',
    rates: [
      { name: 'Umsatzsteuer', ratePpm: 160_000, validFrom: '2020-07-01', validTo: '2020-12-31' },
      { name: 'Umsatzsteuer', ratePpm: 190_000, validFrom: '2021-01-01', validTo: null },
    ],
  },
  foreignCurrency: 'CHF',
  services: [
    { name: 'Arbeitsplatzbetreuung', kind: 'service', unitPriceMinor: 7_900, taxable: true },
    { name: 'Serverwartung', kind: 'service', unitPriceMinor: 21_500, taxable: true },
    { name: 'Technikerstunde', kind: 'service', unitPriceMinor: 11_800, taxable: true },
    { name: 'Netzwerkschrank', kind: 'product', unitPriceMinor: 48_900, taxable: true },
  ],
}

/** Answers the tax region, for the clients whom it concerns, and what is sold. */
export async function seedCatalogue(
  host: Host,
  actor: SystemActor,
  catalogue: DemoCatalogue,
): Promise<{ taxRegionId: string; services: ServiceView[] }> {
  const { application } = host
  const { currency, region, taxes } = catalogue
  const services: ServiceView[] = []
  for (const service of catalogue.services) {
    services.push(await application.execute(createService, actor, { ...service, currency }))
  }
  const { taxRegionId } = await application.execute(createTaxRegion, actor, { name: region })
  for (const rate of taxes.rates) await application.execute(addTaxRate, actor, { taxRegionId, ...rate })
  return { taxRegionId, services }
}
