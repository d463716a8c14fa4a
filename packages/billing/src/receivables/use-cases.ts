import { implement, type Implementation } from '@tieout/platform'
import type { Billing } from '../billing.ts'
import { clientBalance, getAgeing, getStatement, invoiceTransactions } from '../contract/receivables.ts'
import { creditUseCases } from '../credits/use-cases.ts'
import { paymentUseCases } from '../payments/use-cases.ts'
import { readAgeing } from './ageing.ts'
import { readBalance } from './balance.ts'
import { portalUseCases } from './portal.ts'
import { readStatement, readTransactions } from './statement.ts'

/** Payments, credit and what is owed: everything about money once a document is posted. */
export function moneyUseCases(billing: Billing): Implementation[] {
  return [
    ...paymentUseCases(billing),
    ...creditUseCases(billing),
    implement(getStatement, readStatement),
    implement(getAgeing, readAgeing),
    implement(clientBalance, readBalance),
    implement(invoiceTransactions, readTransactions),
    ...portalUseCases(),
  ]
}
