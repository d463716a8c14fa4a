import type { BuiltInRoleKey } from '@tieout/platform'

/** One password for every demo sign-in, printed at start. Never used outside of the demo. */
export const DEMO_PASSWORD = 'ledger-lantern-42'

export interface DemoPerson {
  email: string
  displayName: string
  role: BuiltInRoleKey
  locale?: string
  /** Portal people belong to the client with this place in the list. */
  client?: number
}

export interface DemoCompany {
  tenant: string
  slug: string
  name: string
  timeZone: string
  phone: string
  people: DemoPerson[]
}

/** Keeps the books of both companies, under one address and password: sign-in asks which one. */
const BOOKKEEPER: DemoPerson = {
  email: 'ruth@ledgerhouse.example',
  displayName: 'Ruth Okafor',
  role: 'bookkeeper',
}

export const OPERATOR = { email: 'operator@tieout.example', displayName: 'Otis Vance' }

export const HARBOR: DemoCompany = {
  tenant: '7f1c2a00-0000-4000-8000-000000000001',
  slug: 'harbor-lane',
  name: 'Harbor Lane IT',
  timeZone: 'America/New_York',
  phone: '+1 207 555 0134',
  people: [
    { email: 'ada@harborlane.example', displayName: 'Ada Lindqvist', role: 'admin' },
    { email: 'bill@harborlane.example', displayName: 'Bill Moreau', role: 'billing_admin' },
    BOOKKEEPER,
    { email: 'theo@harborlane.example', displayName: 'Theo Brandt', role: 'technician' },
    { email: 'pia@cedarclinic.example', displayName: 'Pia Santos', role: 'portal_admin', client: 0 },
    { email: 'leo@cedarclinic.example', displayName: 'Leo Hart', role: 'portal_viewer', client: 0 },
  ],
}

/** Has the very same ids as the first, row by row: whatever leaks between tenants shows at once. */
export const JUNIPER: DemoCompany = {
  tenant: '7f1c2a00-0000-4000-8000-000000000002',
  slug: 'juniper-ridge',
  name: 'Juniper Ridge Tech',
  timeZone: 'Europe/Berlin',
  phone: '+49 831 5550 77',
  people: [
    { email: 'jonas@juniperridge.example', displayName: 'Jonas Keller', role: 'admin' },
    { email: 'bea@juniperridge.example', displayName: 'Bea Fontaine', role: 'billing_admin' },
    BOOKKEEPER,
    { email: 'tara@juniperridge.example', displayName: 'Tara Nguyen', role: 'technician' },
    { email: 'otto@alpenbrot.example', displayName: 'Otto Huber', role: 'portal_admin', client: 0 },
    { email: 'lena@alpenbrot.example', displayName: 'Lena Huber', role: 'portal_viewer', client: 0 },
  ],
}

export interface DemoClient {
  displayName: string
  email: string | null
  city: string | null
  region?: string
  country: string
  currency: string
  /** Unless the company's own, which are thirty days. */
  terms?: string
  line1?: string
  postalCode?: string
  phone?: string
}

const us = (
  displayName: string,
  email: string | null,
  line1: string,
  city: string,
  region: string,
  postalCode: string,
  terms?: string,
): DemoClient => ({
  displayName,
  email,
  line1,
  city,
  region,
  postalCode,
  country: 'US',
  currency: 'USD',
  terms,
})
const ca = (
  displayName: string,
  email: string | null,
  line1: string,
  city: string,
  region: string,
  postalCode: string,
): DemoClient => ({
  displayName,
  email,
  line1,
  city,
  region,
  postalCode,
  country: 'CA',
  currency: 'CAD',
})
const eu = (
  displayName: string,
  email: string | null,
  line1: string,
  city: string,
  postalCode: string,
  country = 'DE',
): DemoClient => ({
  displayName,
  email,
  line1,
  city,
  postalCode,
  country,
  currency: 'EUR',
  terms: 'Net 14',
})

export const HARBOR_CLIENTS: DemoClient[] = [
  us('Cedar Clinic', 'ap@cedarclinic.example', '410 Cedar Street', 'Portland', 'ME', '04101'),
  us(
    'Bluefin Seafood Co.',
    'accounts@bluefin.example',
    '12 Fish Pier',
    'Gloucester',
    'MA',
    '01930',
    'Net 14',
  ),
  us('Lantern Press', 'office@lanternpress.example', '88 Mill Road', 'Nashua', 'NH', '03060'),
  us('Quarry Hill Dental', null, '7 Quarry Hill', 'Barre', 'VT', '05641'),
  us('Saltbox Architects', 'hello@saltbox.example', '230 Congress Street', 'Boston', 'MA', '02110', 'Net 45'),
  us('Tidewater Legal LLP', 'billing@tidewaterlegal.example', '1 Harbor Court', 'Providence', 'RI', '02903'),
  us('Granite State Motors', 'ap@granitemotors.example', '900 Route 3', 'Concord', 'NH', '03301'),
  us('Wren & Sparrow Bakery', null, '54 Water Street', 'Exeter', 'NH', '03833', 'Net 7'),
  us('Osprey Logistics', 'finance@osprey.example', '3 Terminal Way', 'Newark', 'NJ', '07114', 'Net 60'),
  ca('Maple Row Veterinary', 'comptes@maplerow.example', '15 rue Principale', 'Sherbrooke', 'QC', 'J1H 4A1'),
  ca('Northgate Dairy', 'ap@northgatedairy.example', '2100 County Road 9', 'Kingston', 'ON', 'K7L 4V1'),
  us('Old Mill Brewing', 'books@oldmill.example', '40 Canal Street', 'Lowell', 'MA', '01852'),
]

export const JUNIPER_CLIENTS: DemoClient[] = [
  eu('Alpenbrot GmbH', 'buchhaltung@alpenbrot.example', 'Marktplatz 3', 'Kempten', '87435'),
  eu('Brückner Optik', 'info@brueckner-optik.example', 'Lange Straße 18', 'Dresden', '01067'),
  eu('Café Morgenrot', null, 'Kastanienallee 85', 'Berlin', '10435'),
  eu('Dietz Metallbau', 'rechnung@dietzmetall.example', 'Industriering 9', 'Siegen', '57072'),
  eu('Elbdruck AG', 'kreditoren@elbdruck.example', 'Hafenstraße 40', 'Hamburg', '20457'),
  eu('Fjord & Faden', 'hei@fjordfaden.example', 'Deichweg 2', 'Husum', '25813'),
  eu('Gasthof Linde', null, 'Dorfstraße 11', 'Murnau', '82418'),
  eu('Hofgut Sonnental', 'buero@sonnental.example', 'Sonnental 1', 'Freiburg', '79098'),
  eu('Imkerei Wabe', 'post@wabe.example', 'Lindenweg 6', 'Celle', '29221'),
  eu('Jardin des Plumes', 'compta@plumes.example', '14 rue des Tilleuls', 'Strasbourg', '67000', 'FR'),
  eu('Kaltenbach Notare', 'kanzlei@kaltenbach.example', 'Am Dom 5', 'Köln', '50667'),
  eu('Lindauer Bootsbau', 'werft@bootsbau.example', 'Seepromenade 20', 'Lindau', '88131'),
]
