import { type Fields, ref, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import { currencyOf, accountOf } from '../others/paper.ts'
import { completeDocument } from './document.ts'
import { salesFields } from './fields.ts'
import { refuseOtherThanAsset } from './payment.ts'
import { postSale } from './post-sale.ts'

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

/** Money given back at once, from a bank account; nothing stays open. */
export const refundReceipts: Kind = {
  name: 'RefundReceipt',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled:
    `ARAccountRef AttachableRef AutoDocNumber BillEmailBcc BillEmailCc CheckPayment CreditCardPayment
    DeliveryInfo DiscountAmt DiscountRate DueDate FOB FinanceCharge FreeFormAddress GovtTxnRefIdentifier
    LinkedTxn PONumber PaymentType ProjectRef RecurDataRef RefundReceiptEx RemainingCredit RemitToRef
    SalesRepRef SalesTermRef ShipDate ShipFromAddr ShipMethodRef TaxExemptionRef TaxFormNum TaxFormType
    TemplateRef TrackingNum TransactionLocationType TxnApprovalInfo TxnSource TxnStatus`.split(/\s+/),
  queryable: { CustomerRef: 'ref', DocNumber: 'text', TotalAmt: 'number', TxnDate: 'date' },
  complete(tx, written, before, options) {
    const { whole } = completeDocument(tx, 'RefundReceipt', written, before, options)
    const account = accountOf(tx, written, 'DepositToAccountRef', currencyOf(whole))
    refuseOtherThanAsset(account)
    return {
      ...whole,
      Balance: 0,
      HomeBalance: whole.HomeTotalAmt === undefined ? undefined : 0,
    }
  },
  beforeDelete() {},
  post: (receipt, company) => postSale(receipt, company, -1),
}
