import { serviceDate } from '../time.ts'
import {
  customerName,
  latestFirst,
  nameOf,
  type Receivable,
  receivables,
  refOf,
  rows,
  section,
  textOf,
  trialBalance,
  undeposited,
} from './books.ts'
import { html } from './html.ts'
import { centsOf, money, sum } from './money.ts'
import { facts, link, table } from './page.ts'
import { SHOWN, paperLink } from './paper-kinds.ts'
import { type Page, type Visit, at } from './visit.ts'

export function overview(visit: Visit): Page {
  const { company } = visit
  const owed = receivables(company, serviceDate(visit.now))
  const waiting = undeposited(company)
  const { debit, credit } = trialBalance(company)
  const closed = textOf(section(company, 'AccountingInfoPrefs'), 'BookCloseDate')
  const latest = latestFirst(SHOWN.flatMap(({ kind }) => rows(company, kind))).slice(0, 12)
  const kindOf = new Map(SHOWN.flatMap((each) => rows(company, each.kind).map((paper) => [paper, each])))
  return {
    title: 'Overview',
    menu: '',
    body: html` ${facts([
        [
          `Overdue (${company.homeCurrency})`,
          html`<strong>${money(sum(inHomeCurrency(visit, owed).map((each) => each.overdue)))}</strong>`,
        ],
        [
          'Customers who owe',
          link(at(visit, 'receivables'), String(owed.filter((each) => each.balance > 0).length)),
        ],
        ['Payments to deposit', link(at(visit, 'deposits', 'new'), String(waiting.length))],
        ['Closed up to', closed === '' ? 'not closed' : closed],
        ['Books', debit === credit ? 'in balance' : `out of balance by ${money(debit - credit)}`],
        ['Company number', company.realmId],
      ])}
      <p class="tools">
        ${link(at(visit, 'invoices', 'new'), 'New invoice', 'button')}
        ${link(at(visit, 'payments', 'new'), 'Receive payment', 'button')}
        ${link(at(visit, 'credit-memos', 'new'), 'New credit memo', 'button')}
      </p>
      <h2>Latest papers</h2>
      ${table(
        'Latest papers',
        [{ says: 'Date' }, { says: 'Paper' }, { says: 'Customer' }, { says: 'Amount', amounts: true }],
        latest.map((paper) => [
          textOf(paper, 'TxnDate'),
          paperLink(visit, kindOf.get(paper)?.kind ?? 'Invoice', paper),
          customerName(company, paper),
          money(centsOf(paper['TotalAmt'])),
        ]),
        'No papers yet. Make the first invoice here, or let your program make it through the API.',
      )}`,
  }
}

export function trialBalancePage({ company }: Visit): Page {
  const balance = trialBalance(company)
  const difference = balance.debit - balance.credit
  return {
    title: 'Trial balance',
    menu: 'trial-balance',
    body: html` <p>
        ${difference === 0 ? 'Debits and credits agree.' : `Debits and credits differ by ${money(difference)}.`}
        All amounts in ${company.homeCurrency}.
      </p>
      ${table(
        'Trial balance',
        [
          { says: 'Account' },
          { says: 'Type' },
          { says: 'Debit', amounts: true },
          { says: 'Credit', amounts: true },
        ],
        balance.rows.map(({ account, debit, credit }) => [
          nameOf(account),
          textOf(account, 'AccountType'),
          debit === 0 ? '' : money(debit),
          credit === 0 ? '' : money(credit),
        ]),
        'Nothing has been posted yet, so every account stands at zero.',
        ['Total', '', money(balance.debit), money(balance.credit)],
      )}`,
  }
}

export function receivablesPage(visit: Visit): Page {
  const { company } = visit
  const all = receivables(company, serviceDate(visit.now))
  const inHome = inHomeCurrency(visit, all)
  const total = (pick: (each: (typeof all)[number]) => number) => money(sum(inHome.map(pick)))
  return {
    title: 'Receivables by customer',
    menu: 'receivables',
    body: html` <p>
        As of ${serviceDate(visit.now)}. What stands to a customer’s credit is taken off the balance.
      </p>
      ${table(
        'Receivables by customer',
        [
          { says: 'Customer' },
          { says: 'Open invoices', amounts: true },
          { says: 'Overdue', amounts: true },
          { says: 'Unused credit', amounts: true },
          { says: 'Balance', amounts: true },
          { says: 'Currency' },
        ],
        all.map((each) => [
          link(at(visit, 'customers', each.customer.Id), nameOf(each.customer)),
          each.openInvoices,
          money(each.overdue),
          money(each.credit),
          money(each.balance),
          refOf(each.customer, 'CurrencyRef'),
        ]),
        'No customer owes anything, and none has credit.',
        [
          `Total in ${company.homeCurrency}`,
          sum(inHome.map((each) => each.openInvoices)),
          total((each) => each.overdue),
          total((each) => each.credit),
          total((each) => each.balance),
          company.homeCurrency,
        ],
      )}`,
  }
}

const inHomeCurrency = ({ company }: Visit, all: readonly Receivable[]): Receivable[] =>
  all.filter((each) => refOf(each.customer, 'CurrencyRef') === company.homeCurrency)
