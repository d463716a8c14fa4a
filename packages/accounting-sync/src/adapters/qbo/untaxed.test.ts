import { describe, expect, it } from 'vitest'
import { prepare } from './prepare.ts'
import { documentOf, line, REFERENCES, tax } from './testing/documents.ts'
import { US } from './testing/facts.ts'

describe('tax of a company that charges none', () => {
  const taxed = documentOf([line({ netMinor: 10_000, taxes: [tax('state', 82_500, 825)] })])

  it.each([
    ['in the US', { ...US, usesSalesTax: false, lineTax: 'none' as const }, undefined],
    ['elsewhere', { ...US, country: 'CA', usesSalesTax: false, lineTax: 'none' as const }, 'NotApplicable'],
  ])('%s: no line has a code, and what our line says is not told', (_where, facts, word) => {
    const { body } = prepare(taxed, REFERENCES, facts)
    expect(JSON.parse(body)).toMatchObject(word === undefined ? {} : { GlobalTaxCalculation: word })
    for (const each of ['TaxCodeRef', 'TxnTaxDetail', ...(word === undefined ? ['GlobalTax'] : [])]) {
      expect(body).not.toContain(each)
    }
  })
})
