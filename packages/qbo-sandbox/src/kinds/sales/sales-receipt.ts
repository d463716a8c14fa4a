import { accountFor } from '../../company/accounts.ts'
import { type Fields, ref, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import type { Transaction } from '../../company/transaction.ts'
import { faults } from '../../fault.ts'
import type { Json, JsonObject } from '../../json.ts'
import { accountOf, currencyOf } from '../others/paper.ts'
import { completeDocument } from './document.ts'
import { salesFields } from './fields.ts'
import { refuseOtherThanAsset } from './payment.ts'
import { postSale } from './post-sale.ts'
import { isVoided, voidedNote, zeroed } from './voided.ts'

const { LinkedTxn: _, ...transaction } = salesFields.transaction
const { SalesTermRef: _term, ...customer } = salesFields.customer

const fields: Fields = {
  ...salesFields.start,
  ...transaction,
  ...customer,
  ...salesFields.totals,
  ...salesFields.balance,
  PaymentMethodRef: ref('PaymentMethod'),
  PaymentRefNum: text(21),
  DepositToAccountRef: ref('Account'),
}

/** A sale that is paid on the spot: nothing becomes due, and nothing stays open. */
export const salesReceipts: Kind = {
  name: 'SalesReceipt',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled:
    `ARAccountRef AttachableRef AutoDocNumber BillEmailBcc BillEmailCc CheckPayment CreditCardPayment
    DeliveryInfo DiscountAmt DiscountRate DueDate FOB FinanceCharge FreeFormAddress GovtTxnRefIdentifier
    LinkedTxn PONumber PaymentType ProjectRef RecurDataRef RemainingCredit RemitToRef SalesReceiptEx
    SalesRepRef SalesTermRef ShipDate ShipFromAddr ShipMethodRef TaxExemptionRef TaxFormNum TaxFormType
    TemplateRef TrackingNum TransactionLocationType TxnApprovalInfo TxnSource TxnStatus`.split(/\s+/),
  queryable: { CustomerRef: 'ref', DocNumber: 'text', TotalAmt: 'number', TxnDate: 'date' },
  complete(tx, written, before, options) {
    if (written['CustomerRef'] === undefined) throw faults.unmodelled('a SalesReceipt without CustomerRef')
    const { whole } = completeDocument(tx, 'SalesReceipt', written, before, options)
    return {
      ...whole,
      Balance: 0,
      HomeBalance: whole.HomeTotalAmt === undefined ? undefined : 0,
      DepositToAccountRef: depositAccount(tx, written, currencyOf(whole)),
    }
  },
  beforeDelete() {},
  voided(_tx, before) {
    if (isVoided(before)) return before
    return {
      ...before,
      PrivateNote: voidedNote(before),
      Line: zeroed(before['Line'] ?? []),
      TxnTaxDetail: zeroed(before['TxnTaxDetail'] ?? { TotalTax: 0 }),
      TotalAmt: 0,
      HomeTotalAmt: before['HomeTotalAmt'] === undefined ? undefined : 0,
    }
  },
  voidedBy: 'include=void',
  post: (receipt, company) => postSale(receipt, company, 1),
}

/** Money waits among the undeposited funds unless an account is named. */
function depositAccount(tx: Transaction, written: JsonObject, currency: string): Json | undefined {
  if (written['DepositToAccountRef'] !== undefined) {
    refuseOtherThanAsset(accountOf(tx, written, 'DepositToAccountRef', currency))
    return written['DepositToAccountRef']
  }
  const id = accountFor(tx.company, 'undeposited')
  return { value: id, name: tx.get('Account', id)?.['Name'] }
}
