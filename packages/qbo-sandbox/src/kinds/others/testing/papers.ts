import type { JsonObject } from '../../../json.ts'
import { refTo } from '../../lists/testing/desk.ts'

export const CHECKING = '35'
export const RENT = '17'
export const RECEIVABLE = '84'
export const PAYABLE = '33'
export const UNDEPOSITED = '4'
export const SERVICES = '1'
export const CARD = '42'

/** One line of a journal entry. */
export function entryLine(side: 'Debit' | 'Credit', account: string, amount: number, more: JsonObject = {}) {
  return {
    Amount: amount,
    DetailType: 'JournalEntryLineDetail',
    JournalEntryLineDetail: { PostingType: side, AccountRef: refTo(account), ...more },
  }
}

export const about = (type: 'Customer' | 'Vendor', id: string) => ({
  Entity: { Type: type, EntityRef: refTo(id) },
})

/** One line of what was bought. */
export function bought(amount: number, account = RENT, more: JsonObject = {}) {
  return {
    Amount: amount,
    DetailType: 'AccountBasedExpenseLineDetail',
    AccountBasedExpenseLineDetail: { AccountRef: refTo(account), ...more },
  }
}

/** One line of money taken to the bank. */
export function banked(amount: number, account = SERVICES, more: JsonObject = {}) {
  return {
    Amount: amount,
    DetailType: 'DepositLineDetail',
    DepositLineDetail: { AccountRef: refTo(account), ...more },
  }
}

export const bankedPayment = (id: string) => ({
  LinkedTxn: [{ TxnId: id, TxnType: 'Payment', TxnLineId: '0' }],
})
