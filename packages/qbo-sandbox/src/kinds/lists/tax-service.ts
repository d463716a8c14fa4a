import { type Fields, decimal, list, group, oneOf, takeFields, text } from '../../company/fields.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import { stampSeconds } from '../../time.ts'

const fields: Fields = {
  TaxCode: text(100),
  TaxCodeId: { type: 'id' },
  TaxRateDetails: list(
    group('TaxRateDetails', {
      TaxRateName: text(100),
      TaxRateId: { type: 'id' },
      RateValue: decimal,
      TaxAgencyId: { type: 'id' },
      TaxApplicableOn: oneOf('Sales', 'Purchase'),
    }),
  ),
}

/**
 * `POST /taxservice/taxcode`: a code made of new rates, rates that exist, or both. Its answer has neither
 * envelope nor time.
 */
export function createTaxService(tx: Transaction, body: JsonObject): JsonObject {
  const given = takeFields(fields, body, { kind: 'TaxService' })
  const name = given['TaxCode']
  if (typeof name !== 'string') throw faults.required('TaxCode')
  if (typeof given['TaxCodeId'] === 'string') throw faults.unmodelled('changing a tax code')
  if (tx.nameHolder('TaxCode', name, undefined) !== undefined) throw faults.duplicateName()
  const details = (given['TaxRateDetails'] ?? []) as readonly JsonObject[]
  if (details.length === 0) throw faults.required('TaxRateDetails')
  const rates = details.map((each) => rateFor(tx, each))
  const code = tx.put(
    'TaxCode',
    {
      Name: name,
      Description: name,
      Active: true,
      Hidden: false,
      Taxable: true,
      TaxGroup: true,
      SalesTaxRateList: rateList(rates, 'Sales'),
      PurchaseTaxRateList: rateList(rates, 'Purchase'),
    },
    'created',
  )
  return { TaxCode: name, TaxCodeId: code.Id, TaxRateDetails: rates }
}

/** The rate that is named by its id, or a new one. */
function rateFor(tx: Transaction, detail: JsonObject): JsonObject {
  const id = detail['TaxRateId']
  const on = detail['TaxApplicableOn'] ?? 'Sales'
  if (typeof id === 'string') {
    const rate = tx.mustGet('TaxRate', id, 'TaxRateId')
    const agency = rate['AgencyRef'] as JsonObject
    return {
      TaxRateName: rate['Name'],
      TaxRateId: id,
      RateValue: rate['RateValue'],
      TaxAgencyId: agency['value'],
      TaxApplicableOn: on,
    }
  }
  const name = mustHave(detail, 'TaxRateName')
  const value = mustHave(detail, 'RateValue')
  const agency = tx.mustGet('TaxAgency', String(mustHave(detail, 'TaxAgencyId')), 'TaxAgencyId')
  if (Number(value) < 0 || Number(value) > 100) throw faults.invalidNumber('RateValue', String(value))
  if (tx.nameHolder('TaxRate', String(name), undefined) !== undefined) throw faults.duplicateName()
  const rate = tx.put(
    'TaxRate',
    {
      Name: name,
      Description: name,
      Active: true,
      RateValue: value,
      AgencyRef: { value: agency.Id },
      EffectiveTaxRate: [{ RateValue: value, EffectiveDate: stampSeconds(tx.at) }],
      SpecialTaxType: 'NONE',
      DisplayType: 'ReadOnly',
    },
    'created',
  )
  return {
    TaxRateName: name,
    TaxRateId: rate.Id,
    RateValue: value,
    TaxAgencyId: agency.Id,
    TaxApplicableOn: on,
  }
}

function mustHave(detail: JsonObject, name: string): Json {
  const value = detail[name]
  if (value === undefined || value === null) throw faults.required(name)
  return value
}

function rateList(rates: readonly JsonObject[], on: string): JsonObject {
  const own = rates.filter((each) => each['TaxApplicableOn'] === on)
  return {
    TaxRateDetail: own.map((each, index) => ({
      TaxRateRef: { value: String(each['TaxRateId']), name: String(each['TaxRateName']) },
      TaxTypeApplicable: 'TaxOnAmount',
      TaxOrder: index,
    })),
  }
}
