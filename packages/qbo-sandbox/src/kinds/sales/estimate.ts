import { type Fields, day, oneOf, shown, text } from '../../company/fields.ts'
import type { Kind } from '../../company/kind.ts'
import { completeDocument } from './document.ts'
import { any, salesFields } from './fields.ts'
import { deliveryOf } from './invoice.ts'

const { Line, LinkedTxn, TxnTaxDetail, ...transaction } = salesFields.transaction

const fields: Fields = {
  ...salesFields.start,
  ...transaction,
  TxnStatus: oneOf('Pending', 'Accepted', 'Closed', 'Rejected'),
  LinkedTxn,
  Line,
  TxnTaxDetail,
  ...salesFields.customer,
  ...salesFields.totals,
  DeliveryInfo: shown(any),
  ExpirationDate: day,
  AcceptedBy: text(100),
  AcceptedDate: day,
}

/** An offer. It posts nothing, and nobody owes anything by it. */
export const estimates: Kind = {
  name: 'Estimate',
  family: 'transaction',
  idsFrom: 'transactions',
  fields,
  unmodelled:
    `ARAccountRef AttachableRef AutoDocNumber BillEmailBcc BillEmailCc DiscountAmt DiscountRate DueDate
    EstimateEx FOB FinanceCharge FreeFormAddress GovtTxnRefIdentifier PONumber ProjectRef RecurDataRef
    RemitToRef SalesRepRef ShipDate ShipFromAddr ShipMethodRef TaxExemptionRef TaxFormNum TaxFormType
    TemplateRef TrackingNum TransactionLocationType TxnApprovalInfo TxnSource`.split(/\s+/),
  queryable: {
    CustomerRef: 'ref',
    DocNumber: 'text',
    ExpirationDate: 'date',
    TotalAmt: 'number',
    TxnDate: 'date',
    TxnStatus: 'text',
  },
  complete(tx, written, before, options) {
    const { whole } = completeDocument(tx, 'Estimate', written, before, options)
    return { ...whole, TxnStatus: written['TxnStatus'] ?? 'Pending', DeliveryInfo: deliveryOf(written) }
  },
  beforeDelete() {},
}
