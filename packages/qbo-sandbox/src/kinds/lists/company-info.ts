import { type Field, type Fields, email, group, list, oneOf, shown, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import { systemFields } from '../../company/system-fields.ts'
import { faults } from '../../fault.ts'
import { address, withAddressIds } from './address.ts'

const any: Field = shown({ type: 'any' })

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)

const fields: Fields = {
  CompanyName: text(1024),
  LegalName: text(1024),
  CompanyAddr: address,
  CustomerCommunicationAddr: address,
  LegalAddr: address,
  CustomerCommunicationEmailAddr: group('EmailAddress', { Address: email() }),
  PrimaryPhone: group('TelephoneNumber', { FreeFormNumber: text(30) }),
  CompanyStartDate: any,
  EmployerId: text(100),
  FiscalYearStartMonth: oneOf(...MONTHS),
  Country: any,
  Email: group('EmailAddress', { Address: email() }),
  WebAddr: group('WebSiteAddress', { URI: text(1000) }),
  SupportedLanguages: any,
  DefaultTimeZone: any,
  NameValue: shown(list({ type: 'any' })),
  ...systemFields,
}

export const companyInfo: Kind = {
  name: 'CompanyInfo',
  family: 'settings',
  idsFrom: 'company info',
  fields,
  unmodelled:
    `CompanyEmailAddr CompanyFileName CompanyURL CompanyUserAdminEmail CompanyUserId Fax FlavorStratum
    LastImportedTime LastSyncTime Mobile MultiByteCharsSupported OtherAddr OtherPhones QBVersion SampleFile
    ShipAddr TaxYearStartMonth`.split(/\s+/),
  queryable: { CompanyName: 'text', Country: 'text', LegalName: 'text' },
  creatable: false,
  complete(tx, written, before) {
    if (written['CompanyName'] === undefined) throw faults.required('CompanyName')
    return {
      ...written,
      ...withAddressIds(tx, written, before, ['CompanyAddr', 'CustomerCommunicationAddr', 'LegalAddr']),
      CompanyStartDate: before?.['CompanyStartDate'],
      FiscalYearStartMonth: written['FiscalYearStartMonth'] ?? before?.['FiscalYearStartMonth'],
      Country: before?.['Country'],
      SupportedLanguages: before?.['SupportedLanguages'],
      DefaultTimeZone: before?.['DefaultTimeZone'],
      NameValue: before?.['NameValue'],
    }
  },
}
