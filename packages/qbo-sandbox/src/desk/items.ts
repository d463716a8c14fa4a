import { create, update } from '../company/operations.ts'
import type { Entity } from '../company/state.ts'
import type { Json, JsonObject } from '../json.ts'
import { active, byName, isOn, nameOf, refOf, rows, textOf } from './books.ts'
import { form, hidden, longField, moneyField, selectField, submit, textField, tick } from './controls.ts'
import { html } from './html.ts'
import { sentNumber } from './money.ts'
import { link, refusal, table } from './page.ts'
import { type Outcome, type Page, type Visit, at, attempt, call } from './visit.ts'

/** `/items`: what is sold. */
export function itemPages(visit: Visit): Outcome {
  const { company, path } = visit
  const [, id, more] = path
  if (more !== undefined) return undefined
  if (id === undefined) return list(visit)
  const item = id === 'new' ? undefined : company.tables.Item.rows.get(id)
  if (id !== 'new' && (item === undefined || textOf(item, 'Type') === 'Category')) return undefined
  if (visit.form === undefined) return page(visit, item)
  const { form: sent } = visit
  return attempt(
    () => {
      if (item === undefined) create(call(visit, 'Item', itemBody(sent)))
      else
        update(
          call(visit, 'Item', {
            ...itemBody(sent),
            Id: item.Id,
            SyncToken: sent.get('SyncToken') ?? '',
            sparse: true,
          }),
        )
      return `${at(visit, 'items')}?done=${item === undefined ? 'created' : 'changed'}`
    },
    (why) => page(visit, item, why),
  )
}

function itemBody(sent: URLSearchParams): JsonObject {
  const orNull = (name: string): Json => (sent.get(name) ?? '').trim() || null
  return {
    Name: orNull('Name'),
    Type: orNull('Type'),
    UnitPrice: sentNumber(sent.get('UnitPrice')) ?? null,
    Description: orNull('Description'),
    Taxable: sent.has('Taxable'),
    Active: sent.has('Active'),
    IncomeAccountRef: { value: sent.get('IncomeAccountRef') ?? '' },
  }
}

function list(visit: Visit): Page {
  const all = byName(rows(visit.company, 'Item'))
  return {
    title: 'Items',
    menu: 'items',
    body: html`<p class="tools">${link(at(visit, 'items', 'new'), 'New item', 'button')}</p>
      ${table(
        'Items',
        [
          { says: 'Name' },
          { says: 'Type' },
          { says: 'Description' },
          { says: 'Taxed' },
          { says: 'Price', amounts: true },
        ],
        all.map((each) => [
          html`${textOf(each, 'Type') === 'Category' ? nameOf(each) : link(at(visit, 'items', each.Id), nameOf(each))}${each['Active'] === false && html` <span class="mark">Inactive</span>`}`,
          textOf(each, 'Type'),
          textOf(each, 'Description'),
          isOn(each, 'Taxable') ? 'Yes' : 'No',
          textOf(each, 'UnitPrice'),
        ]),
        'No items yet. An invoice needs at least one to sell.',
      )}`,
  }
}

function page(visit: Visit, item: Entity | undefined, why?: string): Page {
  const { company, form: sent } = visit
  const typed = (name: string, stood: string) => sent?.get(name) ?? stood
  const ticked = (name: string, stood: boolean) => (sent === undefined ? stood : sent.has(name))
  const accounts = byName(
    active(company, 'Account').filter((each) => textOf(each, 'AccountType').endsWith('Income')),
  )
  return {
    title: item === undefined ? 'New item' : nameOf(item),
    menu: 'items',
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}${form(
      html` ${item !== undefined && hidden('SyncToken', typed('SyncToken', item.SyncToken))}
        <div class="fields">
          ${textField({ name: 'Name', label: 'Name', value: typed('Name', textOf(item, 'Name')), required: true })}
          ${selectField({ name: 'Type', label: 'Type', value: typed('Type', textOf(item, 'Type')) }, [
            { value: 'Service', says: 'Service' },
            { value: 'NonInventory', says: 'Product, not counted' },
          ])}
          ${moneyField({ name: 'UnitPrice', label: `Price (${company.homeCurrency})`, value: typed('UnitPrice', textOf(item, 'UnitPrice')) })}
          ${selectField(
            {
              name: 'IncomeAccountRef',
              label: 'Income account',
              value: typed('IncomeAccountRef', refOf(item, 'IncomeAccountRef')),
            },
            accounts.map((each) => ({ value: each.Id, says: nameOf(each) })),
          )}
          ${longField({ name: 'Description', label: 'Description', value: typed('Description', textOf(item, 'Description')) })}
        </div>
        ${tick('Taxable', 'Taxed when sold', ticked('Taxable', isOn(item, 'Taxable')))}
        ${tick('Active', 'Active', ticked('Active', item?.['Active'] !== false), 'on', 'An inactive item cannot be put on new papers.')}
        <p class="buttons">${submit('Save')}${link(at(visit, 'items'), 'Cancel', 'button')}</p>`,
    )}`,
  }
}
