import { z } from 'zod'
import type { Session, TaxCodeFacts } from '../../adapter.ts'
import type { Outside } from './http.ts'
import { queryAll } from './query.ts'
import { reference } from './wire.ts'

export interface TaxCode extends TaxCodeFacts {
  name: string
  active: boolean
  rates: readonly { id: string; name: string; ratePpm: number }[]
}

/** The codes that sales can bear, with the rates that each is made of. Inactive ones too: links may still name them. */
export async function taxCodesOf(outside: Outside, session: Session): Promise<TaxCode[]> {
  const rates = await queryAll(outside, session, 'TaxRate', rateRow, EVERY)
  await session.turn?.()
  const codes = await queryAll(outside, session, 'TaxCode', codeRow, EVERY)
  const byId = new Map(rates.map((each) => [each.Id, each]))
  return codes.map((code) => ({
    id: code.Id,
    name: code.Name,
    active: code.Active ?? true,
    rates: (code.SalesTaxRateList?.TaxRateDetail ?? []).flatMap(({ TaxRateRef: { value: id } }) => {
      const rate = byId.get(id)
      return rate === undefined ? [] : [{ id, name: rate.Name, ratePpm: Math.round(rate.RateValue * 10_000) }]
    }),
  }))
}

export const EVERY = 'Active IN (true,false)'

const rateRow = z.looseObject({ Id: z.string(), Name: z.string(), RateValue: z.coerce.number().default(0) })
const codeRow = z.looseObject({
  Id: z.string(),
  Name: z.string(),
  Active: z.boolean().nullish(),
  SalesTaxRateList: z
    .looseObject({ TaxRateDetail: z.array(z.looseObject({ TaxRateRef: reference })).nullish() })
    .nullish(),
})
