import { update } from '../company/operations.ts'
import type { Company } from '../company/state.ts'
import type { JsonObject } from '../json.ts'
import { isOn, section, textOf } from './books.ts'
import { dateField, form, hidden, submit, tick } from './controls.ts'
import { type Html, html } from './html.ts'
import { facts, refusal } from './page.ts'
import { type Outcome, type Page, type Visit, at, attempt, call } from './visit.ts'

interface Switch {
  section: string
  name: string
  says: string
  hint: string
  /** What is sent to turn it off; null takes it away. */
  off: false | null
}

const entry = (
  section: string,
  name: string,
  says: string,
  hint: string,
  off: false | null = false,
): Switch => ({
  section,
  name,
  says,
  hint,
  off,
})

const SWITCHES: readonly Switch[] = [
  entry(
    'SalesFormsPrefs',
    'AutoApplyCredit',
    'Apply credits automatically',
    'A new credit memo covers open invoices by itself, and a new invoice uses what credit there is.',
  ),
  entry(
    'SalesFormsPrefs',
    'AutoApplyPayments',
    'Apply payments automatically',
    'What a payment leaves over covers open invoices by itself.',
  ),
  entry(
    'SalesFormsPrefs',
    'CustomTxnNumbers',
    'Custom transaction numbers',
    'Papers bear the number they are given, or none; otherwise numbers are counted on.',
  ),
  entry('SalesFormsPrefs', 'AllowDiscount', 'Discounts', 'Invoices and credit memos may have a discount.'),
  entry('TaxPrefs', 'UsingSalesTax', 'Sales tax', 'Lines can be taxed.'),
  // Set to false it would mean that it was never set up, and then no tax is charged at all.
  entry(
    'TaxPrefs',
    'PartnerTaxEnabled',
    'Automated sales tax',
    'QuickBooks chooses the tax, whatever an invoice asks for.',
    null,
  ),
  entry('CurrencyPrefs', 'MultiCurrencyEnabled', 'Several currencies', 'Cannot be turned off again.'),
  entry('AccountingInfoPrefs', 'ClassTrackingPerTxn', 'Classes on whole papers', 'One class for a paper.'),
  entry('AccountingInfoPrefs', 'ClassTrackingPerTxnLine', 'Classes on lines', 'A class for each line.'),
  entry(
    'AccountingInfoPrefs',
    'TrackDepartments',
    'Locations',
    'Papers may name a location, which the API calls a department.',
  ),
]

/** Automated sales tax is there in the US only. */
const switchesOf = ({ country }: Company): readonly Switch[] =>
  SWITCHES.filter((each) => each.name !== 'PartnerTaxEnabled' || country === 'US')

export function settingsPage(visit: Visit): Outcome {
  const { company, form: sent, path } = visit
  if (path.length > 1) return undefined
  if (sent === undefined) return page(visit)
  return attempt(
    () => {
      update(
        call(visit, 'Preferences', {
          ...settingsBody(company, sent),
          Id: '1',
          SyncToken: sent.get('SyncToken') ?? '',
          sparse: true,
        }),
      )
      return `${at(visit, 'settings')}?done=changed`
    },
    (why) => page(visit, why, sent),
  )
}

/** Only what was changed is sent, so that a switch nobody set stays unset. */
export function settingsBody(company: Company, sent: URLSearchParams): JsonObject {
  const sections: Record<string, Record<string, string | boolean | null>> = {}
  const put = (name: string, key: string, value: string | boolean | null) => {
    sections[name] = { ...sections[name], [key]: value }
  }
  const closing = (sent.get('BookCloseDate') ?? '').trim()
  const stood = textOf(section(company, 'AccountingInfoPrefs'), 'BookCloseDate')
  if (closing !== stood) put('AccountingInfoPrefs', 'BookCloseDate', closing === '' ? null : closing)
  for (const each of switchesOf(company)) {
    const on = sent.has(each.name)
    if (on !== isOn(section(company, each.section), each.name)) put(each.section, each.name, on || each.off)
  }
  // Sections are written as a whole where they refer to something that has to be there.
  return Object.fromEntries(
    Object.entries(sections).map(([name, changed]) => [name, whole(company, name, changed)]),
  )
}

function whole(company: Company, name: string, changed: JsonObject): JsonObject {
  return name === 'CurrencyPrefs' ? { HomeCurrency: { value: company.homeCurrency }, ...changed } : changed
}

function page(visit: Visit, why?: string, sent?: URLSearchParams): Page {
  const { company } = visit
  const stood = textOf(section(company, 'AccountingInfoPrefs'), 'BookCloseDate')
  const token = company.tables.Preferences.rows.get('1')?.SyncToken ?? '0'
  const isTicked = (each: Switch): boolean =>
    sent === undefined ? isOn(section(company, each.section), each.name) : sent.has(each.name)
  const switches: Html[] = switchesOf(company).map((each) =>
    tick(each.name, each.says, isTicked(each), 'on', each.hint),
  )
  return {
    title: 'Settings',
    menu: 'settings',
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}
    ${facts([
      ['Company', company.name],
      ['Company number', company.realmId],
      ['Country', company.country],
      ['Home currency', company.homeCurrency],
    ])}
    ${form(
      html`${hidden('SyncToken', sent?.get('SyncToken') ?? token)}
        <div class="fields">
          ${dateField({ name: 'BookCloseDate', label: 'Books are closed up to', value: sent?.get('BookCloseDate') ?? stood, hint: 'Nothing dated on or before that day can be made, changed, voided or deleted. Empty: open.' })}
        </div>
        <fieldset>
          <legend>Preferences</legend>
          ${switches}
        </fieldset>
        ${submit('Save')}`,
    )}`,
  }
}
