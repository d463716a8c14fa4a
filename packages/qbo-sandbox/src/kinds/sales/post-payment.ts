import { accountFor } from '../../company/accounts.ts'
import type { Posting } from '../../company/ledger.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { JsonObject } from '../../json.ts'
import { currencyOf, homeCents, linesOf, settled, valueOf } from '../others/paper.ts'
import { centsIn } from './money.ts'
import { type Paper, committed, isCharge, paperOf, rateBehind, sharesOf } from './shares.ts'

/**
 * Money comes in at the payment's rate and settles each paper at the paper's own; what is left between
 * them is a gain or loss by exchange. What is not applied stands to the payer's credit.
 */
export function postPayment(payment: Entity, company: Company): readonly Posting[] {
  const payer = valueOf(payment['CustomerRef'])
  const receivable = accountFor(company, 'receivable', currencyOf(payment))
  const postings: Posting[] = []
  const post = (account: string, own: number, at: JsonObject, customer?: string) => {
    if (own === 0) return
    const posting = { account, cents: homeCents(own, at), currencyCents: own }
    postings.push(customer === undefined ? posting : { ...posting, customer })
  }
  const total = centsIn(payment, 'TotalAmt')
  if (total !== 0) post(valueOf(payment['DepositToAccountRef']), total, payment)
  const lines = linesOf(payment)
  for (const [index, share] of sharesOf(payment).entries()) {
    const paper = paperOf(committed(company), share, payer)
    const rate = paper?.entity ?? rateBehind(lines[index] ?? {}, payment)
    post(
      receivable,
      isCharge(committed(company), share, payer) ? -share.cents : share.cents,
      rate,
      debtor(company, payer, paper),
    )
  }
  post(receivable, -centsIn(payment, 'UnappliedAmt'), payment, payer)
  return settled(postings, company)
}

/** Whose receivable a share settles: a sub-customer's that is billed with the payer, else the payer's own. */
function debtor(company: Company, payer: string, paper: Paper | undefined): string {
  if (paper === undefined) return payer
  for (let each: string | undefined = paper.customer; each !== undefined; each = parentOf(company, each)) {
    if (each === payer) return paper.customer
  }
  return payer
}

function parentOf(company: Company, customer: string): string | undefined {
  const parent = company.tables.Customer.rows.get(customer)?.['ParentRef']
  return parent === undefined ? undefined : valueOf(parent)
}
