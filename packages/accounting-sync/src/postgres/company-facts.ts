import { z } from 'zod'
import type { CompanyFacts, LineTax } from '../adapter.ts'

/**
 * Facts as they were stored, perhaps before we knew to ask for all of them: what is missing is read here and
 * nowhere else, until they are read anew from the company.
 */
export function factsFrom(stored: unknown): CompanyFacts {
  const { lineTax, ...facts } = known.parse(stored)
  return { ...facts, lineTax: lineTax ?? usualLineTax(facts) }
}

/** In the United States a line is taxed or not; elsewhere it has a code. */
function usualLineTax({ country, usesSalesTax }: Pick<CompanyFacts, 'country' | 'usesSalesTax'>): LineTax {
  if (!usesSalesTax) return 'none'
  return country === 'US' ? 'flag' : 'code'
}

const known = z.looseObject({
  name: z.string(),
  country: z.string(),
  homeCurrency: z.string(),
  multiCurrency: z.boolean(),
  numbersItself: z.boolean(),
  automatedSalesTax: z.boolean(),
  usesSalesTax: z.boolean(),
  lineTax: z.enum(['flag', 'group', 'code', 'none']).optional().catch(undefined),
  autoAppliesCredits: z.boolean(),
  classPerLine: z.boolean(),
  classPerDocument: z.boolean(),
  departments: z.boolean(),
  booksClosedThrough: z.string().nullable(),
  taxCodes: z
    .array(z.object({ id: z.string(), rates: z.array(z.object({ id: z.string(), ratePpm: z.number() })) }))
    .optional(),
})
