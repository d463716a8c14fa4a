/**
 * Every property the service knows of an invoice, in the order it lists them when it meets one it does not
 * know. It cuts the list off after about a thousand characters; what follows `TxnApprovalInfo` was never
 * seen and is put together from the schema, so that there are 83 of them.
 */
export const INVOICE_PROPERTIES: readonly string[] =
  `DocNumber HomeTotalAmt TotalAmt TxnSource AllowOnlinePayment RecurringInfo EmailStatus callToAction
  AutoDocNumber ECloudStatusTimeStamp TaxFormNum TxnDate FOB ClassRef AllowOnlineACHPayment
  DepositToAccountRef InvoiceEx AllowOnlineCreditCardPayment CurrencyRef InvoiceLink PONumber ShipDate
  PaymentMethodRef TrackingNum TxnTaxDetail CustomerRef ShipFromAddr BillAddr EInvoiceStatus Id RecurDataRef
  ApplyTaxAfterDiscount DepartmentRef SalesRepRef ExchangeRate domain invoiceStatusLog TaxFormType
  BillEmailBcc LessCIS CustomerMemo TxnStatus HomeBalance PrintStatus ConvenienceFeeDetail DiscountRate
  DeliveryInfo FreeFormAddress AllowIPNPayment CustomField PaymentDetailsMessage TransactionLocationType
  MetaData LinkedTxn status RemitToRef PrivateNote ShipMethodRef PaymentRefNum Tag TxnApprovalInfo
  ARAccountRef AttachableRef Balance BillEmail BillEmailCc CheckPayment CreditCardPayment Deposit DiscountAmt
  DueDate FinanceCharge GlobalTaxCalculation GovtTxnRefIdentifier Line PaymentType ProjectRef SalesTermRef
  ShipAddr SyncToken TaxExemptionRef TemplateRef sparse`.split(/\s+/)
