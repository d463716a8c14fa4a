import { z } from 'zod'
import { SANDBOX_COMPANIES, type SandboxCompany } from './sandbox-companies.ts'
import { openBooks, type Books, type Entry } from './sandbox-books.ts'

export interface RunningSandbox {
  url: string
  realms: readonly { realmId: string; name: string }[]
}

/**
 * Fills the companies of a sandbox that nobody has filled yet, over its own API. One that was is left as its
 * bookkeeper keeps it; one that was filled halfway is finished. Answers the names of those that were filled.
 */
export async function stockSandbox(
  { url, realms }: RunningSandbox,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<string[]> {
  const stocked: string[] = []
  for (const { realmId, name } of realms) {
    const company = SANDBOX_COMPANIES.find((each) => each.name === name)
    if (company === undefined) continue
    const books = await openBooks({ url, realmId, fetch })
    if (isStocked(await preferencesOf(books))) continue
    await stock(books, company)
    stocked.push(name)
  }
  return stocked
}

/** So few requests that the limit by the second is far. */
async function stock(books: Books, company: SandboxCompany): Promise<void> {
  await changePreferences(books, {
    CurrencyPrefs: { MultiCurrencyEnabled: true, HomeCurrency: { value: company.homeCurrency } },
    SalesFormsPrefs: { CustomTxnNumbers: true },
  })
  await books.warnOfEqualNumbers()
  await books.create(company.terms.map(asTerm))
  const terms = await books.idsByName('Term')
  await books.create(company.customers.map((each) => asCustomer(each, terms)))
  await books.create(company.items.map(asItem))
  const usual = await taxCodeOf(books, company)
  // Last of all, and in the same place: what stands there is saved together with what was made.
  await changePreferences(books, {
    ...(company.country === 'US' ? { TaxPrefs: { TaxGroupCodeRef: { value: usual } } } : {}),
    OtherPrefs: { NameValue: [{ Name: MARK, Value: 'true' }] },
  })
}

/** Says among a company's further preferences that it was filled. */
const MARK = 'StockedForTheDemo'

const preferencesAnswer = z.object({
  Preferences: z.looseObject({
    Id: z.string(),
    SyncToken: z.string(),
    OtherPrefs: z
      .looseObject({ NameValue: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]) })
      .optional(),
  }),
})
type Preferences = z.infer<typeof preferencesAnswer>['Preferences']

const preferencesOf = async (books: Books): Promise<Preferences> =>
  preferencesAnswer.parse(await books.read('preferences')).Preferences

const isStocked = ({ OtherPrefs }: Preferences) =>
  OtherPrefs?.NameValue.some((each) => each.Name === MARK) === true

/** Read first: what is made in between may have changed them too. */
async function changePreferences(books: Books, change: object): Promise<void> {
  const { Id, SyncToken } = await preferencesOf(books)
  await books.write('preferences', { Id, SyncToken, sparse: true, ...change })
}

async function taxCodeOf(books: Books, { taxCode }: SandboxCompany): Promise<string> {
  const there = (await books.idsByName('TaxCode')).get(taxCode.name)
  if (there !== undefined) return there
  const answer = await books.write('taxservice/taxcode', {
    TaxCode: taxCode.name,
    TaxRateDetails: taxCode.rates.map((each) => ({
      TaxRateName: each.name,
      RateValue: each.percent,
      TaxAgencyId: '1',
      TaxApplicableOn: 'Sales',
    })),
  })
  return z.object({ TaxCodeId: z.string() }).parse(answer).TaxCodeId
}

const asTerm = ({ name, days }: SandboxCompany['terms'][number]): Entry => ({
  Term: { Name: name, DueDays: days },
})

const asCustomer = (
  { name, email, currency, terms }: SandboxCompany['customers'][number],
  termIds: ReadonlyMap<string, string>,
): Entry => ({
  Customer: {
    DisplayName: name,
    CompanyName: name,
    ...(email === undefined ? {} : { PrimaryEmailAddr: { Address: email } }),
    ...(currency === undefined ? {} : { CurrencyRef: { value: currency } }),
    SalesTermRef: { value: termIds.get(terms ?? 'Net 30') },
  },
})

/** As every company of the sandbox has them from its first day. */
const INCOME = { service: '1', product: '79' }

const asItem = ({ name, kind, unitPrice, description }: SandboxCompany['items'][number]): Entry => ({
  Item: {
    Name: name,
    Type: kind === 'service' ? 'Service' : 'NonInventory',
    UnitPrice: unitPrice,
    IncomeAccountRef: { value: INCOME[kind] },
    ...(description === undefined ? {} : { Description: description }),
  },
})
