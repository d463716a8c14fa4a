import { create, update } from '../company/operations.ts'
import { mergeCustomers } from '../company/merge.ts'
import type { Company, Entity } from '../company/state.ts'
import type { Json, JsonObject } from '../json.ts'
import { serviceDate } from '../time.ts'
import { active, byName, isOn, nameOf, papersOf, refOf, rows, section, textOf } from './books.ts'
import { form, hidden, longField, selectField, submit, textField, tick } from './controls.ts'
import { type Html, type Piece, html } from './html.ts'
import { centsOf, money } from './money.ts'
import { facts, link, refusal, table } from './page.ts'
import { paperLink } from './paper-kinds.ts'
import { standing } from './papers.ts'
import { type Outcome, type Page, type Visit, at, attempt, call } from './visit.ts'

export function customerPages(visit: Visit): Outcome {
  const { company, path } = visit
  const [, id, action] = path
  if (id === undefined) return list(visit)
  if (id === 'new') return action === undefined ? edited(visit, undefined) : undefined
  const customer = company.tables.Customer.rows.get(id)
  if (customer === undefined) return undefined
  switch (action) {
    case undefined:
      return page(visit, customer)
    case 'edit':
      return edited(visit, customer)
    case 'active':
      return visit.form === undefined ? undefined : switched(visit, customer)
    case 'merge':
      return merged(visit, customer)
    default:
      return undefined
  }
}

function list(visit: Visit): Page {
  const all = byName(rows(visit.company, 'Customer'))
  return {
    title: 'Customers',
    menu: 'customers',
    body: html`<p class="tools">${link(at(visit, 'customers', 'new'), 'New customer', 'button')}</p>
      ${customerTable(visit, all, 'No customers yet. Add the first one here, or let your program do it.')}`,
  }
}

/** Sub-customers stand below their parents, since full names sort that way. */
function customerTable(visit: Visit, all: readonly Entity[], empty: string): Html {
  return table(
    'Customers',
    [
      { says: 'Name' },
      { says: 'E-mail' },
      { says: 'Currency' },
      { says: 'Balance', amounts: true },
      { says: 'With sub-customers', amounts: true },
    ],
    all.map((each) => [
      html`<span${isOn(each, 'Job') && html` class="below"`}>${link(at(visit, 'customers', each.Id), textOf(each, 'DisplayName'))}</span>${each['Active'] === false && html` <span class="mark">Inactive</span>`}`,
      textOf(each['PrimaryEmailAddr'] as JsonObject | undefined, 'Address'),
      refOf(each, 'CurrencyRef'),
      money(centsOf(each['Balance'])),
      money(centsOf(each['BalanceWithJobs'])),
    ]),
    empty,
  )
}

