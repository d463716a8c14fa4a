import type { Company, Entity, KindName } from '../company/state.ts'
import { active, byName, isOn, nameOf, section, textOf } from './books.ts'
import {
  type Choice,
  dateField,
  hidden,
  longField,
  moneyField,
  options,
  selectField,
  textField,
} from './controls.ts'
import { type Html, type Piece, html } from './html.ts'
import { type Column, table } from './page.ts'
import type { LineDraft, SaleDraft } from './sale-draft.ts'

/** The head of an invoice or a credit memo. What the company does not use is not asked for. */
export function saleFields(company: Company, { kind, fields }: SaleDraft): Html {
  const accounting = section(company, 'AccountingInfoPrefs')
  const forms = section(company, 'SalesFormsPrefs')
  const isUS = company.country === 'US'
  const number = isOn(forms, 'CustomTxnNumbers') ? 'Yours to give; none when empty' : 'Counted on when empty'
  return html`<div class="fields">
    ${selectField({ name: 'CustomerRef', label: 'Customer', value: fields.CustomerRef, required: true }, [{ value: '', says: 'Choose…' }, ...listed(company, 'Customer', fields.CustomerRef)])}
    ${dateField({ name: 'TxnDate', label: 'Date', value: fields.TxnDate })}
    ${selectField({ name: 'SalesTermRef', label: 'Terms', value: fields.SalesTermRef }, [{ value: '', says: 'As usual' }, ...listed(company, 'Term', fields.SalesTermRef)])}
    ${kind === 'Invoice' && dateField({ name: 'DueDate', label: 'Due', value: fields.DueDate, hint: 'By the terms when empty' })}
    ${textField({ name: 'DocNumber', label: 'Number', value: fields.DocNumber, hint: number })}
    ${isOn(section(company, 'CurrencyPrefs'), 'MultiCurrencyEnabled') && moneyField({ name: 'ExchangeRate', label: 'Exchange rate', value: fields.ExchangeRate, hint: `For customers not in ${company.homeCurrency}; 1 when empty` })}
    ${isOn(accounting, 'ClassTrackingPerTxn') && selectField({ name: 'ClassRef', label: 'Class', value: fields.ClassRef }, [none, ...listed(company, 'Class', fields.ClassRef)])}
    ${isOn(accounting, 'TrackDepartments') && selectField({ name: 'DepartmentRef', label: textOf(accounting, 'DepartmentTerminology') || 'Location', value: fields.DepartmentRef }, [none, ...listed(company, 'Department', fields.DepartmentRef)])}
    ${isUS ? taxGroup(company, fields.TaxCode) : taxMode(fields.GlobalTaxCalculation)}
    ${isOn(forms, 'AllowDiscount') && textField({ name: 'discount', label: 'Discount', value: fields.discount, hint: 'An amount, or a percentage such as 10%' })}
    ${longField({ name: 'CustomerMemo', label: 'Message to the customer', value: fields.CustomerMemo })}
    ${longField({ name: 'PrivateNote', label: 'Note', value: fields.PrivateNote, hint: 'Only seen in the books' })}
  </div>`
}

const none: Choice = { value: '', says: 'None' }

/** What is active, and what was chosen before it became inactive. */
export const listed = (company: Company, kind: KindName, chosen: string): Choice[] => {
  const all = active(company, kind)
  const stood = company.tables[kind].rows.get(chosen)
  const shown = stood === undefined || all.includes(stood) ? all : [...all, stood]
  return byName(shown).map((each) => ({ value: each.Id, says: nameOf(each) }))
}

function taxGroup(company: Company, chosen: string): Piece {
  const taxes = section(company, 'TaxPrefs')
  if (!isOn(taxes, 'UsingSalesTax') || taxes['PartnerTaxEnabled'] !== undefined) return undefined
  const groups = active(company, 'TaxCode').filter((each) => isOn(each, 'TaxGroup'))
  return selectField(
    { name: 'TaxCode', label: 'Sales tax', value: chosen, hint: 'On the lines that are taxed' },
    [
      { value: '', says: 'The customer’s' },
      ...byName(groups).map((each) => ({ value: each.Id, says: nameOf(each) })),
    ],
  )
}

