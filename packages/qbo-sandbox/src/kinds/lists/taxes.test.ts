import { describe, expect, it } from 'vitest'
import { begin } from '../../company/transaction.ts'
import type { JsonObject } from '../../json.ts'
import { createTaxService } from './tax-service.ts'
import { NOON, type Desk, openDesk, refusal } from './testing/desk.ts'

function serve({ company }: Desk, body: JsonObject): JsonObject {
  const tx = begin(company, NOON)
  const made = createTaxService(tx, body)
  tx.commit()
  return made
}

const detail = { TaxRateName: 'County', RateValue: '1.25', TaxAgencyId: '1', TaxApplicableOn: 'Sales' }

describe('tax codes, rates and agencies', () => {
  it('are not made or changed as other objects are', () => {
    const { company, make, change } = openDesk()
    expect(refusal(company, () => make('TaxCode', { Name: 'A' }))).toBe('5030')
    expect(refusal(company, () => make('TaxRate', { Name: 'A' }))).toBe('5030')
    expect(refusal(company, () => make('TaxAgency', { DisplayName: 'A' }))).toBe('5030')
    expect(refusal(company, () => change('TaxCode', '2', { Name: 'A' }))).toBe('5030')
  })

  it('are made by the tax service, of new rates and of rates that exist', () => {
    const desk = openDesk()
    expect(serve(desk, { TaxCode: 'Two', TaxRateDetails: [detail, { TaxRateId: '3' }] })).toEqual({
      TaxCode: 'Two',
      TaxCodeId: '4',
      TaxRateDetails: [
        {
          TaxRateName: 'County',
          TaxRateId: '4',
          RateValue: 1.25,
          TaxAgencyId: '1',
          TaxApplicableOn: 'Sales',
        },
        {
          TaxRateName: 'California',
          TaxRateId: '3',
          RateValue: 8,
          TaxAgencyId: '1',
          TaxApplicableOn: 'Sales',
        },
      ],
    })
    const rates = desk.read('TaxCode', '4')['SalesTaxRateList'] as JsonObject
    expect(rates['TaxRateDetail']).toMatchObject([
      { TaxRateRef: { value: '4', name: 'County' }, TaxOrder: 0 },
      { TaxRateRef: { value: '3', name: 'California' }, TaxOrder: 1 },
    ])
    expect(desk.read('TaxRate', '4')).toMatchObject({ RateValue: 1.25, AgencyRef: { value: '1' } })
  })

  it.each([
    [{ TaxRateDetails: [detail] }, '2020'],
    [{ TaxCode: 'A' }, '2020'],
    [{ TaxCode: 'California', TaxRateDetails: [detail] }, '6240'],
    [{ TaxCode: 'A', TaxRateDetails: [{ ...detail, TaxRateName: 'california' }] }, '6240'],
    [{ TaxCode: 'A', TaxRateDetails: [{ ...detail, TaxAgencyId: '9' }] }, '2500'],
    [{ TaxCode: 'A', TaxRateDetails: [{ TaxRateId: '9' }] }, '2500'],
    [{ TaxCode: 'A', TaxRateDetails: [{ ...detail, RateValue: 101 }] }, '2090'],
    [{ TaxCode: 'A', TaxRateDetails: [{ ...detail, TaxApplicableOn: 'Other' }] }, '2170'],
    [{ TaxCode: 'A', Shade: 1, TaxRateDetails: [detail] }, '2010'],
  ])('are refused when asked for as %o', (body, code) => {
    const desk = openDesk()
    expect(refusal(desk.company, () => serve(desk, body))).toBe(code)
  })
})