function page(visit: Visit, customer: Entity, why?: string): Page {
  const { company } = visit
  const isActive = customer['Active'] !== false
  const query = `?customer=${encodeURIComponent(customer.Id)}`
  const parent = company.tables.Customer.rows.get(refOf(customer, 'ParentRef'))
  const below = [...(company.childCustomers.get(customer.Id) ?? [])].flatMap(
    (id) => company.tables.Customer.rows.get(id) ?? [],
  )
  return {
    title: textOf(customer, 'DisplayName'),
    menu: 'customers',
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}
      ${facts([
        [
          'Balance',
          html`<strong>${money(centsOf(customer['Balance']))}</strong> ${refOf(customer, 'CurrencyRef')}`,
        ],
        ['With sub-customers', below.length > 0 && money(centsOf(customer['BalanceWithJobs']))],
        ['Below', parent !== undefined && link(at(visit, 'customers', parent.Id), nameOf(parent))],
        ['E-mail', textOf(customer['PrimaryEmailAddr'] as JsonObject | undefined, 'Address')],
        ['Standing', !isActive && html`<span class="mark">Inactive</span>`],
        ['Number', customer.Id],
        ['Notes', textOf(customer, 'Notes')],
      ])}
      <div class="tools">
        ${
          isActive && [
            link(`${at(visit, 'invoices', 'new')}${query}`, 'New invoice', 'button'),
            link(`${at(visit, 'payments', 'new')}${query}`, 'Receive payment', 'button'),
            link(`${at(visit, 'credit-memos', 'new')}${query}`, 'New credit memo', 'button'),
          ]
        }
        ${link(at(visit, 'customers', customer.Id, 'edit'), 'Change', 'button')}
        ${isActive && link(at(visit, 'customers', customer.Id, 'merge'), 'Merge…', 'button')}
        ${form(html`${hidden('SyncToken', customer.SyncToken)}${hidden('Active', String(!isActive))}${submit(isActive ? 'Make inactive' : 'Make active again', 'plain')}`, at(visit, 'customers', customer.Id, 'active'))}
      </div>
      ${
        below.length > 0 &&
        html`<h2>Sub-customers</h2>
          ${customerTable(visit, byName(below), '')}`
      }
      <h2>Papers</h2>
      ${papers(visit, customer)}`,
  }
}

function papers(visit: Visit, customer: Entity): Html {
  return table(
    'Papers',
    [{ says: 'Date' }, { says: 'Paper' }, { says: 'Standing' }, { says: 'Amount', amounts: true }],
    papersOf(visit.company, customer.Id).map(({ kind, paper }): Piece[] => [
      textOf(paper, 'TxnDate'),
      paperLink(visit, kind, paper),
      standing(kind, paper, serviceDate(visit.now)),
      money(centsOf(paper['TotalAmt'])),
    ]),
    'Nothing has been written for this customer yet.',
  )
}

function switched(visit: Visit, customer: Entity): Outcome {
  const isActive = visit.form?.get('Active') === 'true'
  return attempt(
    () => {
      update(
        call(visit, 'Customer', {
          Id: customer.Id,
          SyncToken: visit.form?.get('SyncToken') ?? '',
          sparse: true,
          Active: isActive,
        }),
      )
      return `${at(visit, 'customers', customer.Id)}?done=${isActive ? 'active' : 'inactive'}`
    },
    (why) => page(visit, customer, why),
  )
}

function edited(visit: Visit, customer: Entity | undefined): Outcome {
  const { form: sent } = visit
  if (sent === undefined) return formPage(visit, customer)
  return attempt(
    () => {
      const body = customerBody(visit.company, customer, sent)
      const saved = (customer === undefined ? create : update)(call(visit, 'Customer', body))
      return `${at(visit, 'customers', saved.Id)}?done=${customer === undefined ? 'created' : 'changed'}`
    },
    (why) => formPage(visit, customer, why),
  )
}

function customerBody(company: Company, customer: Entity | undefined, sent: URLSearchParams): JsonObject {
  const orNull = (name: string): Json => (sent.get(name) ?? '').trim() || null
  const parent = sent.get('ParentRef') ?? ''
  const email = orNull('Email')
  return {
    ...(customer === undefined
      ? {}
      : { Id: customer.Id, SyncToken: sent.get('SyncToken') ?? '', sparse: true }),
    DisplayName: orNull('DisplayName'),
    PrimaryEmailAddr: email === null ? null : { Address: email },
    Notes: orNull('Notes'),
    ParentRef: parent === '' ? null : { value: parent },
    Job: parent !== '',
    BillWithParent: parent !== '' && sent.has('BillWithParent'),
    ...(sent.has('Currency') && sent.get('Currency') !== company.homeCurrency
      ? { CurrencyRef: { value: sent.get('Currency') } }
      : {}),
  }
}

function formPage(visit: Visit, customer: Entity | undefined, why?: string): Page {
  const { company, form: sent } = visit
  const typed = (name: string, stood: string) => sent?.get(name) ?? stood
  const parents = byName(active(company, 'Customer')).filter((each) => each.Id !== customer?.Id)
  const asksCurrency =
    customer === undefined && isOn(section(company, 'CurrencyPrefs'), 'MultiCurrencyEnabled')
  return {
    title: customer === undefined ? 'New customer' : `Change ${textOf(customer, 'DisplayName')}`,
    menu: 'customers',
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}${form(
      html` ${customer !== undefined && hidden('SyncToken', typed('SyncToken', customer.SyncToken))}
        <div class="fields">
          ${textField({ name: 'DisplayName', label: 'Name', value: typed('DisplayName', textOf(customer, 'DisplayName')), required: true })}
          ${textField({ name: 'Email', label: 'E-mail', value: typed('Email', textOf(customer?.['PrimaryEmailAddr'] as JsonObject | undefined, 'Address')) })}
          ${asksCurrency && textField({ name: 'Currency', label: 'Currency', value: typed('Currency', company.homeCurrency), hint: 'Three letters, such as EUR; it stays for good' })}
          ${selectField(
            { name: 'ParentRef', label: 'Below', value: typed('ParentRef', refOf(customer, 'ParentRef')) },
            [
              { value: '', says: 'Nobody' },
              ...parents.map((each) => ({ value: each.Id, says: nameOf(each) })),
            ],
          )}
          ${longField({ name: 'Notes', label: 'Notes', value: typed('Notes', textOf(customer, 'Notes')) })}
        </div>
        ${tick('BillWithParent', 'Billed with the customer above', sent === undefined ? isOn(customer, 'BillWithParent') : sent.has('BillWithParent'), 'on', 'A payment of that customer may then cover the invoices of this one.')}
        <p class="buttons">
          ${submit('Save')}${link(customer === undefined ? at(visit, 'customers') : at(visit, 'customers', customer.Id), 'Cancel', 'button')}
        </p>`,
    )}`,
  }
}

/** Asks into whom, and says what will happen, since nothing brings it back. */
function merged(visit: Visit, loser: Entity): Outcome {
  const { company, form: sent } = visit
  if (sent === undefined) return mergePage(visit, loser)
  return attempt(
    () => {
      const { winner } = mergeCustomers(company, visit.now, sent.get('winner') ?? '', loser.Id)
      return `${at(visit, 'customers', winner.Id)}?done=merged`
    },
    (why) => mergePage(visit, loser, why),
  )
}

function mergePage(visit: Visit, loser: Entity, why?: string): Page {
  const { company, form: sent } = visit
  const others = byName(active(company, 'Customer')).filter((each) => each.Id !== loser.Id)
  const name = textOf(loser, 'DisplayName')
  const count = papersOf(company, loser.Id).length
  return {
    title: `Merge ${name} into another customer`,
    menu: 'customers',
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}
      <ul>
        <li>${name} is gone for good. Programs that poll for changes hear that it was deleted.</li>
        <li>
          ${count === 0 ? 'It has no papers to pass on.' : `Its ${count} paper${count === 1 ? '' : 's'}, and what it owes, pass to the other customer.`}
        </li>
      </ul>
      ${form(
        html`<div class="fields">
            ${selectField(
              { name: 'winner', label: 'Into whom?', value: sent?.get('winner') ?? '', required: true },
              [
                { value: '', says: 'Choose…' },
                ...others.map((each) => ({ value: each.Id, says: nameOf(each) })),
              ],
            )}
          </div>
          <p class="buttons">
            ${submit('Merge them', 'danger')}${link(at(visit, 'customers', loser.Id), 'Keep both', 'button')}
          </p>`,
      )}`,
  }
}