const taxMode = (chosen: string): Piece =>
  selectField({ name: 'GlobalTaxCalculation', label: 'Amounts are', value: chosen || 'TaxExcluded' }, [
    { value: 'TaxExcluded', says: 'before tax' },
    { value: 'TaxInclusive', says: 'with tax in them' },
    { value: 'NotApplicable', says: 'not taxed' },
  ])

/** The lines, each a row of fields; on a narrow screen each a block of them. */
export function saleLines(company: Company, { lines }: SaleDraft): Html {
  const perClass = isOn(section(company, 'AccountingInfoPrefs'), 'ClassTrackingPerTxnLine')
  const columns: Column[] = [
    { says: 'Item' },
    { says: 'Description' },
    { says: 'Quantity', amounts: true },
    { says: 'Price', amounts: true },
    { says: 'Amount', amounts: true },
    { says: 'Tax' },
    ...(perClass ? [{ says: 'Class' }] : []),
  ]
  const rows = lines.map((line, index) => lineRow(company, line, index, perClass))
  return html`${hidden('lines', String(lines.length))}
    <div class="stacks">${table('Lines', columns, rows, '')}</div>
    <p class="note">
      Quantity and price decide the amount where both are given. A line with nothing but a description only
      says something; an empty one is left out.
    </p>`
}

function lineRow(company: Company, line: LineDraft, index: number, perClass: boolean): Piece[] {
  const cell = (field: keyof LineDraft, says: string, control: (about: Html) => Html) => {
    const about = html`name="line.${index}.${field}" aria-label="${says}, line ${index + 1}"`
    return html`<span class="says" aria-hidden="true">${says}</span>${control(about)}`
  }
  const figure = (field: 'quantity' | 'price' | 'amount', says: string) =>
    cell(
      field,
      says,
      (about) =>
        html`<input
          ${about}
          class="amount"
          value="${line[field]}"
          inputmode="decimal"
          autocomplete="off"
          data-part="${field}"
        />`,
    )
  const choose = (field: 'item' | 'tax' | 'class', says: string, choices: readonly Choice[]) =>
    cell(
      field,
      says,
      (about) =>
        html`<select ${about}>
          ${options([{ value: '', says: '–' }, ...choices], line[field])}
        </select>`,
    )
  return [
    html`${hidden(`line.${index}.id`, line.id)}${choose('item', 'Item', sellable(company, line.item))}`,
    cell(
      'description',
      'Description',
      (about) => html`<input ${about} class="description" value="${line.description}" autocomplete="off" />`,
    ),
    figure('quantity', 'Quantity'),
    figure('price', 'Price'),
    figure('amount', 'Amount'),
    choose('tax', 'Tax', taxChoices(company, line.tax)),
    ...(perClass ? [choose('class', 'Class', listed(company, 'Class', line.class))] : []),
  ]
}

const sellable = (company: Company, chosen: string): Choice[] => {
  const isCategory = (each: Entity | undefined) => textOf(each, 'Type') === 'Category'
  const items = listed(company, 'Item', chosen).filter(
    ({ value }) => !isCategory(company.tables.Item.rows.get(value)),
  )
  return chosen === 'SHIPPING_ITEM_ID' ? [...items, { value: chosen, says: 'Shipping' }] : items
}

/** In the US a line is taxed or not; elsewhere it names its code. */
const taxChoices = (company: Company, chosen: string): Choice[] =>
  company.country === 'US'
    ? [
        { value: 'TAX', says: 'Taxed' },
        { value: 'NON', says: 'Not taxed' },
      ]
    : listed(company, 'TaxCode', chosen)
