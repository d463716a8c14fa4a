import type { Company, Entity } from '../../../company/state.ts'
import type { JsonObject } from '../../../json.ts'
import { accountFor } from '../../../company/accounts.ts'
import { currencyOf, homeCents, valueOf } from '../../others/paper.ts'
import { centsIn } from '../money.ts'
import { type PaperKind, committed, paperOf, shareKey, sharesOf } from '../shares.ts'

/** Everything that is wrong with a company's books, in words; nothing when they are right. */
export function faultsInBooks(company: Company): string[] {
  const wrong: string[] = []
  const must = (holds: boolean, words: string) => void (holds || wrong.push(words))
  let sum = 0
  for (const cents of company.ledger.accounts.values()) sum += cents
  must(sum === 0, `the trial balance is out by ${sum}`)
  const owed = owedByPapers(company)
  for (const id of new Set([...owed.keys(), ...company.ledger.customers.keys()])) {
    const [papers, ledger] = [owed.get(id) ?? 0, company.ledger.customers.get(id) ?? 0]
    must(papers === ledger, `customer ${id} owes ${ledger} by the ledger and ${papers} by the papers`)
    const shown = company.tables.Customer.rows.get(id)
    must(shown !== undefined && centsIn(shown, 'Balance') === ledger, `customer ${id} shows another balance`)
  }
  checkReceivables(company, must)
  for (const payment of company.tables.Payment.rows.values()) checkPayment(company, payment, must)
  for (const invoice of company.tables.Invoice.rows.values()) checkPaper(company, 'Invoice', invoice, must)
  for (const memo of company.tables.CreditMemo.rows.values()) checkPaper(company, 'CreditMemo', memo, must)
  return wrong
}

/** What each customer owes by what is open on the papers, which never look into the ledger. */
function owedByPapers(company: Company): Map<string, number> {
  const owed = new Map<string, number>()
  const add = (paper: Entity, cents: number, customer = valueOf(paper['CustomerRef'])) =>
    owed.set(customer, (owed.get(customer) ?? 0) + cents)
  const { Invoice, CreditMemo, Payment, JournalEntry } = company.tables
  for (const each of Invoice.rows.values()) add(each, centsIn(each, 'Balance'))
  for (const each of CreditMemo.rows.values()) add(each, -centsIn(each, 'Balance'))
  for (const each of Payment.rows.values()) add(each, -centsIn(each, 'UnappliedAmt'))
  for (const each of JournalEntry.rows.values()) {
    for (const customer of company.tables.Customer.rows.keys()) {
      const paper = paperOf(committed(company), { kind: 'JournalEntry', id: each.Id }, customer)
      if (paper !== undefined) add(each, paper.isOwed ? paper.open : -paper.open, customer)
    }
  }
  return owed
}

/**
 * Receivables in the home currency are worth what is open, each paper at its own rate. Amounts are converted
 * one by one, so every conversion may have cost half a hundredth.
 */
function checkReceivables(company: Company, must: Must): void {
  const worth = new Map<string, number>()
  let conversions = 0
  const add = (paper: Entity, cents: number) => {
    const currency = currencyOf(paper)
    worth.set(currency, (worth.get(currency) ?? 0) + homeCents(cents, paper))
    conversions += 1 + linksIn(paper).length
  }
  const { Invoice, CreditMemo, Payment, JournalEntry } = company.tables
  for (const each of Invoice.rows.values()) add(each, centsIn(each, 'Balance'))
  for (const each of CreditMemo.rows.values()) add(each, -centsIn(each, 'Balance'))
  for (const each of Payment.rows.values()) add(each, -centsIn(each, 'UnappliedAmt'))
  for (const each of JournalEntry.rows.values()) {
    for (const customer of company.tables.Customer.rows.keys()) {
      const paper = paperOf(committed(company), { kind: 'JournalEntry', id: each.Id }, customer)
      if (paper !== undefined) add(each, paper.isOwed ? paper.open : -paper.open)
    }
  }
  for (const [currency, cents] of worth) {
    const booked = company.ledger.accounts.get(accountFor(company, 'receivable', currency)) ?? 0
    const tolerance = currency === company.homeCurrency ? 0 : conversions
    must(
      Math.abs(booked - cents) <= tolerance,
      `receivables in ${currency} are worth ${cents}, the books say ${booked}`,
    )
  }
}

type Must = (holds: boolean, words: string) => void

const linksIn = (paper: Entity): string[] =>
  ((paper['LinkedTxn'] ?? []) as readonly JsonObject[]).map((each) => String(each['TxnId']))

function checkPayment(company: Company, payment: Entity, must: Must): void {
  const name = `payment ${payment.Id}`
  const total = centsIn(payment, 'TotalAmt')
  const unapplied = centsIn(payment, 'UnappliedAmt')
  let net = 0
  for (const share of sharesOf(payment)) {
    const paper = paperOf(committed(company), share, valueOf(payment['CustomerRef']))
    must(paper !== undefined, `${name} pays ${shareKey(share)}, which is gone`)
    if (paper === undefined) continue
    must(linksIn(paper.entity).includes(payment.Id), `${shareKey(share)} does not know of ${name}`)
    must(share.cents > 0, `${name} has a share of ${share.cents}`)
    must(paper.open >= 0, `${shareKey(share)} is over-applied`)
    net += paper.isOwed ? share.cents : -share.cents
  }
  must(unapplied === total - net, `${name} shows ${unapplied} unapplied of ${total} less ${net}`)
  must(unapplied >= 0 && unapplied <= total, `${name} has ${unapplied} unapplied of ${total}`)
}

function checkPaper(company: Company, kind: PaperKind, paper: Entity, must: Must): void {
  const name = `${kind} ${paper.Id}`
  const [total, open] = [centsIn(paper, 'TotalAmt'), centsIn(paper, 'Balance')]
  must(open >= 0 && open <= total, `${name} has ${open} open of ${total}`)
  let covered = 0
  for (const id of linksIn(paper)) {
    const share = sharesOf(company.tables.Payment.rows.get(id)).find(
      (each) => shareKey(each) === `${kind}:${paper.Id}`,
    )
    must(share !== undefined, `${name} is linked to payment ${id}, which does not know of it`)
    covered += share?.cents ?? 0
  }
  must(total - open === covered, `${name} is covered by ${covered}, its balance says ${total - open}`)
  if (kind === 'CreditMemo') must(paper['RemainingCredit'] === paper['Balance'], `${name} has two balances`)
}
