import type { Transaction } from '../../company/transaction.ts'
import type { JsonObject } from '../../json.ts'

/** What the company's preferences mean for its sales papers. */
export interface SalesSettings {
  /** Documents bear the number they are given, or none; else the service counts. */
  customNumbers: boolean
  allowDiscount: boolean
  allowShipping: boolean
  discountAccount: string | undefined
  classPerDocument: boolean
  classPerLine: boolean
  salesTax: 'off' | 'by group' | 'automated'
  taxGroup: string | undefined
  autoApply: { memos: boolean; payments: boolean }
  customFields: readonly { id: string; name: string }[]
  /** Not in the API's power to see in reality: whether somebody asked to be warned of equal numbers. */
  warnsOfDuplicates: boolean
  /** Unknown of the real service, so a matter of choice: what happens to a payment above what is open. */
  overApplication: 'cap' | 'refuse'
  /** As unknown: whether a document that payments cover can be deleted, leaving them unapplied. */
  deleteLinked: 'refuse' | 'unlink'
}

const known = new WeakMap<JsonObject, SalesSettings>()

/** Preferences are immutable, so each state of them is read once. */
export function settingsOf(tx: Transaction): SalesSettings {
  const preferences = tx.preferences()
  const before = known.get(preferences)
  if (before !== undefined) return before
  const settings = read(preferences)
  known.set(preferences, settings)
  return settings
}

function read(preferences: JsonObject): SalesSettings {
  const section = (name: string) => (preferences[name] ?? {}) as JsonObject
  const forms = section('SalesFormsPrefs')
  const accounting = section('AccountingInfoPrefs')
  const taxes = section('TaxPrefs')
  const others = named(section('OtherPrefs')['NameValue'])
  return {
    customNumbers: forms['CustomTxnNumbers'] === true,
    allowDiscount: forms['AllowDiscount'] === true,
    allowShipping: forms['AllowShipping'] === true,
    discountAccount: textIn(forms['DefaultDiscountAccount']),
    classPerDocument: accounting['ClassTrackingPerTxn'] === true,
    classPerLine: accounting['ClassTrackingPerTxnLine'] === true,
    salesTax: salesTaxIn(taxes),
    taxGroup: textIn((taxes['TaxGroupCodeRef'] as JsonObject | undefined)?.['value']),
    autoApply: { memos: forms['AutoApplyCredit'] === true, payments: forms['AutoApplyPayments'] === true },
    customFields: customFieldsIn(forms['CustomField']),
    warnsOfDuplicates: others.get('WarnDuplicateDocNumber') === 'true',
    overApplication: others.get('Sandbox.OverApplication') === 'refuse' ? 'refuse' : 'cap',
    deleteLinked: others.get('Sandbox.DeleteLinked') === 'unlink' ? 'unlink' : 'refuse',
  }
}

/** Automated sales tax that was never set up charges none, like sales tax that is off. */
function salesTaxIn(taxes: JsonObject): SalesSettings['salesTax'] {
  if (taxes['UsingSalesTax'] !== true || taxes['PartnerTaxEnabled'] === false) return 'off'
  return taxes['PartnerTaxEnabled'] === true ? 'automated' : 'by group'
}

/** Fields of the company's own: each has a name and a switch, in two lists side by side. */
function customFieldsIn(value: JsonObject[string]): SalesSettings['customFields'] {
  const entries = ((value ?? []) as readonly JsonObject[]).flatMap(
    (each) => (each['CustomField'] ?? []) as readonly JsonObject[],
  )
  return ['1', '2', '3'].flatMap((id) => {
    const used = entries.find((each) => each['Name'] === `SalesFormsPrefs.UseSalesCustom${id}`)
    const name = entries.find((each) => each['Name'] === `SalesFormsPrefs.SalesCustomName${id}`)
    if (used?.['BooleanValue'] !== true || name === undefined) return []
    return [{ id, name: String(name['StringValue']) }]
  })
}

function named(value: JsonObject[string]): Map<string, string> {
  const entries = (value ?? []) as readonly JsonObject[]
  return new Map(entries.map((each) => [String(each['Name']), String(each['Value'])]))
}

const textIn = (value: JsonObject[string]): string | undefined =>
  typeof value === 'string' ? value : undefined
