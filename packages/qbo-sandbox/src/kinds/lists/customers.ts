import { type Fields, bareRef, flag, oneOf, shown, signedMoney, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { Fault, faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import { address, withAddressIds } from './address.ts'
import { contactFields, defaultTaxCode, nameFields } from './names.ts'
import { displayName, openCurrencyAccount, ownCurrency } from './people.ts'
import { type Tree, carryDown, idIn, refuseUnevenActivity, standing } from './tree.ts'

const fields: Fields = {
  Taxable: flag,
  BillAddr: address,
  ShipAddr: address,
  Notes: text(2000),
  Job: flag,
  BillWithParent: flag,
  ParentRef: bareRef('Customer'),
  Level: shown({ type: 'any' }),
  SalesTermRef: bareRef('Term'),
  PaymentMethodRef: bareRef('PaymentMethod'),
  Balance: shown(signedMoney),
  BalanceWithJobs: shown(signedMoney),
  CurrencyRef: { type: 'currency' },
  PreferredDeliveryMethod: oneOf('Print', 'Email', 'None'),
  ResaleNum: text(16),
  ...systemFields,
  ...nameFields,
  FullyQualifiedName: shown({ type: 'any' }),
  ...contactFields,
  ...defaultTaxCode,
}

const tree: Tree = { kind: 'Customer', below: 'Job', name: 'DisplayName', showsLevel: true }

export const customers: Kind = {
  name: 'Customer',
  family: 'list',
  idsFrom: 'names',
  fields,
  unmodelled:
    `ARAccountRef AcctNum AltContactName AttachableRef BusinessNumber CCDetail ClientCompanyId ClientEntityId
    ContactName CreditLimit CustomField CustomerEx CustomerTypeRef GSTIN GSTRegistrationType IntuitId IsProject
    JobInfo OpenBalanceDate Organization OtherAddr OtherContactInfo OverDueBalance PriceLevelRef
    PrimaryTaxIdentifier RootCustomerRef SalesRepRef SecondaryTaxIdentifier Source TaxExemptionReasonId
    TaxRegime TotalExpense TotalRevenue UserId V4IDPseudonym`.split(/\s+/),
  queryable: {
    Active: 'boolean',
    Balance: 'number',
    BalanceWithJobs: 'number',
    CompanyName: 'text',
    DisplayName: 'text',
    FamilyName: 'text',
    FullyQualifiedName: 'text',
    GivenName: 'text',
    Job: 'boolean',
    MiddleName: 'text',
    ParentRef: 'ref',
    PrintOnCheckName: 'text',
    Suffix: 'text',
    Taxable: 'boolean',
    Title: 'text',
  },
  complete,
  settle: (tx, after, before) => carryDown(tx, tree, after, before),
  uniqueName: (entity) =>
    entity['Active'] === false ? undefined : { space: 'names', name: String(entity['DisplayName']) },
  // Recorded in the order of their full names, not of their ids.
  defaultOrder: [{ property: 'FullyQualifiedName', descending: false }],
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  const active = written['Active'] !== undefined ? written['Active'] === true : before?.['Active'] !== false
  const name = displayName(written, active, before)
  if (!active) refuseWithBalance(before)
  refuseUnevenActivity(tx, tree, active, written, before)
  const place = standing(tx, tree, written, name, before)
  const currency = ownCurrency(tx, written, before)
  if (place['Job'] === true) suitParent(tx, written, currency)
  else if (written['BillWithParent'] === true) throw billWithParent()
  openCurrencyAccount(tx, 'receivable', currency)
  const taxable = written['Taxable'] !== false
  return {
    ...written,
    ...place,
    ...withAddressIds(tx, written, before, ['BillAddr', 'ShipAddr']),
    Taxable: taxable,
    BillWithParent: written['BillWithParent'] ?? false,
    Balance: before?.['Balance'] ?? 0,
    BalanceWithJobs: before?.['BalanceWithJobs'] ?? 0,
    CurrencyRef: currency,
    PreferredDeliveryMethod: written['PreferredDeliveryMethod'] ?? 'Print',
    DisplayName: name,
    PrintOnCheckName: written['PrintOnCheckName'] ?? name.slice(0, 110),
    Active: active,
    DefaultTaxCodeRef: taxable ? (written['DefaultTaxCodeRef'] ?? usualTaxCode(tx)) : undefined,
  }
}

function refuseWithBalance(before: Entity | undefined): void {
  if (before === undefined || before['Active'] === false) return
  if (before['Balance'] !== 0 || before['BalanceWithJobs'] !== 0) {
    throw faults.hasBalance('This customer cannot be made inactive: it has a balance or unbilled charges.')
  }
}

function suitParent(tx: Transaction, written: JsonObject, currency: JsonObject): void {
  const parent = tx.mustGet('Customer', idIn(written['ParentRef']) ?? '', 'ParentRef')
  if (idIn(parent['CurrencyRef']) !== currency['value']) {
    throw faults.businessRule('A sub-customer has to be in the currency of its parent.')
  }
}

const billWithParent = () =>
  new Fault([
    {
      code: '6130',
      message: 'Bill with parent is invalid',
      detail: 'BillWithParent is allowed for sub-customers only.',
    },
  ])

/** The group that the company taxes its customers by, where it is in the US and charges sales tax. */
function usualTaxCode(tx: Transaction): Json | undefined {
  const taxes = tx.preferences()['TaxPrefs'] as JsonObject | undefined
  return taxes?.['UsingSalesTax'] === true ? taxes['TaxGroupCodeRef'] : undefined
}
