import { type Fields, shown, signedMoney } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import { autoApply } from './auto-apply.ts'
import { completeDocument } from './document.ts'
import { salesFields } from './fields.ts'
import { postSale } from './post-sale.ts'
import { unlinkOrRefuse, withOpen } from './standing.ts'

const fields: Fields = {
  RemainingCredit: shown(signedMoney),
  ...salesFields.start,
  ...salesFields.transaction,
  ...salesFields.customer,
  ...salesFields.totals,
  ...salesFields.balance,
}

/** What a customer has to their credit. It cannot be voided, there or here. */
export const creditMemos: Kind = {
  name: 'CreditMemo',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled:
    `ARAccountRef AttachableRef AutoDocNumber BillEmailBcc BillEmailCc CheckPayment CreditCardPayment
    CreditMemoEx DeliveryInfo DepositToAccountRef DiscountAmt DiscountRate DueDate FOB FinanceCharge
    FreeFormAddress GovtTxnRefIdentifier InvoiceRef PONumber PaymentMethodRef PaymentRefNum PaymentType
    ProjectRef RecurDataRef RemitToRef SalesRepRef ShipDate ShipFromAddr ShipMethodRef TaxExemptionRef
    TaxFormNum TaxFormType TemplateRef TrackingNum TransactionLocationType TxnApprovalInfo TxnSource
    TxnStatus`.split(/\s+/),
  queryable: {
    Balance: 'number',
    CustomerRef: 'ref',
    DocNumber: 'text',
    SalesTermRef: 'ref',
    TotalAmt: 'number',
    TxnDate: 'date',
  },
  complete(tx, written, before, options) {
    const { whole, total } = completeDocument(tx, 'CreditMemo', written, before, options)
    return withOpen(tx, 'CreditMemo', whole, total, before)
  },
  settle(tx, after, before) {
    if (before === undefined) autoApply(tx, 'CreditMemo', after)
  },
  beforeDelete: (tx, before) => unlinkOrRefuse(tx, 'CreditMemo', before),
  post: (memo, company) => postSale(memo, company, -1),
}
