export { ClientListScreen } from './client-list-screen.tsx'
export { ClientScreen, type ClientExtensions, type ClientScreenProps } from './client-screen.tsx'
export { ServiceListScreen } from './catalogue/service-list-screen.tsx'
export { TaxesScreen } from './catalogue/taxes-screen.tsx'
export { TermsScreen } from './catalogue/terms-screen.tsx'
export type { Address, Go } from './invoices/address.ts'
export {
  EditInvoiceScreen,
  NewInvoiceScreen,
  type EditInvoiceScreenProps,
} from './invoices/editor-screen.tsx'
export type { Finding, InvoiceExtensions, VoidAdvice } from './invoices/extensions.ts'
export { InvoiceListScreen, type InvoiceListScreenProps } from './invoices/invoice-list-screen.tsx'
export { InvoiceScreen, type InvoiceScreenProps } from './invoices/invoice-screen.tsx'
export { VoidDialog, type VoidDialogProps } from './invoices/void-dialog.tsx'
export { CreditListScreen } from './credits/credit-list-screen.tsx'
export { CreditScreen, type CreditScreenProps } from './credits/credit-screen.tsx'
export { PaymentListScreen, type PaymentListScreenProps } from './payments/payment-list-screen.tsx'
export { PaymentScreen, type PaymentScreenProps } from './payments/payment-screen.tsx'
export {
  RecordPaymentDialog,
  RecordPaymentScreen,
  type RecordPaymentProps,
} from './payments/record-payment.tsx'
export { PortalCreditsScreen } from './portal/portal-credits-screen.tsx'
export { PortalInvoiceScreen, type PortalInvoiceScreenProps } from './portal/portal-invoice-screen.tsx'
export { PortalInvoicesScreen } from './portal/portal-invoices-screen.tsx'
export { AgeingScreen } from './receivables/ageing-screen.tsx'
export { StatementScreen } from './receivables/statement-screen.tsx'
