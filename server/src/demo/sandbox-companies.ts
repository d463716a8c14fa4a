/**
 * What a bookkeeper has in QuickBooks for the demo companies: much of it under the same names, some spelled
 * their way, some missing, and things of their own that nobody here knows. So that whoever connects sees what
 * linking is about.
 */
export interface SandboxCompany {
  name: string
  country: string
  homeCurrency: string
  customers: { name: string; email?: string; currency?: string; terms?: string }[]
  /** By the hour or month, or a thing that is sold. */
  items: { name: string; kind: 'service' | 'product'; unitPrice: number; description?: string }[]
  terms: { name: string; days: number }[]
  /** Made of these percentages; it is what most sales are taxed by. */
  taxCode: { name: string; rates: { name: string; percent: number }[] }
}

export const HARBOR_BOOKS: SandboxCompany = {
  name: 'Harbor Lane Books',
  country: 'US',
  homeCurrency: 'USD',
  customers: [
    { name: 'Cedar Clinic', email: 'ap@cedarclinic.example' },
    { name: 'Bluefin Seafood Co.', email: 'accounts@bluefin.example', terms: 'Net 14' },
    { name: 'Lantern Press', email: 'office@lanternpress.example' },
    { name: 'Saltbox Architects', email: 'hello@saltbox.example' },
    { name: 'Granite State Motors', email: 'ap@granitemotors.example' },
    { name: 'Osprey Logistics', email: 'finance@osprey.example', terms: 'Net 60' },
    { name: 'Maple Row Veterinary', email: 'comptes@maplerow.example', currency: 'CAD' },
    { name: 'Tidewater Legal', email: 'billing@tidewaterlegal.example' },
    { name: 'Old Mill Brewing Company', email: 'books@oldmill.example' },
    { name: 'Harborside Marina', email: 'dock@harborside.example' },
    { name: 'Walk-in sales' },
  ],
  items: [
    { name: 'Managed workstation', kind: 'service', unitPrice: 85, description: 'Per workstation and month' },
    { name: 'On-site hour', kind: 'service', unitPrice: 145 },
    { name: 'Server care plan', kind: 'service', unitPrice: 240, description: 'Per server and month' },
    { name: 'Late fee', kind: 'service', unitPrice: 25 },
    { name: 'Shipping', kind: 'product', unitPrice: 18 },
  ],
  terms: [{ name: 'Net 14', days: 14 }],
  taxCode: {
    name: 'Maine',
    rates: [
      { name: 'ME State tax', percent: 5.5 },
      { name: 'Portland City', percent: 0.875 },
    ],
  },
}

/** QuickBooks knows no German company; this one keeps euros in the way of those outside the US. */
export const JUNIPER_BOOKS: SandboxCompany = {
  name: 'Juniper Ridge Books',
  country: 'GB',
  homeCurrency: 'EUR',
  customers: [
    { name: 'Alpenbrot GmbH', email: 'buchhaltung@alpenbrot.example', terms: 'Net 14' },
    { name: 'Brückner Optik', email: 'info@brueckner-optik.example', terms: 'Net 14' },
    { name: 'Dietz Metallbau', email: 'rechnung@dietzmetall.example', terms: 'Net 14' },
    { name: 'Hofgut Sonnental', email: 'buero@sonnental.example' },
    { name: 'Imkerei Wabe', email: 'post@wabe.example' },
    { name: 'Jardin des Plumes', email: 'compta@plumes.example' },
    { name: 'Lindauer Bootsbau', email: 'werft@bootsbau.example' },
    { name: 'Elbdruck', email: 'kreditoren@elbdruck.example' },
    { name: 'Fjord und Faden', email: 'hei@fjordfaden.example' },
    { name: 'Zürcher Uhren AG', email: 'info@zuercher-uhren.example', currency: 'CHF' },
  ],
  items: [
    { name: 'Arbeitsplatzbetreuung', kind: 'service', unitPrice: 79 },
    { name: 'Technikerstunde', kind: 'service', unitPrice: 118 },
    { name: 'Server-Wartung', kind: 'service', unitPrice: 215 },
    { name: 'Mahngebühr', kind: 'service', unitPrice: 5 },
  ],
  terms: [{ name: 'Net 14', days: 14 }],
  taxCode: { name: 'Umsatzsteuer 19 %', rates: [{ name: 'USt 19 %', percent: 19 }] },
}

export const SANDBOX_COMPANIES: readonly SandboxCompany[] = [HARBOR_BOOKS, JUNIPER_BOOKS]
