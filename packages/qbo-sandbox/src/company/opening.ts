import type { JsonObject } from '../json.ts'
import type { Random } from '../ports.ts'
import { stampSeconds } from '../time.ts'
import { unitOf } from '../kinds/sales/money.ts'
import { type CompanyOptions, emptyCompany, plant } from './company.ts'
import { chartOfAccounts } from './opening-accounts.ts'
import { somePeople } from './opening-people.ts'
import { type Country, countryOf, taxSetup } from './opening-taxes.ts'
import { settings } from './opening-settings.ts'
import type { Company, KindName } from './state.ts'

export interface OpeningOptions extends CompanyOptions {
  /** Further currencies may be used from the first day; otherwise only once the preferences allow them. */
  multiCurrency?: boolean
  /** US only: the service computes sales tax by itself instead of by the customer's tax group. */
  automatedSalesTax?: boolean
  /** Nobody to trade with and two items only: cheap enough for a simulation of thousands. */
  bare?: boolean
}

/** One object to put in as it is. */
export type Planting = readonly [KindName, JsonObject]

/** A company ready for work: accounts, taxes, terms, items, classes, locations, and people to trade with, unless it is bare. */
export function openedCompany(options: OpeningOptions, now: number, random: Random): Company {
  const company = bareCompany(options, now)
  if (options.bare === true) return company
  plant(company, now, [
    ...tracking,
    ...moreItems,
    ...somePeople(company.country, company.homeCurrency, random),
  ])
  return company
}

/** The same without people: two items, and what documents cannot do without. For simulations of thousands. */
export function bareCompany(options: OpeningOptions, now: number): Company {
  const country = countryOf(options.country ?? 'US')
  const homeCurrency = options.homeCurrency ?? country.currency
  if (unitOf(homeCurrency) !== 1)
    throw new Error(`Books in ${homeCurrency}, which has no cents, are not modelled`)
  const company = emptyCompany({ ...options, country: country.code, homeCurrency })
  plant(company, now, [
    ...settings({ ...options, homeCurrency }, country, stampSeconds(now).slice(0, 10)),
    ...chartOfAccounts(homeCurrency, options.multiCurrency === true, country),
    ...taxSetup(country, stampSeconds(now)),
    ...terms,
    ...paymentMethods,
    ...firstItems(country),
  ])
  // The company's own addresses bear the first ids.
  company.counters['addresses'] = 100
  return company
}

const named = (kind: KindName, id: string, name: string, more: JsonObject): Planting => [
  kind,
  { Id: id, Name: name, Active: true, ...more },
]

const due = (days: number): JsonObject => ({
  Type: 'STANDARD',
  DiscountPercent: 0,
  DueDays: days,
  DiscountDays: 0,
})

const terms: readonly Planting[] = [
  named('Term', '1', 'Due on receipt', due(0)),
  named('Term', '2', 'Net 15', due(15)),
  named('Term', '3', 'Net 30', due(30)),
  named('Term', '4', 'Net 60', due(60)),
  named('Term', '5', 'Due on the 15th', {
    Type: 'DATE_DRIVEN',
    DiscountPercent: 0,
    DayOfMonthDue: 15,
    DueNextMonthDays: 10,
  }),
]

const paymentMethods: readonly Planting[] = [
  named('PaymentMethod', '1', 'Cash', { Type: 'NON_CREDIT_CARD' }),
  named('PaymentMethod', '2', 'Check', { Type: 'NON_CREDIT_CARD' }),
  named('PaymentMethod', '3', 'Visa', { Type: 'CREDIT_CARD' }),
  named('PaymentMethod', '4', 'MasterCard', { Type: 'CREDIT_CARD' }),
  named('PaymentMethod', '5', 'Bank transfer', { Type: 'NON_CREDIT_CARD' }),
]

const income = { services: ref('1', 'Services'), products: ref('79', 'Sales of Product Income') }

function item(id: string, name: string, more: JsonObject): Planting {
  return [
    'Item',
    {
      Id: id,
      Name: name,
      Active: true,
      FullyQualifiedName: name,
      SubItem: false,
      Taxable: false,
      UnitPrice: 0,
      Type: 'Service',
      IncomeAccountRef: income.services,
      PurchaseCost: 0,
      TrackQtyOnHand: false,
      ...more,
    },
  ]
}

/** Ids 1 and 2 are what every company begins with. */
function firstItems(country: Country): readonly Planting[] {
  const taxed: JsonObject = country.code === 'US' ? {} : { SalesTaxCodeRef: country.usualCode }
  return [
    item('1', 'Services', taxed),
    item('2', 'Hours', { ...taxed, UnitPrice: 125, Description: 'Labor by the hour' }),
  ]
}

const moreItems: readonly Planting[] = [
  item('3', 'Managed Services', {
    UnitPrice: 85,
    Description: 'Managed services, per workstation and month',
  }),
  item('4', 'Backup', { UnitPrice: 22.5, Description: 'Cloud backup, per workstation and month' }),
  item('5', 'Project work', { UnitPrice: 140, Description: 'Project work by the hour' }),
  item('6', 'Laptop', {
    Type: 'NonInventory',
    Taxable: true,
    UnitPrice: 1150,
    IncomeAccountRef: income.products,
    PurchaseCost: 930,
    ExpenseAccountRef: ref('80', 'Cost of Goods Sold'),
  }),
  item('7', 'Software license', {
    Type: 'NonInventory',
    Taxable: true,
    UnitPrice: 12.5,
    IncomeAccountRef: income.products,
    PurchaseCost: 10,
    ExpenseAccountRef: ref('80', 'Cost of Goods Sold'),
  }),
]

const tracking: readonly Planting[] = [
  named('Class', '5000000000000000001', 'Managed', { SubClass: false, FullyQualifiedName: 'Managed' }),
  named('Class', '5000000000000000002', 'Projects', { SubClass: false, FullyQualifiedName: 'Projects' }),
  named('Department', '5000000000000000003', 'Main office', {
    SubDepartment: false,
    FullyQualifiedName: 'Main office',
  }),
  named('Department', '5000000000000000004', 'North branch', {
    SubDepartment: false,
    FullyQualifiedName: 'North branch',
  }),
]

function ref(value: string, name: string): JsonObject {
  return { value, name }
}
