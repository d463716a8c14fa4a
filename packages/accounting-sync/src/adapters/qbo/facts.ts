import { z } from 'zod'
import type { CompanyFacts, Session } from '../../adapter.ts'
import { instantIn } from './changes-rows.ts'
import { taxCodesOf } from './tax-codes.ts'
import { ask, type Outside } from './http.ts'
import { refusedRead, unreadable } from './query.ts'
import { reference } from './wire.ts'

/** What of a company decides how its documents are written. */
export async function companyFacts(outside: Outside, session: Session): Promise<CompanyFacts> {
  const company = await readOne(
    outside,
    session,
    `companyinfo/${encodeURIComponent(session.realm)}`,
    companyAnswer,
  )
  await session.turn?.()
  const preferences = await readOne(outside, session, 'preferences', preferencesAnswer)
  const { CompanyName: name, Country: written } = company.CompanyInfo
  // Addresses went over to codes of three letters; should this one follow, the US stays the US.
  const country = written === 'USA' ? 'US' : written
  const {
    SalesFormsPrefs: forms,
    AccountingInfoPrefs: accounting,
    CurrencyPrefs: currencies,
    TaxPrefs: taxes,
  } = preferences.Preferences
  const usesSalesTax = taxes.UsingSalesTax ?? false
  // In the US a line has no code that would say which rates fall on it.
  if (country !== 'US') await session.turn?.()
  return {
    name,
    country,
    homeCurrency: currencies.HomeCurrency.value,
    multiCurrency: currencies.MultiCurrencyEnabled ?? false,
    numbersItself: !(forms.CustomTxnNumbers ?? false),
    // True: it is on. False: it could be, but was never set up. Absent: the company is older than that.
    automatedSalesTax: taxes.PartnerTaxEnabled ?? false,
    usesSalesTax,
    lineTax: lineTaxOf(country, taxes),
    autoAppliesCredits: (forms.AutoApplyCredit ?? false) || (forms.AutoApplyPayments ?? false),
    classPerLine: accounting.ClassTrackingPerTxnLine ?? false,
    classPerDocument: accounting.ClassTrackingPerTxn ?? false,
    departments: accounting.TrackDepartments ?? false,
    booksClosedThrough: accounting.BookCloseDate ?? null,
    taxCodes: country === 'US' ? [] : await taxCodesOf(outside, session),
    // Asked first, so that nothing that changes from here on lies before it.
    askedAt: instantIn(company.time),
  }
}

/**
 * Whoever has automated sales tax keeps to the tax that is told, also before it was set up, when there is no group
 * of rates that could be named. Who is older than that reckons by groups.
 */
function lineTaxOf(country: string, { UsingSalesTax, PartnerTaxEnabled }: Taxes): CompanyFacts['lineTax'] {
  if (UsingSalesTax !== true) return 'none'
  if (country !== 'US') return 'code'
  return typeof PartnerTaxEnabled === 'boolean' ? 'flag' : 'group'
}

type Taxes = z.infer<typeof preferencesAnswer>['Preferences']['TaxPrefs']

async function readOne<T>(
  outside: Outside,
  session: Session,
  path: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const answer = await ask(outside, session, { method: 'GET', path, writes: false })
  if ('fault' in answer) throw refusedRead(answer)
  const read = schema.safeParse(answer.body)
  if (!read.success) throw unreadable(answer.trace)
  return read.data
}

const flag = z.boolean().nullish()

const companyAnswer = z.looseObject({
  CompanyInfo: z.looseObject({ CompanyName: z.string(), Country: z.string() }),
  time: z.string().nullish(),
})
const preferencesAnswer = z.looseObject({
  Preferences: z.looseObject({
    SalesFormsPrefs: z
      .looseObject({ CustomTxnNumbers: flag, AutoApplyCredit: flag, AutoApplyPayments: flag })
      .default({}),
    AccountingInfoPrefs: z
      .looseObject({
        ClassTrackingPerTxn: flag,
        ClassTrackingPerTxnLine: flag,
        TrackDepartments: flag,
        BookCloseDate: z.string().nullish(),
      })
      .default({}),
    CurrencyPrefs: z.looseObject({ MultiCurrencyEnabled: flag, HomeCurrency: reference }),
    TaxPrefs: z.looseObject({ UsingSalesTax: flag, PartnerTaxEnabled: flag }).default({}),
  }),
})
