import { create } from '../company/operations.ts'
import type { Entity } from '../company/state.ts'
import { serviceDate } from '../time.ts'
import { active, byName, customerName, isOn, nameOf, refOf, section, textOf, undeposited } from './books.ts'
import { dateField, form, longField, selectField, submit, tick } from './controls.ts'
import { html } from './html.ts'
import { centsOf, money } from './money.ts'
import { link, refusal } from './page.ts'
import { paperName } from './paper-kinds.ts'
import { onePaper, paperList } from './papers.ts'
import { type Outcome, type Page, type Visit, at, attempt, call } from './visit.ts'

export function depositPages(visit: Visit): Outcome {
  const [, id, action] = visit.path
  if (id === undefined) {
    return {
      title: 'Deposits',
      menu: 'deposits',
      body: html`<p class="tools">${link(at(visit, 'deposits', 'new'), 'Deposit payments', 'button')}</p>
        ${paperList(visit, ['Deposit'], 'No deposits yet. Payments wait among the undeposited funds until they are taken to the bank.')}`,
    }
  }
  if (id !== 'new') return onePaper(visit, 'Deposit', id)
  return action === undefined ? deposit(visit) : undefined
}

function deposit(visit: Visit): Outcome {
  const { company, form: sent } = visit
  if (sent === undefined) return page(visit, new URLSearchParams())
  const chosen = sent.getAll('payment')
  const [first] = undeposited(company).filter((each) => chosen.includes(each.Id))
  const multi = isOn(section(company, 'CurrencyPrefs'), 'MultiCurrencyEnabled')
  return attempt(
    () => {
      const saved = create(
        call(visit, 'Deposit', {
          DepositToAccountRef: { value: sent.get('DepositToAccountRef') ?? '' },
          TxnDate: sent.get('TxnDate') || null,
          PrivateNote: sent.get('PrivateNote') || null,
          ...(multi && first !== undefined ? { CurrencyRef: { value: refOf(first, 'CurrencyRef') } } : {}),
          Line: chosen.map((id) => ({ LinkedTxn: [{ TxnId: id, TxnType: 'Payment', TxnLineId: '0' }] })),
        }),
      )
      return `${at(visit, 'deposits', saved.Id)}?done=created`
    },
    (why) => page(visit, sent, why),
  )
}

function page(visit: Visit, typed: URLSearchParams, why?: string): Page {
  const { company } = visit
  const waiting = undeposited(company)
  const banks = byName(active(company, 'Account').filter((each) => textOf(each, 'AccountType') === 'Bank'))
  const isFresh = visit.form === undefined
  const says = (each: Entity) =>
    html`${paperName('Payment', each)} of ${customerName(company, each)}, ${textOf(each, 'TxnDate')}:
      <b>${money(centsOf(each['TotalAmt']))}</b> ${refOf(each, 'CurrencyRef')}`
  return {
    title: 'Deposit payments',
    menu: 'deposits',
    status: why === undefined ? 200 : 422,
    body:
      waiting.length === 0
        ? html`${refusal(why)}
            <p class="empty">No payment waits among the undeposited funds.</p>`
        : html`${refusal(why)}${form(
            html` <fieldset>
                <legend>Which payments go to the bank?</legend>
                ${waiting.map((each) => tick('payment', says(each), isFresh || typed.getAll('payment').includes(each.Id), each.Id))}
              </fieldset>
              <div class="fields">
                ${selectField(
                  {
                    name: 'DepositToAccountRef',
                    label: 'Bank account',
                    value: typed.get('DepositToAccountRef') ?? '',
                  },
                  banks.map((each) => ({ value: each.Id, says: nameOf(each) })),
                )}
                ${dateField({ name: 'TxnDate', label: 'Date', value: typed.get('TxnDate') ?? serviceDate(visit.now) })}
                ${longField({ name: 'PrivateNote', label: 'Note', value: typed.get('PrivateNote') ?? '' })}
              </div>
              <p class="buttons">${submit('Deposit')}${link(at(visit, 'deposits'), 'Cancel', 'button')}</p>`,
          )}`,
  }
}
