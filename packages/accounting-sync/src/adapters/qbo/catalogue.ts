import { z } from 'zod'
import type { CatalogueEntry, CatalogueKind, Session } from '../../adapter.ts'
import type { Outside } from './http.ts'
import { FLAGS } from './map/lines.ts'
import { queryAll } from './query.ts'
import { EVERY, taxCodesOf, type TaxCode } from './tax-codes.ts'
import { reference } from './wire.ts'

/** All there is of a kind, what is inactive included: a link to it has to be shown as such. */
export async function catalogue(
  outside: Outside,
  session: Session,
  kind: CatalogueKind,
): Promise<CatalogueEntry[]> {
  if (kind === 'tax_code') {
    const codes = await taxCodesOf(outside, session)
    return codes.filter((each) => !FLAGS.has(each.id)).map(taxCodeEntry)
  }
  const { entity, row } = LISTS[kind]
  return await queryAll(outside, session, entity, row, EVERY)
}

const entry = (
  known: Partial<CatalogueEntry> & { id: string; name: string; active: boolean },
): CatalogueEntry => ({
  detail: null,
  email: null,
  currency: null,
  group: null,
  ...known,
})

/** Codes of the same name differ by their rates, which are what a person looks for. */
function taxCodeEntry({ id, name, active, rates }: TaxCode): CatalogueEntry {
  const detail = rates.map((each) => `${each.name} ${each.ratePpm / 10_000}%`).join(' + ')
  return entry({ id, name, active, detail: detail === '' ? null : detail })
}

const listed = { Id: z.string(), Active: z.boolean().nullish() }
const named = { ...listed, Name: z.string() }

const customer = z
  .looseObject({
    ...listed,
    DisplayName: z.string(),
    FullyQualifiedName: z.string().nullish(),
    PrimaryEmailAddr: z.looseObject({ Address: z.string().nullish() }).nullish(),
    CurrencyRef: reference.nullish(),
  })
  .transform((row) =>
    entry({
      id: row.Id,
      name: row.DisplayName,
      active: row.Active ?? true,
      // Of a customer below another, where it stands.
      detail: row.FullyQualifiedName === row.DisplayName ? null : (row.FullyQualifiedName ?? null),
      email: row.PrimaryEmailAddr?.Address ?? null,
      currency: row.CurrencyRef?.value ?? null,
    }),
  )

const item = z
  .looseObject({
    ...named,
    Type: z.string().nullish(),
    UnitPrice: z.number().nullish(),
    Sku: z.string().nullish(),
  })
  .transform((row) =>
    entry({
      id: row.Id,
      name: row.Name,
      active: row.Active ?? true,
      detail: [row.Sku, row.UnitPrice].filter((each) => each).join(' · ') || null,
      group: row.Type ?? null,
    }),
  )

const terms = z.looseObject({ ...named, DueDays: z.number().nullish() }).transform((row) =>
  entry({
    id: row.Id,
    name: row.Name,
    active: row.Active ?? true,
    detail: row.DueDays?.toString() ?? null,
  }),
)

const account = z
  .looseObject({
    ...named,
    AcctNum: z.string().nullish(),
    AccountType: z.string().nullish(),
    CurrencyRef: reference.nullish(),
  })
  .transform((row) =>
    entry({
      id: row.Id,
      name: row.Name,
      active: row.Active ?? true,
      detail: row.AcctNum ?? null,
      currency: row.CurrencyRef?.value ?? null,
      group: row.AccountType ?? null,
    }),
  )

const LISTS = {
  customer: { entity: 'Customer', row: customer },
  item: { entity: 'Item', row: item },
  terms: { entity: 'Term', row: terms },
  account: { entity: 'Account', row: account },
} as const
