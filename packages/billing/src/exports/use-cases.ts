import { implementExport, type Implementation } from '@tieout/platform'
import type { Billing } from '../billing.ts'
import { listPage as servicePage } from '../catalogue/service-use-cases.ts'
import { listPage as clientPage } from '../clients/listing.ts'
import {
  exportAgeing,
  exportClients,
  exportCredits,
  exportInvoices,
  exportPayments,
  exportPortalInvoices,
  exportServices,
  exportStatement,
} from '../contract/exports.ts'
import { listPage as creditPage } from '../credits/reading.ts'
import { listPage as invoicePage } from '../documents/listing.ts'
import { listPage as paymentPage } from '../payments/reading.ts'
import { readAgeing } from '../receivables/ageing.ts'
import { listPage as portalInvoicePage } from '../receivables/portal.ts'
import { readStatement } from '../receivables/statement.ts'
import {
  AGEING_COLUMNS,
  CLIENT_COLUMNS,
  CREDIT_COLUMNS,
  INVOICE_COLUMNS,
  PAYMENT_COLUMNS,
  PORTAL_INVOICE_COLUMNS,
  SERVICE_COLUMNS,
  STATEMENT_COLUMNS,
} from './columns.ts'

/** Every list of the books as a file; each reads as its list does. */
export function exportUseCases(billing: Billing): Implementation[] {
  return [
    implementExport(exportClients, {
      fileName: 'clients.csv',
      columns: CLIENT_COLUMNS,
      readPage: clientPage,
    }),
    implementExport(exportServices, {
      fileName: 'services.csv',
      columns: SERVICE_COLUMNS,
      readPage: servicePage,
    }),
    implementExport(exportInvoices, {
      fileName: 'invoices.csv',
      columns: INVOICE_COLUMNS,
      readPage: (ctx, input) => invoicePage(ctx, billing, input),
    }),
    implementExport(exportPayments, {
      fileName: 'payments.csv',
      columns: PAYMENT_COLUMNS,
      readPage: paymentPage,
    }),
    implementExport(exportCredits, {
      fileName: 'credits.csv',
      columns: CREDIT_COLUMNS,
      readPage: creditPage,
    }),
    implementExport(exportAgeing, { fileName: 'ageing.csv', columns: AGEING_COLUMNS, readPage: readAgeing }),
    implementExport(exportStatement, {
      fileName: 'statement.csv',
      columns: STATEMENT_COLUMNS,
      readPage: readStatement,
    }),
    implementExport(exportPortalInvoices, {
      fileName: 'invoices.csv',
      columns: PORTAL_INVOICE_COLUMNS,
      readPage: portalInvoicePage,
    }),
  ]
}
