import { type Field, type Fields, shown } from '../../company/fields.ts'
import type { Kind, QueryType } from '../../company/kind.ts'
import type { KindName } from '../../company/state.ts'
import { systemFields } from '../../company/system-fields.ts'

const any: Field = shown({ type: 'any' })

/** Taxes are only read here; they are set up through the tax service, as in QuickBooks. */
function readOnly(name: KindName, fields: Fields, queryable: Record<string, QueryType>): Kind {
  return {
    name,
    family: 'list',
    idsFrom: name,
    fields,
    unmodelled: [],
    queryable,
    creatable: false,
    updatable: false,
    complete: (_tx, written) => written,
    uniqueName: (entity) => ({ space: name, name: String(entity['Name'] ?? entity['DisplayName']) }),
  }
}

export const taxAgencies = readOnly(
  'TaxAgency',
  { TaxTrackedOnPurchases: any, TaxTrackedOnSales: any, ...systemFields, DisplayName: any },
  { DisplayName: 'text' },
)

export const taxRates = readOnly(
  'TaxRate',
  {
    Name: any,
    Description: any,
    Active: any,
    RateValue: any,
    AgencyRef: any,
    TaxReturnLineRef: any,
    EffectiveTaxRate: any,
    SpecialTaxType: any,
    DisplayType: any,
    ...systemFields,
  },
  { Active: 'boolean', Name: 'text', RateValue: 'number' },
)

export const taxCodes = readOnly(
  'TaxCode',
  {
    Name: any,
    Description: any,
    Active: any,
    Hidden: any,
    Taxable: any,
    TaxGroup: any,
    SalesTaxRateList: any,
    PurchaseTaxRateList: any,
    ...systemFields,
  },
  { Active: 'boolean', Name: 'text', Taxable: 'boolean', TaxGroup: 'boolean' },
)
