import { defineExport, filtersOf } from '@tieout/platform/contract'
import { z } from 'zod'
import { listClients } from './clients.ts'
import { listCredits } from './credits.ts'
import { documentDate, listInvoices } from './invoices.ts'
import { listPayments } from './payments.ts'
import { getAgeing, getStatement, listPortalInvoices } from './receivables.ts'
import { listServices } from './services.ts'

/** The lists of the books as CSV. */

export const exportClients = defineExport(listClients, {
  name: 'client.export',
  summary: 'Clients as CSV',
  path: '/clients.csv',
  input: filtersOf(listClients.input),
})

export const exportServices = defineExport(listServices, {
  name: 'service.export',
  summary: 'Services and products as CSV',
  path: '/services.csv',
  input: filtersOf(listServices.input),
})

export const exportInvoices = defineExport(listInvoices, {
  name: 'invoice.export',
  summary: 'Invoices, credit notes and prepayments as CSV',
  path: '/invoices.csv',
  input: filtersOf(listInvoices.input),
})

export const exportPayments = defineExport(listPayments, {
  name: 'payment.export',
  summary: 'Payments as CSV',
  path: '/payments.csv',
  input: filtersOf(listPayments.input),
})

export const exportCredits = defineExport(listCredits, {
  name: 'credit.export',
  summary: 'Pools of credit as CSV',
  path: '/credits.csv',
  input: filtersOf(listCredits.input),
})

export const exportAgeing = defineExport(getAgeing, {
  name: 'ageing.export',
  summary: 'What each client owed on a day, as CSV',
  path: '/receivables/ageing.csv',
  input: filtersOf(getAgeing.input),
})

export const exportStatement = defineExport(getStatement, {
  name: 'statement.export',
  summary: 'A client’s statement of a period as CSV',
  path: '/clients/:clientId/statement.csv',
  input: z
    .object({ clientId: z.uuid(), from: documentDate, to: documentDate })
    .refine((input) => input.from <= input.to, { path: ['to'], message: 'is before the beginning' }),
})

export const exportPortalInvoices = defineExport(listPortalInvoices, {
  name: 'portal.invoices.export',
  summary: 'The documents of the client I belong to as CSV',
  path: '/portal/invoices.csv',
  input: filtersOf(listPortalInvoices.input),
})
