import type { JsonObject } from '../json.ts'
import type { Random } from '../ports.ts'
import { currencyRef } from './currency.ts'
import type { Planting } from './opening.ts'

const FIRMS = [
  'Alder & Finch Dental',
  'Brightwater Logistics',
  'Cobalt Ridge Engineering',
  'Dunmore Veterinary Clinic',
  'Eastgate Property Group',
  'Fennimore Law',
  'Grantham Orchards',
  'Harbor Street Bakery',
  'Ironbridge Fabrication',
  'Juniper Wealth Advisors',
  'Kestrel Architecture',
  'Lindqvist Imports',
]
const CONTACTS = [
  ['Maya', 'Alvarez'],
  ['Tom', 'Okafor'],
  ['Ingrid', 'Sorensen'],
  ['Priya', 'Raman'],
  ['Luca', 'Ferri'],
] as const
const STREETS = ['Court St.', 'Main St.', 'Finch St.', 'Easy St.', 'Harbor Rd.']
const VENDORS = ['Meridian Wholesale Computers', 'Northline Telecom', 'Parkside Properties']

/** A few customers, one of them with sites below it, and vendors. Who they are is drawn; their ids are not. */
export function somePeople(country: string, currency: string, random: Random): readonly Planting[] {
  const firms = shuffled(FIRMS, random).slice(0, 5)
  const customers = firms.map((name, index) => customer(String(index + 1), name, currency, country, random))
  const [first = {}] = customers
  const sites = ['Warehouse', 'Head office'].map((site, index) => ({
    ...first,
    Id: String(6 + index),
    Job: true,
    ParentRef: { value: '1' },
    Level: 1,
    DisplayName: `${String(first['DisplayName'])} ${site}`,
    FullyQualifiedName: `${String(first['DisplayName'])}:${String(first['DisplayName'])} ${site}`,
    BillAddr: { ...(first['BillAddr'] as JsonObject), Id: String(56 + index) },
  }))
  return [
    ...[...customers, ...sites].map((each): Planting => ['Customer', each]),
    ...VENDORS.map((name, index): Planting => ['Vendor', vendor(String(8 + index), name, currency)]),
  ]
}

function customer(id: string, name: string, currency: string, country: string, random: Random): JsonObject {
  const [given, family] = pick(CONTACTS, random)
  return {
    Id: id,
    Taxable: true,
    BillAddr: {
      Id: String(50 + Number(id)),
      Line1: `${String(1 + Math.floor(random.next() * 4999))} ${pick(STREETS, random)}`,
      City: 'Middlefield',
      PostalCode: String(10_000 + Math.floor(random.next() * 89_999)),
    },
    Job: false,
    BillWithParent: false,
    SalesTermRef: { value: '3' },
    Balance: 0,
    BalanceWithJobs: 0,
    CurrencyRef: currencyRef(currency),
    PreferredDeliveryMethod: 'Print',
    GivenName: given,
    FamilyName: family,
    FullyQualifiedName: name,
    CompanyName: name,
    DisplayName: name,
    PrintOnCheckName: name,
    Active: true,
    PrimaryEmailAddr: { Address: `${given}.${family}@example.com`.toLowerCase() },
    ...(country === 'US' ? { DefaultTaxCodeRef: { value: '2' } } : {}),
  }
}

function vendor(id: string, name: string, currency: string): JsonObject {
  return {
    Id: id,
    TermRef: { value: '3' },
    Balance: 0,
    Vendor1099: false,
    CurrencyRef: currencyRef(currency),
    CompanyName: name,
    DisplayName: name,
    PrintOnCheckName: name,
    Active: true,
  }
}

const pick = <T>(all: readonly T[], random: Random): T => all[Math.floor(random.next() * all.length)] as T

function shuffled(all: readonly string[], random: Random): string[] {
  return all
    .map((each) => ({ each, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ each }) => each)
}
