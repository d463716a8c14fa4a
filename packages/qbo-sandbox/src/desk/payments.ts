import { accountFor } from '../company/accounts.ts'
import { create, update } from '../company/operations.ts'
import type { Company, Entity } from '../company/state.ts'
import { isVoided } from '../kinds/sales/voided.ts'
import { serviceDate } from '../time.ts'
import { active, byName, customerName, depositOf, isOn, nameOf, refOf, section, textOf } from './books.ts'
import {
  type Choice,
  dateField,
  form,
  hidden,
  longField,
  moneyField,
  selectField,
  submit,
  textField,
} from './controls.ts'
import { type Html, html } from './html.ts'
import { editable, money } from './money.ts'
import { link, refusal, table } from './page.ts'
import { paperLink } from './paper-kinds.ts'
import { onePaper, paperList } from './papers.ts'
import {
  type PayLine,
  type PaymentDraft,
  filled,
  lineName,
  paymentBody,
  paymentDraft,
  sumsOf,
} from './payment-draft.ts'
import { type Outcome, type Page, type Visit, at, attempt, call } from './visit.ts'

export function paymentPages(visit: Visit): Outcome {
  const { company, path } = visit
  const [, id, action] = path
  if (id === undefined) return list(visit)
  if (id === 'new') return action === undefined ? receive(visit) : undefined
  const payment = company.tables.Payment.rows.get(id)
  if (payment === undefined) return undefined
  if (action === 'edit') return change(visit, payment)
  const tools =
    isVoided(payment) || depositOf(payment) !== undefined
      ? []
      : [link(at(visit, 'payments', id, 'edit'), 'Change', 'button')]
  return onePaper(visit, 'Payment', id, tools)
}

function list(visit: Visit): Page {
  return {
    title: 'Payments',
    menu: 'payments',
    body: html`<p class="tools">
        ${link(at(visit, 'payments', 'new'), 'Receive payment', 'button')}${link(at(visit, 'deposits', 'new'), 'Deposit payments', 'button')}
      </p>
      ${paperList(visit, ['Payment'], 'No payments yet. Receive one here, over one invoice or several.')}`,
  }
}

/** A new payment: whose first, then what it covers. */
function receive(visit: Visit): Outcome {
  const { company, query, form: sent } = visit
  const customer = company.tables.Customer.rows.get(query.get('customer') ?? '')
  if (customer === undefined) return whose(visit)
  const fresh = { today: serviceDate(visit.now), paper: query.get('invoice') ?? undefined }
  const draft = paymentDraft(company, customer, undefined, sent, fresh)
  const credit = query.get('credit')
  return sent === undefined && credit !== null
    ? page(visit, filled(usingCredit(draft, credit)))
    : worked(visit, draft)
}

/** A payment of nothing, fed by a credit memo: that is how credit is applied. */
const usingCredit = (draft: PaymentDraft, memo: string): PaymentDraft => ({
  ...draft,
  fields: { ...draft.fields, TotalAmt: '0.00' },
  lines: draft.lines.map((each) =>
    each.kind === 'CreditMemo' && each.paper.Id === memo ? { ...each, typed: editable(each.open) } : each,
  ),
})

function change(visit: Visit, payment: Entity): Outcome {
  const { company } = visit
  const customer = company.tables.Customer.rows.get(refOf(payment, 'CustomerRef'))
  if (customer === undefined) return undefined
  return worked(
    visit,
    paymentDraft(company, customer, payment, visit.form, { today: serviceDate(visit.now) }),
  )
}

/** Fills in, saves, or shows the form. */
function worked(visit: Visit, draft: PaymentDraft): Outcome {
  const { company, form: sent } = visit
  if (sent === undefined) return page(visit, draft)
  if (sent.get('do') === 'fill') return page(visit, filled(draft))
  return attempt(
    () => {
      const body = paymentBody(company, draft, sent.get('SyncToken') ?? '')
      const isNew = draft.before === undefined
      const saved = (isNew ? create : update)(call(visit, 'Payment', body))
      return `${at(visit, 'payments', saved.Id)}?done=${isNew ? 'created' : 'changed'}`
    },
    (why) => page(visit, draft, why),
  )
}

function whose(visit: Visit): Page {
  const choices = byName(active(visit.company, 'Customer')).map((each) => ({
    value: each.Id,
    says: nameOf(each),
  }))
  return {
    title: 'Receive payment',
    menu: 'payments',
    body:
      choices.length === 0
        ? html`<p class="empty">
            There is no customer to receive a payment from. ${link(at(visit, 'customers', 'new'), 'Add one')}.
          </p>`
        : html`<form method="get">
            <div class="fields">${selectField({ name: 'customer', label: 'From whom?' }, choices)}</div>
            ${submit('Go on')}
          </form>`,
  }
}

