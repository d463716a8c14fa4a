import { accountFor } from '../../company/accounts.ts'
import type { Posting } from '../../company/ledger.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { currencyOf, homeCents, linesOf, settled, valueOf } from '../others/paper.ts'
import { centsIn } from './money.ts'

/**
 * What a sales paper does to the books: income and tax on one side, and on the other the customer's
 * receivable, or the account that money comes into or a refund is paid from. `sign` is 1 for a sale and -1 for its reverse.
 */
export function postSale(paper: Entity, company: Company, sign: 1 | -1): readonly Posting[] {
  const total = centsIn(paper, 'TotalAmt')
  const postings: Posting[] = []
  const post = (account: string, own: number, customer?: string) => {
    if (own === 0) return
    const posting = { account, cents: homeCents(own, paper), currencyCents: own }
    postings.push(customer === undefined ? posting : { ...posting, customer })
  }
  const isCash = paper['DepositToAccountRef'] !== undefined
  if (isCash) post(valueOf(paper['DepositToAccountRef']), sign * total)
  else {
    const receivable = accountFor(company, 'receivable', currencyOf(paper))
    post(receivable, sign * total, valueOf(paper['CustomerRef']))
  }
  for (const line of linesOf(paper)) {
    const cents = centsIn(line, 'Amount')
    const discount = line['DiscountLineDetail'] as JsonObject | undefined
    if (discount !== undefined) post(valueOf(discount['DiscountAccountRef']), sign * cents)
    const sale = line['SalesItemLineDetail'] as JsonObject | undefined
    if (sale !== undefined) post(incomeAccount(company, sale), -sign * cents)
  }
  const tax = centsIn(paper['TxnTaxDetail'] as JsonObject, 'TotalTax')
  if (tax !== 0) post(accountFor(company, 'taxPayable'), -sign * tax)
  return settled(postings, company)
}

function incomeAccount(company: Company, sale: JsonObject): string {
  const id = valueOf(sale['ItemRef'])
  if (id === 'SHIPPING_ITEM_ID') return shippingAccount(company)
  const account = company.tables.Item.rows.get(id)?.['IncomeAccountRef']
  return account === undefined ? accountFor(company, 'salesIncome') : valueOf(account)
}

function shippingAccount(company: Company): string {
  const forms = company.tables.Preferences.rows.get('1')?.['SalesFormsPrefs'] as JsonObject | undefined
  const account = forms?.['DefaultShippingAccount']
  return typeof account === 'string' ? account : accountFor(company, 'salesIncome')
}
