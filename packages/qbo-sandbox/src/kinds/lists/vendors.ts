import { type Fields, bareRef, flag, shown, signedMoney, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Entity } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { JsonObject } from '../../json.ts'
import { address, withAddressIds } from './address.ts'
import { contactFields, nameFields } from './names.ts'
import { displayName, openCurrencyAccount, ownCurrency } from './people.ts'

const fields: Fields = {
  BillAddr: address,
  TermRef: bareRef('Term'),
  Balance: shown(signedMoney),
  AcctNum: text(100),
  Vendor1099: flag,
  CurrencyRef: { type: 'currency' },
  ...systemFields,
  ...nameFields,
  ...contactFields,
}

export const vendors: Kind = {
  name: 'Vendor',
  family: 'list',
  idsFrom: 'names',
  fields,
  unmodelled:
    `APAccountRef AltContactName AttachableRef BillRate BusinessNumber ContactName CostRate CreditLimit CustomField
    DefaultTaxCodeRef GSTIN GSTRegistrationType HasTPAR IntuitId Notes OpenBalanceDate Organization OtherAddr
    OtherContactInfo ParentRef PrefillAccountRef PrimaryTaxIdentifier ShipAddr Source T4AEligible T5018Eligible
    TaxIdEffectiveDate TaxIdentifier TaxReportingBasis UserId V4IDPseudonym VendorEx VendorPaymentBankDetail
    VendorTypeRef`.split(/\s+/),
  queryable: {
    Active: 'boolean',
    Balance: 'number',
    CompanyName: 'text',
    DisplayName: 'text',
    FamilyName: 'text',
    GivenName: 'text',
    MiddleName: 'text',
    PrintOnCheckName: 'text',
    Suffix: 'text',
    Title: 'text',
    Vendor1099: 'boolean',
  },
  complete,
  uniqueName: (entity) =>
    entity['Active'] === false ? undefined : { space: 'names', name: String(entity['DisplayName']) },
  defaultOrder: [{ property: 'DisplayName', descending: false }],
}

function complete(tx: Transaction, written: JsonObject, before: Entity | undefined): JsonObject {
  const active = written['Active'] !== undefined ? written['Active'] === true : before?.['Active'] !== false
  const name = displayName(written, active, before)
  if (!active && before?.['Active'] === true && before['Balance'] !== 0) {
    throw faults.hasBalance('This vendor cannot be made inactive: it has a balance.')
  }
  const currency = ownCurrency(tx, written, before)
  openCurrencyAccount(tx, 'payable', currency)
  return {
    ...written,
    ...withAddressIds(tx, written, before, ['BillAddr']),
    Balance: before?.['Balance'] ?? 0,
    Vendor1099: written['Vendor1099'] ?? false,
    CurrencyRef: currency,
    DisplayName: name,
    PrintOnCheckName: written['PrintOnCheckName'] ?? name.slice(0, 110),
    Active: active,
  }
}