function page(visit: Visit, draft: PaymentDraft, why?: string): Page {
  const { company } = visit
  const { before, customer } = draft
  return {
    title: before === undefined ? `Receive payment from ${nameOf(customer)}` : 'Change payment',
    menu: 'payments',
    status: why === undefined ? 200 : 422,
    body: html`${refusal(why)}
      <div data-payment>
        ${form(
          html` ${before !== undefined && hidden('SyncToken', visit.form?.get('SyncToken') ?? before.SyncToken)}
            ${fields(company, draft)}
            <h2>Open invoices</h2>
            ${payTable(visit, draft, 'Invoice', 'This customer owes nothing. The whole payment stays unapplied.')}
            <h2>Credits to use</h2>
            ${payTable(visit, draft, 'CreditMemo', 'No credit memo of this customer has anything left.')}
            ${totals(draft)}
            <p class="buttons">
              ${submit('Save')}<button name="do" value="fill" formnovalidate>Fill, oldest first</button
              >${link(
                before === undefined ? at(visit, 'payments') : at(visit, 'payments', before.Id),
                'Cancel',
                'button',
              )}
            </p>`,
        )}
      </div>`,
  }
}

function fields(company: Company, { customer, fields: typed }: PaymentDraft): Html {
  const isForeign =
    isOn(section(company, 'CurrencyPrefs'), 'MultiCurrencyEnabled') &&
    refOf(customer, 'CurrencyRef') !== company.homeCurrency
  return html`<div class="fields">
    ${moneyField({ name: 'TotalAmt', label: `Amount received (${refOf(customer, 'CurrencyRef')})`, value: typed.TotalAmt, hint: '0 when only credit is applied' })}
    ${dateField({ name: 'TxnDate', label: 'Date', value: typed.TxnDate })}
    ${selectField({ name: 'DepositToAccountRef', label: 'Deposit to', value: typed.DepositToAccountRef || accountFor(company, 'undeposited') }, accounts(company))}
    ${selectField({ name: 'PaymentMethodRef', label: 'Method', value: typed.PaymentMethodRef }, [{ value: '', says: 'Not said' }, ...active(company, 'PaymentMethod').map((each) => ({ value: each.Id, says: nameOf(each) }))])}
    ${textField({ name: 'PaymentRefNum', label: 'Reference number', value: typed.PaymentRefNum })}
    ${isForeign && moneyField({ name: 'ExchangeRate', label: 'Exchange rate', value: typed.ExchangeRate, hint: `1 ${refOf(customer, 'CurrencyRef')} in ${company.homeCurrency}; 1 when empty` })}
    ${longField({ name: 'PrivateNote', label: 'Note', value: typed.PrivateNote })}
  </div>`
}

const accounts = (company: Company): Choice[] =>
  byName(
    active(company, 'Account').filter((each) =>
      ['Bank', 'Other Current Asset'].includes(textOf(each, 'AccountType')),
    ),
  ).map((each) => ({ value: each.Id, says: nameOf(each) }))

function payTable(
  visit: Visit,
  { customer, lines }: PaymentDraft,
  kind: PayLine['kind'],
  empty: string,
): Html {
  const own = lines.filter((each) => each.kind === kind)
  const verb = kind === 'Invoice' ? 'Pay' : 'Use'
  return table(
    kind === 'Invoice' ? 'Open invoices' : 'Credits',
    [
      { says: 'Date' },
      { says: 'Paper' },
      ...(kind === 'Invoice' ? [{ says: 'Due' }] : []),
      { says: 'Open', amounts: true },
      { says: verb, amounts: true },
    ],
    own.map((each) => [
      textOf(each.paper, 'TxnDate'),
      html`${paperLink(visit, kind, each.paper)}${refOf(each.paper, 'CustomerRef') !== customer.Id && html` <small>${customerName(visit.company, each.paper)}</small>`}`,
      ...(kind === 'Invoice' ? [textOf(each.paper, 'DueDate')] : []),
      money(each.open),
      html`<input
        class="amount"
        name="${lineName(each)}"
        value="${each.typed}"
        inputmode="decimal"
        autocomplete="off"
        data-open="${each.open}"
        data-kind="${kind}"
        aria-label="${verb} ${textOf(each.paper, 'DocNumber') || each.paper.Id}"
      />`,
    ]),
    empty,
  )
}

function totals(draft: PaymentDraft): Html {
  const { total, credits, applied, left } = sumsOf(draft)
  return html`<p class="sums" aria-live="polite">
    <span>Received <span data-sum="total">${money(total)}</span></span
    ><span>Credits <span data-sum="credits">${money(credits)}</span></span
    ><span>Applied <span data-sum="applied">${money(applied)}</span></span
    ><b>Unapplied rest <span data-sum="left">${money(left)}</span></b>
  </p>`
}
