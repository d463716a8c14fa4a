import { accountFor } from '../../company/accounts.ts'
import type { Posting } from '../../company/ledger.ts'
import type { Company, Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import type { JsonObject } from '../../json.ts'
import { currencyOf, homeCents, settled, valueOf } from '../others/paper.ts'
import { centsIn } from './money.ts'
import { paperOf, shareKey, sharesOf } from './shares.ts'

/**
 * Money comes in at the payment's rate and settles each paper at the paper's own; what is left between
 * them is a gain or loss by exchange. What is not applied stands to the payer's credit.
 */
export function postPayment(payment: Entity, company: Company, get: Transaction['get']): readonly Posting[] {
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
  for (const share of sharesOf(payment)) {
    const paper = paperOf(get, share, payer)
    if (paper === undefined) throw new Error(`Payment ${payment.Id} pays ${shareKey(share)}, which is gone`)
    post(receivable, paper.isOwed ? -share.cents : share.cents, paper.entity, paper.customer)
  }
  post(receivable, -centsIn(payment, 'UnappliedAmt'), payment, payer)
  return settled(postings, company)
}
