export { ClientListScreen } from './client-list-screen.tsx'
export { ClientScreen, type ClientScreenProps } from './client-screen.tsx'
export { ServiceListScreen } from './catalogue/service-list-screen.tsx'
export { TaxesScreen } from './catalogue/taxes-screen.tsx'
export { TermsScreen } from './catalogue/terms-screen.tsx'
export type { Address, Go } from './invoices/address.ts'
export {
  EditInvoiceScreen,
  NewInvoiceScreen,
  type EditInvoiceScreenProps,
} from './invoices/editor-screen.tsx'
export type { Finding, InvoiceExtensions } from './invoices/extensions.ts'
export { InvoiceListScreen, type InvoiceListScreenProps } from './invoices/invoice-list-screen.tsx'
export { InvoiceScreen, type InvoiceScreenProps } from './invoices/invoice-screen.tsx'
