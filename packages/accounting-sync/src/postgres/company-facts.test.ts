import { describe, expect, it } from 'vitest'
import { FACTS } from '../testing/store-world.ts'
import { factsFrom } from './company-facts.ts'

const { lineTax: _, ...OLDER } = FACTS

describe('facts that were stored before a line’s tax was asked for', () => {
  it.each([
    ['US', true, 'flag'],
    ['CA', true, 'code'],
    ['US', false, 'none'],
    ['GB', false, 'none'],
  ] as const)('are read by country and by whether tax is used: %s %s', (country, usesSalesTax, lineTax) => {
    expect(factsFrom({ ...OLDER, country, usesSalesTax })).toEqual({
      ...OLDER,
      country,
      usesSalesTax,
      lineTax,
    })
  })

  it('are left as the company told them once it did, with whatever else is kept about it', () => {
    const told = { ...FACTS, country: 'US', lineTax: 'code', mood: 'calm' }
    expect(factsFrom(told)).toEqual(told)
  })
})
